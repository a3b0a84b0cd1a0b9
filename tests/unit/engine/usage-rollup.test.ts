import { expect, test } from 'vitest';
import { createFieldReader } from '../../../electron/engine/import/field-reader.ts';
import {
  addRollupCounts,
  addRollupRow,
  NO_ROLLUP_COUNTS,
  ROLLUP_FIELDS,
  type RollupCounts,
  rollupContradiction,
  rollupOperation,
  rollupTotals,
} from '../../../electron/engine/importers/parts/usage-rollup.ts';
import type { CsvHead } from '../../../electron/engine/reading/types.ts';

const head: CsvHead = {
  kind: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  header: ['connector_id', 'successes', 'denials', 'attempts'],
  headerLine: 1,
  lineEnd: '\n',
  hasHeader: true,
  sample: [],
  warnings: [],
  truncation: [],
};

/** What the rows sum up to and what the totals rows state. */
function reconcile(rows: readonly (readonly string[])[]): { counted: RollupCounts; stated: RollupCounts | null } {
  const reader = createFieldReader(ROLLUP_FIELDS, head);
  let counted = NO_ROLLUP_COUNTS;
  let stated: RollupCounts | null = null;
  for (const row of rows) {
    reader.point(row);
    counted = addRollupRow(counted, reader);
    const totals = rollupTotals(reader);
    if (totals !== null) stated = stated === null ? totals : addRollupCounts(stated, totals);
  }
  return { counted, stated };
}

test('rows that add up to their totals rows contradict nothing, in files put one after the other too', () => {
  const { counted, stated } = reconcile([
    ['a', '5', '1', ''],
    ['b', '7.0', '0', '2'],
    ['#total', '12', '1', '2'],
    ['c', '3', '0', '0'],
    ['#total', '3', '0', '0'],
  ]);
  expect(counted).toEqual({ successes: 15, denials: 1, attempts: 2 });
  expect(stated).toEqual(counted);
  expect(rollupContradiction(counted, counted)).toBeNull();
});

test('a row that is missing is told with both numbers', () => {
  const { counted, stated } = reconcile([
    ['a', '5', '1', '0'],
    ['#total', '1200', '1', '0'],
  ]);
  expect(stated && rollupContradiction(stated, counted)).toContain('they hold 5 successes of 1,200.');
});

test('no totals row states nothing, and one that cannot be read is none', () => {
  expect(reconcile([['a', '5', '1', '0']]).stated).toBeNull();
  expect(reconcile([['#total', 'many', '1', '0']]).stated).toBeNull();
  expect(reconcile([['a', 'many', '1', '0']]).counted).toEqual(NO_ROLLUP_COUNTS);
});

test.each([
  ['entra', 'GET /v1.0/me/messages?$top=1', { matcher: 'graph', method: 'GET', uri: '/v1.0/me/messages?$top=1' }],
  ['entra', 'Sign-in', { matcher: 'plain', name: 'Sign-in' }],
  ['google', 'drive.files.list', { matcher: 'google', api: 'drive', method: 'files.list' }],
  ['google', 'drive.drive.files.list', { matcher: 'google', api: 'drive', method: 'drive.files.list' }],
  ['google', 'drive', { matcher: 'google', api: 'drive', method: '' }],
  ['github', 'GET /repos/{owner}/{repo}', { matcher: 'github', method: 'GET', route: '/repos/{owner}/{repo}' }],
  ['github', 'github:git.clone', { matcher: 'event', source: 'github', name: 'git.clone' }],
  ['github', 'exchange:Send', { matcher: 'event', source: 'github', name: 'exchange:Send' }],
  ['okta', '/api/v1/groups/{}', { matcher: 'okta', method: '', uri: '/api/v1/groups/{}', event: '' }],
  ['okta', 'POST /api/v1/groups', { matcher: 'okta', method: 'POST', uri: '/api/v1/groups', event: '' }],
  ['okta', 'okta:user.lifecycle.suspend', { matcher: 'event', source: 'okta', name: 'user.lifecycle.suspend' }],
  ['okta', 'user.lifecycle.suspend', { matcher: 'okta', method: '', uri: '', event: 'user.lifecycle.suspend' }],
  [
    'salesforce',
    'salesforce:RestApi GET Account',
    { matcher: 'salesforce', name: 'salesforce:RestApi GET Account', withPath: 'salesforce:RestApi GET Account' },
  ],
  ['slack', 'slack:file_downloaded', { matcher: 'event', source: 'slack', name: 'file_downloaded' }],
  ['google', 'drive:view', { matcher: 'event', source: 'drive', name: 'view' }],
  ['entra', 'exchange:MailItemsAccessed', { matcher: 'event', source: 'exchange', name: 'MailItemsAccessed' }],
  ['other', 'exchange:Send', { matcher: 'plain', name: 'exchange:Send' }],
  ['okta', '', undefined],
] as const)('the operation of %s %j', (platform, text, operation) => {
  expect(rollupOperation(platform, text)).toEqual(operation);
});
