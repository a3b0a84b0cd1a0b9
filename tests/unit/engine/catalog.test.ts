import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { contentDigest } from '../../../electron/engine/catalog/schema.ts';
import { itemScopes } from '../../../electron/engine/db/queries/usage.ts';
import { type EngineCase, newCase, RESOURCES, startEngine } from './engine-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(async () => started.dispose());

const call = <M extends 'catalog.import' | 'catalog.remove' | 'catalog.override' | 'catalog.revoke'>(method: M) =>
  started.engine.handlers[method];
const catalog = () => started.engine.context.catalog();
const listed = () => started.engine.handlers['catalog.list']({}, {});
const journal = async () => (await started.engine.handlers['journal.page']({ offset: 0, limit: 500 }, {})).rows;

function file(name: string, content: unknown): string {
  const path = join(started.folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return started.files.register(path);
}

function shipped(part: string): Record<string, unknown> {
  const text = readFileSync(join(RESOURCES, 'catalog', `${part}.json`), 'utf8');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

/** A part under another edition, with the digest that belongs to it. */
function edition(part: string, change: Record<string, unknown>): Record<string, unknown> {
  const { digest: _, ...rest } = { ...shipped(part), ...change };
  return { ...rest, digest: contentDigest(rest) };
}

async function importFile(name: string, content: unknown) {
  return call('catalog.import')({ token: file(name, content), reason: 'Carried over the gap.' }, {});
}

/** Asserts that a file is refused with a sentence and that nothing is different afterwards. */
async function refuses(name: string, content: unknown, sentence: RegExp): Promise<void> {
  const before = [await listed(), (await journal()).length, catalog().digest];
  await expect(importFile(name, content)).rejects.toThrow(sentence);
  expect([await listed(), (await journal()).length, catalog().digest]).toEqual(before);
}

test('a newer part replaces the shipped one, is in the journal, and can be taken out again', async () => {
  const { digest } = catalog();
  const scopes = z.array(z.record(z.string(), z.unknown())).parse(shipped('okta')['scopes']);
  const renamed = scopes.map((row) =>
    row['id'] === 'okta.users.read' ? { ...row, d: [4, 0, 0, '', 'content'] } : row,
  );
  const after = await importFile(
    'okta-2027.json',
    edition('okta', { asOf: '2027-01-15', version: '2027.01.1', scopes: renamed }),
  );
  expect(catalog().digest).not.toBe(digest);
  expect(after.digest).toBe(catalog().digest);
  expect(after.platforms.find(({ platform }) => platform === 'okta')).toMatchObject({ asOf: '2027-01-15' });
  expect(catalog().platform('okta')?.scope('delegated', 'okta.users.read')?.tier).toBe(4);
  expect(catalog().platform('okta')?.sources[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  const [entry] = await journal();
  expect(entry).toMatchObject({ type: 'catalog-file-added', actor: 'Rita Reviewer' });
  expect(entry?.payload).toContain('Carried over the gap.');

  const fileId = after.files[0]?.fileId ?? 0;
  await call('catalog.remove')({ fileId, reason: 'Back.' }, {});
  expect(catalog().digest).toBe(digest);
  expect((await listed()).files).toMatchObject([{ inForce: false, reason: 'Carried over the gap.' }]);
  expect((await journal())[0]).toMatchObject({
    type: 'catalog-file-removed',
    summary: expect.stringMatching(/okta-2027/),
  });
  await expect(call('catalog.remove')({ fileId, reason: 'Again.' }, {})).rejects.toThrow(/not part of the catalog/);
});

test('what is tampered with, foreign, old, too strange or there already is refused and changes nothing', async () => {
  await refuses(
    'tampered.json',
    { ...edition('okta', { asOf: '2027-01-15' }), asOf: '2027-02-15' },
    /digest does not fit/,
  );
  await refuses('old.json', edition('okta', { asOf: '2020-01-01' }), /An older catalog is not laid over a newer one/);
  await refuses('part.json', edition('okta', { asOf: '2027-01-15', part: 'okta-2' }), /does not know \(okta-2\)/);
  await refuses('events.json', shipped('events'), /is a catalog file but is not one/);
  await refuses(
    'hole.json',
    edition('okta', { asOf: '2027-01-15', ops: [['GET', '/api/v1/x', 9999]] }),
    /a call without a set/,
  );
  const circle = [
    { id: 'a', verb: 'read', breadth: 'own', d: [1, 0, 0, '', ''], inc: [1] },
    { id: 'b', verb: 'read', breadth: 'own', d: [1, 0, 0, '', ''], inc: [0] },
  ];
  await refuses(
    'circle.json',
    edition('okta', { asOf: '2027-01-15', scopes: circle, sets: [], ops: [], also: [] }),
    /includes itself through other scopes/,
  );
  await refuses('yaml.json', 'openapi: 3.0.3\npaths: {}\n', /is not JSON/);
  await refuses('list.json', [{ id: 1 }], /is none of the files/);
  await refuses('package.json', { name: 'x', version: '1' }, /is none of the files/);
  await refuses(
    'petstore.json',
    { openapi: '3.0.0', info: { title: 'Pet store', version: '1' }, paths: {} },
    /does not name Okta/,
  );
  await refuses(
    'discovery.json',
    { kind: 'discovery#restDescription', name: 'x', version: 'v1', rootUrl: 'https://evil.example/', methods: {} },
    /no address of a Google API/,
  );
  await refuses(
    'principal.json',
    { appId: '00000003-0000-0000-c000-000000000000', appRoles: [{ id: 'no guid', value: 'Mail.Read' }] },
    /is no permission id \(at appRoles \/ 0 \/ id\)/,
  );
  await refuses(
    'hostile.json',
    {
      appId: '00000003-0000-0000-c000-000000000000',
      oauth2PermissionScopes: [{ id: '00000000-0000-0000-0000-000000000001', value: 'Mail\u202eRead', type: 'User' }],
    },
    /is no name of a permission/,
  );
  const newer = edition('okta', { asOf: '2027-01-15' });
  await importFile('newer.json', newer);
  await refuses('copy.json', newer, /part of the catalog already, as newer\.json/);
});

test('a service principal gives the names of this tenant; what the catalog does not know is unrated', async () => {
  const graph = '00000003-0000-0000-c000-000000000000';
  const guid = '11111111-2222-3333-4444-555555555555';
  await importFile('graph-sp.json', {
    value: [
      {
        appId: graph,
        displayName: 'Microsoft Graph',
        appRoles: [{ id: guid, value: 'Brand.New.ReadWrite.All', allowedMemberTypes: ['Application'] }],
        oauth2PermissionScopes: [{ id: guid.replace('1', '2'), value: 'Mail.Read', type: 'User' }],
      },
    ],
  });
  const entra = catalog().platform('entra');
  expect(entra?.resolvePermissionGuid(graph, guid, 'application')).toMatchObject({
    id: 'Brand.New.ReadWrite.All',
    tier: null,
    verb: 'write',
    source: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(entra?.resolvePermissionGuid(graph, guid.replace('1', '2'), 'delegated')).toMatchObject({
    id: 'Mail.Read',
    tier: 3,
  });
  const found = await started.engine.handlers['catalog.search'](
    { text: 'brand new', platform: null, overridden: false, offset: 0, limit: 10 },
    {},
  );
  expect(found.rows).toMatchObject([{ scope: 'Brand.New.ReadWrite.All', source: 'graph-sp.json', tier: null }]);
});

test('permissions.json, a discovery document and an OpenAPI file add and replace calls', async () => {
  await importFile('permissions.json', {
    permissions: {
      'Widget.Read.All': {
        schemes: {
          DelegatedWork: { privilegeLevel: 2, requiresAdminConsent: true },
          Application: { privilegeLevel: 4 },
        },
        pathSets: [
          {
            schemeKeys: ['DelegatedWork', 'Application'],
            methods: ['GET'],
            paths: {
              '/widgets/{widget-id}': 'least=DelegatedWork,Application',
              '/me/messages': 'least=DelegatedWork;AlsoRequires=User.Read',
            },
          },
        ],
      },
    },
  });
  const entra = catalog().platform('entra');
  const widget = catalog().matchGraph('GET', 'https://graph.microsoft.com/v1.0/widgets/42');
  expect(widget).toMatchObject({ key: 'GET /widgets/{}', quality: 'exact', verb: 'read' });
  expect(entra?.coveringScopes('application', widget)).toEqual(['Widget.Read.All']);
  // What the file says of a call replaces what the catalog says of it; other methods of the path stay.
  const messages = catalog().matchGraph('GET', '/v1.0/me/messages');
  expect(entra?.coveringScopes('delegated', messages)).toEqual(['Widget.Read.All']);
  expect(entra?.companionScopes('delegated', messages, 'Widget.Read.All')).toEqual(['User.Read']);
  expect(entra?.coveringScopes('delegated', catalog().matchGraph('POST', '/v1.0/me/messages'))).toContain(
    'Mail.ReadWrite',
  );

  await importFile('gadgets.json', {
    kind: 'discovery#restDescription',
    name: 'gadgets',
    version: 'v1',
    revision: '20261101',
    rootUrl: 'https://gadgets.googleapis.com/',
    auth: {
      oauth2: { scopes: { 'https://www.googleapis.com/auth/gadgets.readonly': { description: 'See gadgets' } } },
    },
    resources: {
      gadgets: {
        methods: {
          list: {
            id: 'gadgets.gadgets.list',
            httpMethod: 'GET',
            scopes: ['https://www.googleapis.com/auth/gadgets.readonly'],
          },
        },
      },
    },
  });
  const gadgets = catalog().matchGoogle('gadgets', 'gadgets.list');
  expect(gadgets).toMatchObject({ key: 'gadgets.gadgets.list', verb: 'read' });
  expect(catalog().platform('google')?.coveringScopes('delegated', gadgets)).toEqual(['gadgets.readonly']);

  const before = catalog().platform('okta')?.operationCount ?? 0;
  await importFile('okta-openapi.json', {
    openapi: '3.0.3',
    info: { title: 'Okta Admin Management', version: '2026.11.0' },
    paths: {
      '/api/v1/robots/{robotId}': {
        get: { security: [{ apiToken: [] }, { oauth2: ['okta.robots.read', 'okta.users.read'] }] },
      },
    },
  });
  expect(catalog().platform('okta')?.operationCount).toBe(before + 1);
  expect(catalog().platform('okta')?.scope('application', 'okta.robots.read')).toMatchObject({
    tier: null,
    verb: 'read',
  });
  expect((await listed()).files.map(({ kind, inForce }) => [kind, inForce])).toEqual([
    ['entra-permissions', true],
    ['google-discovery', true],
    ['okta-openapi', true],
  ]);
});

test('an own tier changes what is derived, says so wherever the scope is shown, and can be taken back', async () => {
  const sample = startEngine();
  try {
    await sample.engine.handlers['workspace.openSample']({}, {});
    const { db } = sample.engine.context.open();
    const held = db
      .prepare<[], { item: number; scope: string; tier_rank: number; statement: string }>(
        `SELECT item, scope, item.tier_rank, statement FROM item_scope JOIN item ON item.id = item
         WHERE scope = 'User.Read' AND item.tier_rank < 4 AND item.kind <> 'application' ORDER BY item.key LIMIT 1`,
      )
      .get();
    if (held === undefined) throw new Error('the sample has no such item');
    const request = {
      platform: 'entra',
      kind: 'delegated',
      scope: 'User.Read',
      reason: 'Names of staff are secret here.',
    } as const;
    const digest = sample.engine.context.catalog().digest;
    const after = await sample.engine.handlers['catalog.override']({ ...request, tier: 4 }, {});
    expect(after.overrides).toMatchObject([
      { scope: 'User.Read', tier: 4, was: 1, by: 'Sample reviewer', inForce: true },
    ]);
    expect(sample.engine.context.catalog().digest).not.toBe(digest);
    const shown = itemScopes(db, held.item).find(({ scope }) => scope === 'User.Read');
    expect(shown).toMatchObject({ tier: 4, tierOverride: { was: 1, reason: request.reason } });
    expect(shown?.statement).toMatch(/Tier 4, 1 in the catalog: Names of staff are secret here\.$/);
    const rank = () =>
      db.prepare<[number], { tier_rank: number }>('SELECT tier_rank FROM item WHERE id = ?').get(held.item)?.tier_rank;
    expect(rank()).toBe(4);
    await expect(sample.engine.handlers['catalog.override']({ ...request, tier: 4 }, {})).rejects.toThrow(
      /has tier 4 already/,
    );

    // A second one takes the place of the first and still says what the catalog says.
    const second = await sample.engine.handlers['catalog.override']({ ...request, tier: 2 }, {});
    expect(second.overrides.map(({ tier, was, inForce }) => [tier, was, inForce])).toEqual([
      [2, 1, true],
      [4, 1, false],
    ]);
    const overrideId = second.overrides[0]?.overrideId ?? 0;
    await sample.engine.handlers['catalog.revoke']({ overrideId, reason: 'Agreed with the owner.' }, {});
    expect(sample.engine.context.catalog().digest).toBe(digest);
    expect(rank()).toBe(held.tier_rank);
    expect(itemScopes(db, held.item).find(({ scope }) => scope === 'User.Read')?.statement).toBe(held.statement);
    await expect(sample.engine.handlers['catalog.revoke']({ overrideId, reason: 'Twice.' }, {})).rejects.toThrow(
      /not in force/,
    );
    await expect(
      sample.engine.handlers['catalog.override']({ ...request, scope: 'No.Such', tier: 1 }, {}),
    ).rejects.toThrow(/Neither the catalog nor a grant/);
    const { chain } = await sample.engine.handlers['journal.state']({}, {});
    expect(chain.ok).toBe(true);
  } finally {
    await sample.dispose();
  }
});

test('each case sees its own catalog, also after it is opened again', async () => {
  const { digest } = catalog();
  await importFile('newer.json', edition('okta', { asOf: '2027-01-15' }));
  const changed = catalog().digest;
  const { path } = started.engine.context.open();
  await started.engine.handlers['workspace.close']({}, {});
  expect(catalog().digest).toBe(digest);
  await started.engine.handlers['workspace.open']({ token: started.files.register(path) }, {});
  expect(catalog().digest).toBe(changed);
});

test('the case keeps what was added and decided: rows cannot be rewritten or deleted', async () => {
  await importFile('newer.json', edition('okta', { asOf: '2027-01-15' }));
  await call('catalog.override')(
    { platform: 'okta', kind: 'delegated', scope: 'okta.users.read', tier: 4, reason: 'R' },
    {},
  );
  const { db } = started.engine.context.open();
  expect(() => db.exec(`UPDATE catalog_overlay SET content = '{}'`)).toThrow(/cannot be rewritten/);
  expect(() => db.exec('DELETE FROM catalog_overlay')).toThrow(/are kept/);
  expect(() => db.exec('UPDATE tier_override SET tier = 1')).toThrow(/cannot be rewritten/);
  expect(() => db.exec('DELETE FROM tier_override')).toThrow(/are kept/);
});
