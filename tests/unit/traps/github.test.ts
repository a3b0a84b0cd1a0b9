import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { type EngineCase, importFiles, newCase, waitForJob } from '../engine/engine-case.ts';

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

const CONNECTORS = 'SELECT key FROM connector ORDER BY key';
const LIFECYCLE =
  'SELECT c.key, l.kind, l.time FROM lifecycle l JOIN connector c ON c.id = l.connector ORDER BY l.time, l.kind';
const UNATTRIBUTED = 'SELECT kind, reason FROM unattributed_fact ORDER BY time, kind';

function installation(changes: object = {}): object {
  return {
    id: 700101,
    account: { login: 'example-org' },
    app_id: 9001,
    app_slug: 'example-ci',
    target_type: 'Organization',
    repository_selection: 'selected',
    permissions: { contents: 'read', metadata: 'read' },
    created_at: '2026-02-03T08:47:09.000-07:00',
    updated_at: '2026-02-03T08:47:09.000-07:00',
    suspended_at: null,
    ...changes,
  };
}

function entry(action: string, time: unknown, changes: object = {}): object {
  return { '@timestamp': time, action, actor: 'ann-person', org: 'example-org', _document_id: action, ...changes };
}

test('trap 4: one installation, token or credential as a bare object is read like a list of one', async () => {
  const one = await importOne(file('installation.json', installation()), 'github.installations');
  const page = file('page.json', { total_count: 1, installations: installation({ id: 700102, app_id: 9002 }) });
  await importFiles(started, [{ path: page, format: 'github.installations' }]);
  const token = {
    id: 25401,
    owner: { login: 'ann-person' },
    repository_selection: 'all',
    permissions: { repository: { contents: 'read' } },
    access_granted_at: '2026-03-16T08:47:09Z',
    token_id: 98801,
    token_expired: false,
    token_expires_at: null,
  };
  const pat = await importOne(file('token.json', token), 'github.pats');
  expect([one.accepted, pat.accepted]).toEqual([1, 1]);
  expect(rows(CONNECTORS)).toEqual([['github:9001'], ['github:9002'], ['github:pat:98801']]);
});

test('trap 36: the same field in seconds, milliseconds, fractions, ISO with offset and text gives one and the same time', async () => {
  const at = Date.UTC(2026, 2, 1, 5, 28, 5);
  const entries = [
    entry('oauth_authorization.create', at / 1000),
    entry('oauth_authorization.update', at),
    entry('oauth_access.create', String(at)),
    entry('oauth_access.destroy', `${at}.0`),
    entry('oauth_authorization.destroy', '2026-03-01 05:28:05.000'),
    { ...entry('org.oauth_app_access_denied', undefined), created_at: '2026-03-01T06:28:05.000+01:00' },
    { ...entry('org.oauth_app_access_requested', undefined), at_sign_timestamp: '2026-03-01 05:28:05' },
  ].map((one) => ({ ...one, oauth_application_name: 'Example Editor' }));
  const imported = await importOne(file('audit.json', entries), 'github.audit');
  expect(imported).toMatchObject({ read: 7, accepted: 7 });
  const times = rows('SELECT DISTINCT time FROM lifecycle_fact UNION SELECT time FROM event');
  expect(times).toEqual([[at]]);
  // Webhooks write whole seconds, the API ISO 8601 with an offset.
  const webhook = { action: 'created', installation: installation({ created_at: at / 1000 }), sender: { login: 'x' } };
  await importOne(file('webhook.json', webhook), 'github.installations.webhook');
  expect(rows("SELECT time FROM lifecycle_fact WHERE kind = 'install'")).toEqual([[at]]);
});

