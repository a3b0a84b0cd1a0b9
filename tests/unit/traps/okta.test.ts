import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import { importerById } from '../../../electron/engine/importers/index.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { type EngineCase, importFiles, newCase } from '../engine/engine-case.ts';

const APP = '0oaexampleapp0000001';
const USER = '00uexampleuser000001';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(() => started.dispose());

function file(name: string, content: unknown): string {
  const path = join(started.folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function importOne(path: string, format: string): Promise<ImportSummary> {
  const plan = await inspectFile(started.engine.context, path, 'token');
  expect(plan.format).toBe(format);
  const { imports, failures } = await importFiles(started, [{ path, format }]);
  expect(failures).toEqual([]);
  const [one] = imports;
  if (one === undefined) throw new Error('nothing was imported');
  expect(one.closes).toBe(true);
  return one;
}

function rows(sql: string): unknown[] {
  return started.engine.context.open().db.prepare(sql).raw().all();
}

const GRANTS = `SELECT c.key, item.kind, p.key, s.value FROM consent_grant g JOIN item ON item.id = g.item JOIN connector c ON c.id = g.connector
  JOIN scope_set s ON s.id = g.scope_set LEFT JOIN principal p ON p.id = g.principal ORDER BY 1, 2, 3`;
/** Class 0 use, 4 issue, 8 refresh. */
const TOKENS = `SELECT c.key, class, p.key, count FROM usage u JOIN entity ON entity.ref = u.client JOIN connector c ON c.id = entity.id
  LEFT JOIN reference ON reference.id = u.principal LEFT JOIN entity pe ON pe.ref = u.principal LEFT JOIN principal p ON p.id = pe.id ORDER BY 1, 2, 3`;

function grant(changes: object = {}): object {
  return {
    id: 'oagexample0000000001',
    status: 'ACTIVE',
    created: '2026-02-21T16:54:00.000Z',
    lastUpdated: '2026-02-21T16:54:00.000Z',
    issuer: 'https://example.okta.com',
    clientId: APP,
    scopeId: 'okta.users.read',
    source: 'ADMIN',
    ...changes,
  };
}

function event(uuid: string, eventType: string, changes: object = {}): object {
  return {
    uuid,
    published: '2026-06-01T10:00:00.000Z',
    eventType,
    outcome: { result: 'SUCCESS' },
    actor: { id: APP, type: 'PublicClientApp', alternateId: APP, displayName: 'Example Sync' },
    target: [],
    debugContext: { debugData: {} },
    ...changes,
  };
}

const person = (id: string, address: string, name: string): object => ({
  id,
  type: 'User',
  alternateId: address,
  displayName: name,
});
const instance = { id: APP, type: 'AppInstance', alternateId: 'Example Sync', displayName: 'Example Sync' };

test('trap 4: a grant, token or target that is one object is read like a list of one', async () => {
  const one = await importOne(file('grant.json', grant()), 'okta.grants');
  const token = {
    id: 'oarexample0000000001',
    status: 'ACTIVE',
    created: '2026-03-09T03:18:06.000Z',
    lastUpdated: '2026-03-09T03:18:06.000Z',
    expiresAt: '2026-12-16T03:18:06.000Z',
    issuer: 'https://example.okta.com',
    clientId: APP,
    userId: USER,
    scopes: 'offline_access',
  };
  const refresh = await importOne(file('token.json', token), 'okta.tokens');
  const log = await importOne(
    file(
      'log.json',
      event('u-1', 'app.oauth2.as.consent.grant', {
        actor: person(USER, 'ulla@example.com', 'Ulla'),
        target: instance,
      }),
    ),
    'okta.syslog',
  );
  expect([one.accepted, refresh.accepted, log.accepted]).toEqual([1, 1, 1]);
  expect(rows('SELECT key FROM connector WHERE is_resource_only = 0')).toEqual([[`okta:${APP}`]]);
  expect(rows(GRANTS)).toEqual([
    [`okta:${APP}`, 'delegated-tenant', null, '["okta.users.read"]'],
    [`okta:${APP}`, 'delegated-user', 'ulla@example.com', '["offline_access"]'],
  ]);
});

test('trap 55: people are told apart by id where a blanked export gives one address to all, and names make no people', async () => {
  const consent = (uuid: string, id: string, address: string, name: string): object =>
    event(uuid, 'app.oauth2.as.consent.grant', { actor: person(id, address, name), target: [instance] });
  await importOne(
    file('log.json', [
      consent('u-1', '00uexampleuser000001', 'user@example.com', 'User'),
      consent('u-2', '00uexampleuser000002', 'user@example.com', 'User 2'),
      consent('u-3', '00uexampleuser000002', 'unknown', 'User 3'),
    ]),
    'okta.syslog',
  );
  expect(
    rows(
      'SELECT reference.value, count(*) FROM lifecycle_fact JOIN reference ON reference.id = principal GROUP BY 1 ORDER BY 1',
    ),
  ).toEqual([
    ['00uexampleuser000001', 1],
    ['00uexampleuser000002', 2],
  ]);
  // Every name that an id goes by is kept, and none became a person of its own.
  expect(
    rows('SELECT reference.value, name FROM principal_fact JOIN reference ON reference.id = principal ORDER BY 1, 2'),
  ).toEqual([
    ['00uexampleuser000001', 'User'],
    ['00uexampleuser000002', 'User 2'],
    ['00uexampleuser000002', 'User 3'],
  ]);
});

test('trap 73: the app is the actor and the person stands in the debug data, else in a target', async () => {
  const scopes = { grantedScopes: 'openid, okta.users.read', grantType: 'authorization_code' };
  await importOne(
    file('log.json', [
      event('u-1', 'app.oauth2.token.detect_reuse', {
        target: [person('00uexampleuser000009', 'other@example.com', 'Other')],
        debugContext: { debugData: { ...scopes, userId: USER } },
      }),
      event('u-2', 'app.oauth2.token.detect_reuse', {
        published: '2026-06-01T11:00:00.000Z',
        target: [person('00uexampleuser000002', 'second@example.com', 'Second')],
        debugContext: { debugData: scopes },
      }),
    ]),
    'okta.syslog',
  );
  const lifecycle = rows(
    `SELECT c.key, l.kind, reference.value, s.value FROM lifecycle_fact l JOIN entity ON entity.ref = l.client JOIN connector c ON c.id = entity.id
     JOIN reference ON reference.id = l.principal JOIN scope_set s ON s.id = l.scope_set ORDER BY l.time`,
  );
  expect(lifecycle).toEqual([
    [`okta:${APP}`, 'alert', USER, '["okta.users.read","openid"]'],
    [`okta:${APP}`, 'alert', '00uexampleuser000002', '["okta.users.read","openid"]'],
  ]);
});

test('trap 73: clientId and client_id are one field, and grants of one scope each are one grant', async () => {
  const token = {
    id: 'oarexample0000000001',
    status: 'ACTIVE',
    created: '2026-03-09T03:18:06.000Z',
    lastUpdated: '2026-03-10T03:18:06.000Z',
    expiresAt: '2026-12-16T03:18:06.000Z',
    issuer: 'https://example.okta.com/oauth2/ausexample0000000001',
    userId: USER,
    scopes: ['offline_access', 'car:drive'],
  };
  await importOne(file('apps.json', [{ ...token, clientId: APP }]), 'okta.tokens');
  await importOne(
    file('server.json', [{ ...token, client_id: APP, id: 'oarexample0000000002', userId: '00uexampleuser000002' }]),
    'okta.tokens',
  );
  await importOne(
    file('grants.json', [
      grant(),
      grant({ id: 'oagexample0000000002', scopeId: 'okta.groups.manage' }),
      grant({ id: 'oagexample0000000003', scopeId: 'okta.apps.manage', status: 'REVOKED' }),
      grant({ id: 'oagexample0000000004', clientId: '{clientId}' }),
    ]),
    'okta.grants',
  );
  expect(rows(GRANTS)).toEqual([
    [`okta:${APP}`, 'delegated-tenant', null, '["okta.groups.manage","okta.users.read"]'],
    [`okta:${APP}`, 'delegated-user', USER, '["car:drive","offline_access"]'],
    [`okta:${APP}`, 'delegated-user', '00uexampleuser000002', '["car:drive","offline_access"]'],
  ]);
  expect(rows("SELECT kind, detail FROM lifecycle_fact WHERE kind = 'revoke'")).toEqual([
    ['revoke', 'grant of okta.apps.manage revoked, at the latest at this time'],
  ]);
});

test('trap 73: a list for an app is whole for the app, a list for a person is whole for the person', () => {
  expect(importerById('okta.grants')?.lists).toBe('connector');
  expect(importerById('okta.grants.user')?.lists).toBe('principal');
});

test('trap 74: a refresh token that is granted was issued; refreshing shows as an access token for a refresh token', async () => {
  const debug = (grantType: string): object => ({ debugContext: { debugData: { grantType, userId: USER } } });
  await importOne(
    file('log.json', [
      event('u-1', 'app.oauth2.as.token.grant.refresh_token', debug('authorization_code')),
      event('u-2', 'app.oauth2.token.grant.refresh_token', debug('refresh_token')),
      event('u-3', 'app.oauth2.as.token.grant.access_token', debug('refresh_token')),
      event('u-4', 'app.oauth2.token.grant.access_token', debug('refresh_token')),
      event('u-5', 'app.oauth2.token.grant.access_token', debug('client_credentials')),
      event('u-6', 'app.oauth2.as.token.grant.id_token', debug('refresh_token')),
      event('u-7', 'app.oauth2.as.token.grant.access_token', {
        ...debug('refresh_token'),
        outcome: { result: 'FAILURE' },
      }),
    ]),
    'okta.syslog',
  );
  expect(rows(TOKENS)).toEqual([
    [`okta:${APP}`, 4, USER, 4],
    [`okta:${APP}`, 8, USER, 2],
  ]);
  expect(rows('SELECT kind, result FROM lifecycle_fact')).toEqual([['deny', 1]]);
});

test('trap 75: an API token has no scopes and all rights of its owner, and what is done with it is its use', async () => {
  await importOne(
    file('tokens.json', [
      {
        name: 'HR import',
        userId: USER,
        tokenWindow: 'P30D',
        id: '00Texample0000000001',
        clientName: 'Okta API',
        expiresAt: '2026-12-11T20:38:10.000Z',
        created: '2026-01-09T20:38:10.000Z',
      },
    ]),
    'okta.apitokens',
  );
  await importOne(
    file('log.json', [
      event('u-1', 'user.lifecycle.suspend', {
        actor: person(USER, 'ulla@example.com', 'Ulla'),
        transaction: { id: 'x', detail: { requestApiTokenId: '00Texample0000000001' } },
      }),
      event('u-2', 'user.lifecycle.suspend', { actor: person(USER, 'ulla@example.com', 'Ulla') }),
      event('u-3', 'system.api_token.revoke', {
        published: '2026-06-02T10:00:00.000Z',
        actor: person(USER, 'ulla@example.com', 'Ulla'),
        target: [{ id: '00Texample0000000001', type: 'Token', displayName: 'HR import' }],
      }),
    ]),
    'okta.syslog',
  );
  expect(rows(GRANTS)).toEqual([
    ['okta:00Texample0000000001', 'delegated-user', 'ulla@example.com', '["all rights of the owner"]'],
  ]);
  expect(rows('SELECT p.key, role FROM owner JOIN principal p ON p.id = owner.principal')).toEqual([
    ['ulla@example.com', 'technical'],
  ]);
  expect(rows(TOKENS)).toEqual([['okta:00Texample0000000001', 0, 'ulla@example.com', 1]]);
  expect(rows('SELECT kind FROM lifecycle_fact')).toEqual([['revoke']]);
});

test('trap 29: the console CSV has four targets and no scopes: scopes that are missing are not stated as none', async () => {
  const columns = [
    'timestamp',
    'actor.id',
    'actor.type',
    'actor.alternate_id',
    'actor.display_name',
    'event_type',
    'outcome.result',
    'target0.id',
    'target0.type',
    'target0.alternate_id',
    'target0.display_name',
    'uuid',
  ];
  const cells = [
    '2026-06-15T08:01:00.000Z',
    USER,
    'User',
    'ulla@example.com',
    'Ulla',
    'app.oauth2.as.consent.grant',
    'SUCCESS',
    APP,
    'AppInstance',
    'Example Sync',
    'Example Sync',
    'u-1',
  ];
  await importOne(file('console.csv', `${columns.join(',')}\n${cells.join(',')}\n`), 'okta.syslog');
  expect(rows('SELECT kind, scope_set FROM lifecycle_fact')).toEqual([['consent', null]]);
});

test('a revoked token is no consent taken back: using the app afterwards is no use after a revocation', async () => {
  const ulla = person(USER, 'ulla@example.com', 'Ulla');
  await importOne(
    file('log.json', [
      event('u-1', 'app.oauth2.as.consent.grant', { actor: ulla, target: [instance] }),
      event('u-2', 'app.oauth2.token.revoke.implicit.user', {
        published: '2026-06-02T10:00:00.000Z',
        actor: ulla,
        target: [instance],
      }),
      event('u-3', 'app.oauth2.as.token.grant.access_token', {
        published: '2026-06-09T10:00:00.000Z',
        debugContext: { debugData: { userId: USER } },
      }),
    ]),
    'okta.syslog',
  );
  const found = "SELECT count(*) FROM finding WHERE rule = 'CS-24' AND outcome = 'finding'";
  expect(rows(found)).toEqual([[0]]);
  await importOne(
    file('later.json', [
      event('u-4', 'app.oauth2.as.consent.revoke.user', {
        published: '2026-06-03T10:00:00.000Z',
        actor: ulla,
        target: [instance],
      }),
    ]),
    'okta.syslog',
  );
  expect(rows(found)).toEqual([[1]]);
});
