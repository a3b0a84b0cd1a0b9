import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseFacts } from '../engine/case-facts.ts';
import { type EngineCase, importFiles, newCase } from '../engine/engine-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = await newCase();
});
afterEach(async () => {
  await started.dispose();
});

function put(name: string, content: object): string {
  const path = join(started.folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function facts(): Record<string, unknown[]> {
  return caseFacts(started.engine.context.open().db);
}

test('trap 68: names stand under type, a service id is a number or a text, scopes have commas, times are texts of seconds', async () => {
  const log = (more: object): object => ({ user_id: 'U0000000A1', user_name: 'alice', date: '1780300800', ...more });
  const logs = [
    log({ app_id: 'A0000000A1', app_type: 'Example Notes', change_type: 'added', scope: 'channels:read,chat:write' }),
    log({ service_id: 1234567890, service_type: 'Example Hook', change_type: 'added', scope: 'incoming-webhook' }),
    log({ service_id: '1234567890', service_type: 'Example Hook', date: '1780387200', change_type: 'disabled' }),
  ];
  const path = put('logs.json', { ok: true, logs, paging: { count: 3, total: 3, page: 1, pages: 1 } });
  const { imports } = await importFiles(started, [{ path, format: 'slack.integrationlogs' }]);
  expect(imports[0]).toMatchObject({ read: 3, accepted: 3 });
  expect(facts()['connectors']).toMatchObject([
    { key: 'slack:A0000000A1', name: 'Example Notes' },
    { key: 'slack:service:1234567890', name: 'Example Hook' },
  ]);
  expect(facts()['grants']).toMatchObject([
    { connector: 'slack:A0000000A1', scopes: '["channels:read","chat:write"]', granted_at: '2026-06-01T08:00:00.000Z' },
    { connector: 'slack:service:1234567890', scopes: '["incoming-webhook"]' },
  ]);
});

test('trap 68: approved, restricted and requested apps are no installations and no grants', async () => {
  const app = (id: string): object => ({
    id,
    name: `Example ${id}`,
    is_app_directory_approved: true,
    is_internal: false,
  });
  const scopes = [{ name: 'channels:history', description: 'Read', is_sensitive: true, token_type: 'bot' }];
  const policy = {
    scopes,
    date_updated: 1_780_300_800,
    last_resolved_by: { actor_id: 'W0000000A1', actor_type: 'user' },
  };
  const files = [
    put('approved.json', { ok: true, approved_apps: [{ app: app('A0000000B1'), ...policy }] }),
    put('restricted.json', { ok: true, restricted_apps: [{ app: app('A0000000C1'), ...policy }] }),
    put('requests.json', {
      ok: true,
      app_requests: [
        {
          id: 'Ar01',
          app: app('A0000000D1'),
          user: { id: 'U0000000A1' },
          team: { id: 'T1' },
          scopes,
          date_created: 1_780_300_800,
        },
      ],
    }),
  ];
  const { imports, failures } = await importFiles(
    started,
    files.map((path) => ({ path, format: 'slack.admin.apps' })),
  );
  expect(failures).toEqual([]);
  expect(imports.map((one) => [one.accepted, one.grants])).toEqual([
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
  expect(facts()['grants']).toEqual([]);
  expect(facts()['lifecycle']).toMatchObject([{ connector: 'slack:A0000000D1', kind: 'request' }]);
  const decisions = started.engine.context
    .open()
    .db.prepare(`SELECT key, "values" ->> 'decision' AS decision FROM register_fact ORDER BY key`)
    .all();
  expect(decisions).toEqual([
    { key: 'A0000000B1', decision: 'approved' },
    { key: 'A0000000C1', decision: 'restricted' },
  ]);
});

test('trap 69: an app of which Slack shows no call is not observable, and never dormant', async () => {
  const actor = { type: 'user', user: { id: 'W0000000A1', name: 'alice', email: 'alice@example.com' } };
  const entry = (day: number, action: string, entity: object): object => ({
    id: `00000000-0000-4000-8000-${String(day).padStart(12, '0')}`,
    date_create: Date.UTC(2026, 0, 1 + day) / 1000,
    action,
    actor,
    entity,
    context: { location: { type: 'workspace', id: 'T1', name: 'Example' }, ip_address: '203.0.113.1' },
  });
  const app = { id: 'A0000000A1', name: 'Example Notes', is_directory_approved: true, scopes: ['channels:history'] };
  // Installed in January, and a log without a gap up to the as-of time in October in which the app does not appear.
  const entries = [
    entry(0, 'app_installed', { type: 'app', app }),
    ...Array.from({ length: 272 }, (_, day) => entry(day + 1, 'file_shared', { type: 'file', file: { id: 'F1' } })),
  ];
  const { imports } = await importFiles(started, [
    { path: put('audit.json', { ok: true, entries }), format: 'slack.audit' },
  ]);
  expect(imports[0]).toMatchObject({ read: 273, accepted: 1, notRelevant: 272 });
  const { db } = started.engine.context.open();
  expect(db.prepare('SELECT covered_days FROM v_log_window').all()).toEqual([{ covered_days: 273 }]);
  expect(facts()['grants']).toMatchObject([{ connector: 'slack:A0000000A1', kind: 'delegated-tenant' }]);
  expect(db.prepare('SELECT scope, status, grade FROM item_scope').all()).toEqual([
    { scope: 'channels:history', status: 'not-observable', grade: 'Q0' },
  ]);
  const outcomes = db.prepare(`SELECT outcome FROM finding WHERE rule = 'CS-16'`).all();
  expect(outcomes).toEqual([{ outcome: 'undeterminable' }]);
});
