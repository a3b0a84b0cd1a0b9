import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchApp } from '../e2e/fixtures.ts';
import { prepareDialogs } from '../e2e/helpers/dialogs.ts';
import { createCamera } from './camera.ts';
import { tourCatalog } from './catalog.ts';
import { tourEvidence } from './evidence.ts';
import { tourMixed } from './mixed.ts';
import { tourNewCase } from './new-case.ts';
import { tourPolicy } from './policy.ts';
import { tourReport } from './report.ts';
import { tourReview } from './review.ts';
import type { Tour } from './stop.ts';
import { tourTrouble } from './trouble.ts';

const USAGE =
  'Usage: npm run tour [-- --out DIR]\nLeaves a numbered picture of every screen and state, light and dark.\n';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'tour' }, help: { type: 'boolean' } } });
if (values.help) process.stdout.write(USAGE);
else await takeTour(resolve(process.env['INIT_CWD'] ?? '.', values.out));

/** Walks the built app through all its screens and leaves the pictures in `out`, which is emptied first. */
async function takeTour(out: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tour-'));
  const dialogs = prepareDialogs(folder);
  const app = await launchApp({ dataFolder: join(folder, 'data'), env: { COUNTERSIGN_TEST_DIALOGS: dialogs.file } });
  try {
    const page = await app.firstWindow();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
    await page.emulateMedia({ colorScheme: 'light' });
    const camera = createCamera(page, out);
    const tour: Tour = { app, page, dialogs, folder, camera };
    await tourNewCase(tour);
    await tourMixed(tour);
    await tourEvidence(tour);
    await tourPolicy(tour);
    await tourReview(tour);
    await tourCatalog(tour);
    await tourReport(tour);
    await tourTrouble(tour);
    process.stdout.write(`${camera.count()} screens, each light and dark, in ${relative(process.cwd(), out) || '.'}\n`);
  } finally {
    dialogs.answer('confirm:quit', true);
    await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
