import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { openSampleCase } from '../rules/sample-case.ts';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { readReportModel } from '../../../electron/engine/report/model.ts';
import { buildDocument } from '../../../electron/engine/report/document.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import { readJournal } from '../../../electron/engine/review/journal.ts';
import { decide } from '../../../electron/engine/review/decide.ts';
import { reportDocument } from '../../../shared/contract/report.ts';
test('probe', async () => {
  const db = await openSampleCase();
  const catalog = loadCatalog(new URL('../../../resources/catalog', import.meta.url).pathname);
  const read = () => readReportModel({ db, catalog, policy: DEFAULT_POLICY, details: { name: 'Sample', client: 'X', engagement: 'E', periodFrom: null, periodTo: null, reviewer: 'R' }, isSample: true, now: Date.UTC(2026, 10, 1), reportId: 'CS-1' });
  const first = read();
  for (const [i, item] of first.items.slice(0, 20).entries())
    decide(db, { itemId: item.itemId, decision: i % 3 === 0 ? 'revoke' : i % 3 === 1 ? 'escalate' : 'need-info', reason: 'because ' + i, scopes: [], principals: [], until: null, owner: null, agreed: null }, 'R', Date.UTC(2026, 9, 20));
  const t = performance.now();
  const model = read();
  console.log('model ms', performance.now() - t, model.items.length);
  const doc = buildDocument(model, true);
  reportDocument.parse(doc);
  writeFileSync('/tmp/doc.json', JSON.stringify(doc, null, 1));
  for (const [name, bytes] of buildDataFiles(model, readJournal(db))) { writeFileSync('/tmp/df-' + name, bytes); console.log(name, bytes.length); }
});