test('trap 51: tokens that only asked for access are no grants, as a list of requests and in the audit log', async () => {
  const request = {
    id: 25401,
    reason: 'nightly build',
    owner: { login: 'ann-person' },
    repository_selection: 'all',
    permissions: { repository: { contents: 'write' } },
    created_at: '2026-03-16T08:47:09Z',
    token_id: 98801,
    token_expired: false,
    token_expires_at: null,
  };
  const plan = await inspectFile(started.engine.context, file('requests.json', [request]), 'token');
  expect(plan).toMatchObject({ format: null, verdict: 'unusable' });
  expect(plan.reason).toContain('What was requested is not granted');
  await importOne(
    file('audit.json', [
      entry('personal_access_token.request_created', 1772323200000, { token_id: 98801 }),
      entry('integration_installation_request.create', 1772323300000, { integration: 'Example Wish' }),
      entry('org.oauth_app_access_requested', 1772323400000, { oauth_application_name: 'Example Board' }),
    ]),
    'github.audit',
  );
  expect(rows('SELECT kind, count(*) FROM lifecycle_fact GROUP BY kind')).toEqual([['request', 3]]);
  expect(rows('SELECT count(*) FROM grant_fact')).toEqual([[0]]);
});

test('trap 70: app, installation and slug are three names of one app, and an event that names no app makes none', async () => {
  await importOne(
    file('installations.json', {
      installations: [installation(), installation({ id: 700199, account: { login: 'example-lab' } })],
    }),
    'github.installations',
  );
  const call = { programmatic_access_type: 'GitHub App server-to-server token', actor: 'example-ci[bot]' };
  await importOne(
    file('audit.json', [
      entry('integration_installation.version_updated', 1772323200000, { integration: 'Example CI' }),
      entry('api.request', 1772323300000, {
        ...call,
        request_method: 'GET',
        url_path: '/repos/example-org/example/issues/7',
        status_code: 200,
      }),
      entry('oauth_authorization.create', 1772323400000, { user: 'ann-person' }),
      entry('oauth_authorization.destroy', 1772323500000, { oauth_application_name: '-', user: 'ann-person' }),
    ]),
    'github.audit',
  );
  await importOne(
    file('stats.json', [
      {
        subject_type: 'installation',
        subject_id: 700101,
        subject_name: 'example-ci',
        total_request_count: 10,
        rate_limited_request_count: 1,
        last_request_timestamp: '2026-03-02T10:00:00Z',
      },
    ]),
    'github.insights',
  );
  expect(rows(CONNECTORS)).toEqual([['github:9001']]);
  expect(rows('SELECT DISTINCT principal FROM usage')).toEqual([[0]]);
  expect(rows('SELECT class, sum(count) FROM usage_pair GROUP BY class ORDER BY class')).toEqual([
    [0, 10],
    [2, 1],
  ]);
  expect(rows(UNATTRIBUTED)).toEqual([
    ['consent', 'the record names no app'],
    ['revoke', 'the record names no app'],
  ]);
});

test('trap 70: a number is an OAuth app, a GitHub App or a token, and never two of them', async () => {
  await importOne(file('installation.json', installation({ app_id: 777, id: 777 })), 'github.installations');
  await importOne(
    file('audit.json', [
      entry('oauth_authorization.create', 1772323200000, {
        oauth_application_id: 777,
        oauth_application_name: 'Other',
      }),
      entry('api.request', 1772323300000, {
        programmatic_access_type: 'Fine-grained personal access token',
        token_id: 777,
        request_method: 'GET',
        url_path: '/user',
        status_code: 200,
      }),
    ]),
    'github.audit',
  );
  expect(rows(CONNECTORS)).toEqual([['github:777'], ['github:oauth-app:777'], ['github:pat:777']]);
});

test('trap 71: org as text, as a list or empty, in one file, and the choice of repositories as a scope of its own', async () => {
  const orgs = ['example-org', ['example-org', 'example-lab'], [], null];
  const entries = orgs.map((org, index) =>
    entry('oauth_authorization.create', 1772323200000 + index, {
      _document_id: `doc-${index}`,
      org,
      org_id: org === null ? null : Array.isArray(org) ? org.map((_, id) => id) : 1,
      oauth_application_name: 'Example Editor',
    }),
  );
  const imported = await importOne(file('audit.json', entries), 'github.audit');
  expect(imported).toMatchObject({ read: 4, accepted: 4, rejected: 0 });
  await importOne(
    file('installations.json', [
      installation(),
      installation({ id: 700102, app_id: 9002, repository_selection: 'all' }),
    ]),
    'github.installations',
  );
  expect(
    rows(
      'SELECT c.key, s.value FROM consent_grant g JOIN connector c ON c.id = g.connector JOIN scope_set s ON s.id = g.scope_set ORDER BY 1',
    ),
  ).toEqual([
    ['github:9001', '["contents:read","metadata:read","repositories:selected"]'],
    ['github:9002', '["contents:read","metadata:read","repositories:all"]'],
  ]);
});

