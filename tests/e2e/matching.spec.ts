import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { openEvidence } from './pages/evidence.ts';
import { addFiles, runImport, stateSource } from './pages/imports.ts';
import { gridRows } from './pages/shell.ts';

const HEAD =
  'platform,tenant,connector_id,connector_name,principal,operation,day,successes,denials,attempts,first,last,kind';
const line = (operation: string, calls: number) =>
  `github,acme,9001,Example CI,,${operation},2026-09-01,${calls},0,0,2026-09-01T08:00:00Z,2026-09-01T09:00:00Z,use`;

test('how many calls the catalog knows is told per log, and the operations it does not know are listed', async ({
  page,
  dialogs,
  folder,
}) => {
  const file = join(folder, 'github roll-up.csv');
  const rows = [line('GET /repos/acme/billing/issues', 9), line('GET /repos/acme/billing/brand-new/17', 3)];
  writeFileSync(file, `${[HEAD, ...rows].join('\n')}\n`);
  await createCase(page, dialogs, join(folder, 'matching.countersign'), TARNBROOK);
  await addFiles(page, dialogs, [file]);
  await stateSource(page, {
    system: 'GitHub, audit log',
    tenant: 'acme',
    asOf: '2026-10-01T06:00',
    extractedBy: 'Erik Extractor',
    method: 'Counted where the log lives',
  });
  await runImport(page);
  await openEvidence(page, 'Matching');
  const rates = page.getByRole('table', { name: 'Match rates of acme' });
  await expect(rates.getByRole('row', { name: /^Usage roll-up/ })).toContainText('9 (75 %)');
  await expect(rates.getByRole('row', { name: /^Usage roll-up/ })).toContainText('3 (25 %)');
  await expect(page.getByText('1 distinct operation without a match')).toBeVisible();
  const unmatched = gridRows(page, 'Operations of acme without a match');
  await expect(unmatched).toHaveCount(1);
  await expect(unmatched).toContainText('GET /repos/{owner}/{repo}/brand-new/{id}');
  await expect(page.getByText('billing')).toHaveCount(0);
});
