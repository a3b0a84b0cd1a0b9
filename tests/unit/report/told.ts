import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentDigest, sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { modelOf } from '../../../electron/engine/handlers/report.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import { buildDocument } from '../../../electron/engine/report/document.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { startEngine } from '../engine/engine-case.ts';

export const AT = Date.UTC(2026, 9, 2, 22, 30);

/** What a report says in this process: on a case that was made elsewhere, and on the sample imported here. */
export async function told(path: string) {
  const here = startEngine(undefined, { now: () => AT });
  const { handlers: call, context } = here.engine;
  const own = join(here.folder, 'copy.countersign');
  copyFileSync(path, own);
  await call['workspace.open']({ token: here.files.register(own) }, {});
  const document = sha256(JSON.stringify(buildDocument(modelOf(context), true)));
  await call['workspace.close']({}, {});
  await call['workspace.openSample']({}, {});
  const files = buildDataFiles(modelOf(context), readJournal(context.open().db));
  const answer = {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    facts: {
      document,
      report: sha256(files.get('report.json') ?? ''),
      content: contentDigest(files),
    },
  };
  await here.dispose();
  return answer;
}