test('trap 72: revocations and credentials without an app stay unattributed, and one without a time is not dated', async () => {
  const payload = { action: 'revoked', sender: { login: 'ann-person', type: 'User' } };
  const bare = await importOne(file('payload.json', payload), 'github.authorizationrevoked');
  expect(bare).toMatchObject({ read: 1, accepted: 0, rejected: 1 });
  const delivery = { guid: 'd-1', delivered_at: '2026-05-01T10:00:00Z', event: 'github_app_authorization' };
  await importOne(file('delivery.json', [{ ...delivery, ...payload }]), 'github.authorizationrevoked');
  const credential = {
    login: 'ann-person',
    credential_id: 1,
    authorized_credential_id: 2,
    credential_type: 'OAuth app token',
    credential_authorized_at: '2026-05-02T10:00:00Z',
    credential_accessed_at: '2026-05-03T10:00:00Z',
    scopes: ['repo'],
  };
  await importOne(file('credentials.json', [credential]), 'github.credentials');
  expect(rows(CONNECTORS)).toEqual([]);
  expect(rows(UNATTRIBUTED)).toEqual([
    ['revoke', 'the webhook does not say which app lost its authorization'],
    ['consent', 'the list names no app for tokens of apps'],
    ['use', 'the list names no app for tokens of apps'],
  ]);
});

test('trap 72: a credential that only has a name is joined to an app where exactly one fits', async () => {
  const credential = {
    login: 'ann-person',
    credential_id: 1,
    credential_type: 'OAuth app token',
    authorized_credential_title: 'example-ci',
    credential_authorized_at: '2026-05-02T10:00:00Z',
    scopes: ['repo'],
  };
  await importOne(file('credentials.json', [credential]), 'github.credentials');
  expect(rows(CONNECTORS)).toEqual([['github:name:example-ci']]);
  await importOne(file('one.json', installation()), 'github.installations');
  expect(rows(CONNECTORS)).toEqual([['github:9001']]);
});

test('trap 86: a suspended installation keeps its grant and is told as disabled', async () => {
  await importOne(
    file('one.json', installation({ suspended_at: '2026-04-01T10:00:00Z', suspended_by: { login: 'olga-owner' } })),
    'github.installations',
  );
  expect(rows('SELECT key, enabled, in_population FROM connector')).toEqual([['github:9001', 0, 1]]);
  expect(rows(LIFECYCLE)).toEqual([['github:9001', 'disable', Date.UTC(2026, 3, 1, 10)]]);
});

test('routes of an app that the file does not name are given to the app that the user states', async () => {
  const route = {
    http_method: 'GET',
    api_route: '/repositories/:repository_id/issues',
    total_request_count: 7,
    rate_limited_request_count: 2,
    last_request_timestamp: '2026-03-02T10:00:00Z',
    last_rate_limited_timestamp: '2026-03-01T10:00:00Z',
  };
  const path = file('routes.json', [route]);
  const plan = await inspectFile(started.engine.context, path, 'token');
  expect(plan.questions.subject).toContain('installation/954453');
  await importOne(file('one.json', installation()), 'github.installations');
  const order = {
    token: started.files.register(path),
    format: 'github.insights.routes',
    mapping: null,
    system: 'System',
    tenant: 'tenant',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'Erik Extractor',
    method: 'by hand',
    keepCopy: true,
    completeness: 'whole' as const,
    subject: 'https://api.example.com/orgs/example-org/insights/api/route-stats/installation/700101',
  };
  const { jobId } = await started.engine.handlers['imports.run']({ orders: [order] }, {});
  const { imports } = await waitForJob(started, jobId);
  expect(imports[0]).toMatchObject({ accepted: 1, closes: true });
  expect(
    rows(
      'SELECT c.key, o.key, class, count FROM usage_pair u JOIN connector c ON c.id = u.connector JOIN operation o ON o.id = u.operation ORDER BY class',
    ),
  ).toEqual([
    ['github:9001', 'GET /repos/{owner}/{repo}/issues', 0, 5],
    ['github:9001', 'GET /repos/{owner}/{repo}/issues', 2, 2],
  ]);
});
