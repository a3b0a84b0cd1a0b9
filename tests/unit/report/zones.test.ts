import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { reviewedSample } from './reviewed-sample.ts';

const answer = z.object({
  zone: z.string(),
  locale: z.string(),
  facts: z.object({ document: z.string(), report: z.string(), content: z.string() }),
});

let folder: string;
let path: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-zones-'));
  path = join(folder, 'case.countersign');
  const sample = await reviewedSample();
  const { path: original } = sample.started.engine.context.open();
  await sample.started.engine.handlers['workspace.close']({}, {});
  copyFileSync(original, path);
  await sample.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function toldIn(zone: string, locale: string): Promise<z.output<typeof answer>> {
  const environment = { ...process.env, TZ: zone, LANG: locale, LC_ALL: locale };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'zone-child.mjs'), path], {
    cwd: join(import.meta.dirname, '../../..'),
    encoding: 'utf8',
    env: environment,
    maxBuffer: 1024 * 1024,
  });
  return answer.parse(JSON.parse(stdout));
}

it('a report says the same in every time zone and locale, and again', async () => {
  const runs = [
    ...(await Promise.all([toldIn('UTC', 'en_US.UTF-8'), toldIn('Pacific/Auckland', 'de_DE.UTF-8')])),
    ...(await Promise.all([toldIn('America/St_Johns', 'ar_EG.UTF-8'), toldIn('UTC', 'en_US.UTF-8')])),
  ];
  expect(runs.map(({ zone }) => zone)).toEqual(['UTC', 'Pacific/Auckland', 'America/St_Johns', 'UTC']);
  expect(new Set(runs.map(({ locale }) => locale)).size).toBe(3);
  for (const { facts } of runs) expect(facts).toEqual(runs[0]?.facts);
}, 300_000);
