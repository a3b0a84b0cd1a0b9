import { expect, test } from 'vitest';
import { rematch } from '../../../electron/engine/derive/observed-operations.ts';
import { catalog } from '../catalog/fixtures.ts';
import { APP, importOne, put, rows, useCase } from '../traps/entra-case.ts';

useCase();

const ROLLUP =
  'platform,tenant,connector_id,connector_name,principal,operation,day,successes,denials,attempts,first,last,kind';

test.each([
  [
    'github',
    ['GET /repos/acme/billing/issues', 'github:git.clone', 'POST /graphql', 'GET /repos/acme/billing/brand-new/17'],
  ],
  ['okta', ['/api/v1/groups/00g1/users/00u1', 'POST /api/v1/users', 'okta:user.lifecycle.suspend', 'okta:unheard.of']],
  ['salesforce', ['salesforce:RestApi GET /services/data/v*/chatter/feeds', 'BulkApi2 query Account', 'NewThing run']],
  ['slack', ['file_downloaded', 'slack:file_uploaded']],
  ['entra', ['GET /v1.0/me/messages', 'exchange:MailItemsAccessed', 'Sign-in']],
  ['google', ['drive.files.list', 'drive:view']],
])('%s: what a roll-up stores comes back from a roll-up of what is stored', async (platform, operations) => {
  const file = (name: string, day: string, all: readonly string[]) =>
    put(
      name,
      `${ROLLUP}\n${all.map((one) => `${platform},tenant,${APP},App,,${one},${day},3,0,0,${day}T08:00:00Z,${day}T09:00:00Z,use`).join('\n')}\n`,
    );
  const stored = () =>
    rows(
      'SELECT matcher, key FROM usage JOIN operation ON operation.id = operation WHERE import_id = (SELECT max(id) FROM import) ORDER BY key',
    );
  await importOne(file('first.csv', '2026-09-01', operations), 'usage.rollup');
  const first = stored();
  expect(first).toHaveLength(operations.length);
  const keys = first.map((row) => String(Object(row).key));
  for (const [index, key] of keys.entries()) {
    const matcher = String(Object(first[index]).matcher);
    expect(rematch(catalog(), matcher, key).key).toBe(key);
    expect(key).not.toMatch(/acme|billing|00g1|\?|\d{2,}/);
  }
  await importOne(file('second.csv', '2026-09-02', keys), 'usage.rollup');
  expect(stored()).toEqual(first);
});
