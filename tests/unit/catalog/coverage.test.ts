import { expect, test } from 'vitest';
import { assessScopes } from '../../../electron/engine/catalog/coverage.ts';
import { narrowerScope } from '../../../electron/engine/catalog/narrower.ts';
import type {
  AssessmentInput,
  GrantKind,
  ObservedOperation,
  ScopeUsage,
} from '../../../electron/engine/catalog/types.ts';
import { NEED_FROM, NEED_TO, call, fullWindow, platform, scopes } from './fixtures.ts';

const DAY = 86_400_000;

function entra(
  kind: GrantKind,
  granted: string[],
  operations: ObservedOperation[],
  more: Partial<AssessmentInput> = {},
) {
  return assessScopes({
    catalog: platform('entra'),
    kind,
    granted: scopes('entra', kind, ...granted),
    operations,
    window: fullWindow('m365.graphactivity'),
    attributable: true,
    ...more,
  });
}

function google(granted: string[], operations: ObservedOperation[], more: Partial<AssessmentInput> = {}) {
  return assessScopes({
    catalog: platform('google'),
    kind: 'delegated',
    granted: scopes('google', 'delegated', ...granted),
    operations,
    window: fullWindow('google.reports.token'),
    attributable: true,
    ...more,
  });
}

function statuses(usages: readonly ScopeUsage[]): Record<string, string> {
  return Object.fromEntries(
    usages.map((usage) => [usage.scope.id, usage.need ? `${usage.status} ${usage.need}` : usage.status]),
  );
}

test('each scope gets its status; sign-in scopes are never "not seen"', () => {
  const result = entra(
    'delegated',
    ['openid', 'offline_access', 'User.Read', 'Mail.Read', 'Mail.Send', 'Files.Read', 'Orders.Read'],
    [
      call('GET /v1.0/me', { succeeded: 5 }),
      call('GET /v1.0/me/messages', { succeeded: 12, denied: 1, people: [7, 3, 7] }),
      call('POST /v1.0/me/sendMail', { succeeded: 0, denied: 2 }),
    ],
  );
  expect(statuses(result.scopes)).toEqual({
    openid: 'persistence',
    offline_access: 'persistence',
    'User.Read': 'observed sole',
    'Mail.Read': 'observed sole',
    'Mail.Send': 'denied-only',
    'Files.Read': 'not-seen-full',
    'Orders.Read': 'not-observable',
  });
  const mail = result.scopes[3];
  expect(mail).toMatchObject({
    succeeded: 12,
    denied: 1,
    matchQuality: 'exact',
    people: [3, 7],
    credited: ['GET /me/messages'],
  });
  expect(result.scopes[4]).toMatchObject({ succeeded: 0, denied: 2, credited: [], first: NEED_FROM + DAY });
  expect(result.scopes[5]).toMatchObject({ gaps: [], unexplainedCalls: 0, first: null });
  expect(result.scopes[6]).toMatchObject({ reason: 'no-mapping' });
  expect(result.smallestSet).toEqual(['Mail.Read', 'User.Read']);
});

test('attempts that neither succeeded nor were denied are no use either', () => {
  const [usage] = entra(
    'delegated',
    ['Mail.Read'],
    [call('GET /v1.0/me/messages', { succeeded: 0, attempted: 4 })],
  ).scopes;
  expect(usage).toMatchObject({ status: 'denied-only', attempted: 4, denied: 0, succeeded: 0 });
});

test('a broad scope covers what a narrow one would: nothing is called unused for want of an equal name', () => {
  const result = entra(
    'delegated',
    ['Mail.ReadWrite', 'Sites.FullControl.All'],
    [call('GET /v1.0/me/messages'), call('GET /v1.0/me/drive/root/children')],
  );
  expect(statuses(result.scopes)).toEqual({
    'Mail.ReadWrite': 'observed sole',
    'Sites.FullControl.All': 'observed sole',
  });
});

test('several grants for one call: the smallest is credited, the other is redundant and says by which', () => {
  const result = entra('delegated', ['Mail.ReadWrite', 'Mail.Read'], [call('GET /v1.0/me/messages')]);
  expect(statuses(result.scopes)).toEqual({ 'Mail.Read': 'observed chosen', 'Mail.ReadWrite': 'observed redundant' });
  expect(result.scopes[0]).toMatchObject({ coveredBy: ['Mail.Read'], credited: [], alsoAllowed: ['GET /me/messages'] });
  expect(result.scopes[1]).toMatchObject({ coveredBy: [], credited: ['GET /me/messages'], alsoAllowed: [] });
});

test('a small scope is redundant when a bigger one is needed anyway', () => {
  const result = entra(
    'delegated',
    ['Mail.ReadWrite', 'Mail.Read'],
    [call('GET /v1.0/me/messages'), call('PATCH /v1.0/me/messages/1')],
  );
  expect(statuses(result.scopes)).toEqual({ 'Mail.ReadWrite': 'observed sole', 'Mail.Read': 'observed redundant' });
  expect(result.scopes[1]).toMatchObject({ coveredBy: ['Mail.ReadWrite'] });
  expect(result.smallestSet).toEqual(['Mail.ReadWrite']);
});

test('a scope for limited data never makes a broad one redundant', () => {
  const result = google(
    ['drive.file', 'drive.readonly', 'gmail.metadata', 'gmail.readonly'],
    [call('drive.files.get'), call('gmail.users.messages.get')],
  );
  expect(statuses(result.scopes)).toEqual({
    'drive.file': 'observed redundant',
    'drive.readonly': 'observed sole',
    'gmail.metadata': 'observed redundant',
    'gmail.readonly': 'observed sole',
  });
  expect(statuses(google(['drive.file'], [call('drive.files.get')]).scopes)).toEqual({ 'drive.file': 'observed sole' });
});

test('calls for someone else are not credited to a scope for one’s own data', () => {
  const granted = ['Files.Read', 'Files.Read.All'];
  const own = entra('delegated', granted, [call('GET /v1.0/me/drive/root/children')]);
  expect(statuses(own.scopes)).toEqual({ 'Files.Read': 'observed chosen', 'Files.Read.All': 'observed redundant' });
  const other = entra('delegated', granted, [call('GET /v1.0/users/7/drive/root/children')]);
  expect(statuses(other.scopes)).toEqual({ 'Files.Read': 'observed redundant', 'Files.Read.All': 'observed sole' });
});

test('a write is credited to a writing scope, and what it cannot do without counts as needed', () => {
  const result = entra(
    'application',
    ['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'Mail.Read'],
    [call('POST /v1.0/servicePrincipals/44/appRoleAssignments')],
  );
  expect(statuses(result.scopes)).toEqual({
    'AppRoleAssignment.ReadWrite.All': 'observed sole',
    'Application.Read.All': 'observed chosen',
    'Mail.Read': 'not-seen-full',
  });
  expect(result.scopes[1]?.credited).toEqual(['POST /serviceprincipals/{}/approleassignments']);
});

test('calls that no grant allows, unknown calls, batch envelopes and subscriptions are kept apart and none is lost', () => {
  const operations = [
    call('GET /v1.0/me/messages', { succeeded: 3 }),
    call('GET /v1.0/auditLogs/signIns', { succeeded: 2 }),
    call('GET /v1.0/unheardOf/1', { succeeded: 4 }),
    call('POST /v1.0/$batch', { succeeded: 9 }),
    call('POST /v1.0/subscriptions', { succeeded: 1 }),
  ];
  const result = entra('delegated', ['Mail.Read', 'Bookings.Read.All', 'Calendars.Read'], operations);
  expect(result.uncovered.map(({ key }) => key)).toEqual(['GET /auditlogs/signins']);
  expect(result.unmatched.map(({ key }) => key)).toEqual(['GET /unheardof/{}']);
  expect(result.containers.map(({ key }) => key)).toEqual(['POST /$batch']);
  expect(result.unattributable.map(({ key }) => key)).toEqual(['POST /subscriptions']);
  expect(statuses(result.scopes)).toEqual({
    'Mail.Read': 'observed sole',
    'Bookings.Read.All': 'not-seen-full',
    'Calendars.Read': 'not-observable',
  });
  expect(result.scopes[1]).toMatchObject({ unexplainedCalls: 6 });
  expect(result.scopes[2]).toMatchObject({ reason: 'not-attributable' });
});

test('a search that several grants allow proves none of them, a search that one allows proves it', () => {
  const search = call('POST /v1.0/search/query');
  const several = entra('delegated', ['Mail.Read', 'Files.Read.All', 'Contacts.Read'], [search]);
  expect(statuses(several.scopes)).toEqual({
    'Mail.Read': 'not-observable',
    'Files.Read.All': 'not-observable',
    'Contacts.Read': 'not-seen-full',
  });
  expect(several.unattributable).toHaveLength(1);
  expect(statuses(entra('delegated', ['Mail.Read', 'Contacts.Read'], [search]).scopes)).toMatchObject({
    'Mail.Read': 'observed sole',
  });
  const failed = entra(
    'delegated',
    ['Mail.Read', 'Files.Read.All'],
    [call('POST /v1.0/search/query', { succeeded: 0, denied: 1 })],
  );
  expect(statuses(failed.scopes)).toEqual({ 'Mail.Read': 'not-seen-full', 'Files.Read.All': 'not-seen-full' });
});

test('evidence that rests on a path above the call is marked weak', () => {
  const [usage] = entra(
    'delegated',
    ['Mail.Read'],
    [call('GET /v1.0/me/mailFolders/1/messages/2/attachments/3')],
  ).scopes;
  expect(usage).toMatchObject({ status: 'observed', matchQuality: 'parent' });
});

test('not seen is only full when the log covers every day', () => {
  const log = 'm365.graphactivity';
  const window = (from: number, to: number, missingDays: string[] = [], name = log) => ({
    logs: [{ log: name, from, to, coveredDays: 1, missingDays }],
    needFrom: NEED_FROM,
    needTo: NEED_TO,
  });
  const usage = (input: Partial<AssessmentInput>) => entra('delegated', ['Mail.Read'], [], input).scopes[0];
  expect(usage({})).toMatchObject({ status: 'not-seen-full', gaps: [] });
  expect(usage({ window: window(NEED_FROM + 3_600_000, NEED_TO - 3_600_000) })?.status).toBe('not-seen-full');
  const late = usage({ window: window(NEED_FROM + 3 * DAY, NEED_TO) });
  expect(late?.status).toBe('not-seen-partial');
  expect(late?.gaps).toMatchObject([{ log, why: 'starts-late', days: ['2026-07-03', '2026-07-05'] }]);
  const early = usage({ window: window(NEED_FROM, NEED_TO - DAY - 1) });
  expect(early?.gaps).toMatchObject([{ why: 'ends-early', days: ['2026-09-30'] }]);
  const holes = usage({ window: window(NEED_FROM, NEED_TO, ['2026-08-02', '2026-08-01', '2025-01-01']) });
  expect(holes).toMatchObject({
    status: 'not-seen-partial',
    gaps: [{ why: 'missing-days', days: ['2026-08-01', '2026-08-02'] }],
  });
  expect(usage({ window: window(NEED_FROM, NEED_TO, [], 'google.reports.token') })).toMatchObject({
    status: 'not-observable',
    reason: 'log-not-supplied',
  });
  expect(usage({ window: { logs: [], needFrom: NEED_FROM, needTo: NEED_TO } })).toMatchObject({
    reason: 'log-not-supplied',
  });
  expect(usage({ attributable: false })).toMatchObject({ status: 'not-observable', reason: 'not-attributable' });
});

test('a scope that can be used beside the log is at best partly covered', () => {
  const [usage] = google(['https://mail.google.com/'], []).scopes;
  expect(usage).toMatchObject({ status: 'not-seen-partial', gaps: [{ why: 'blind-spot' }] });
});

test('sign-in scopes explain user info calls but keep their own status', () => {
  const result = google(
    ['openid', 'userinfo.email', 'calendar.readonly'],
    [call('oauth2.userinfo.get', { succeeded: 40 })],
  );
  expect(result.uncovered).toEqual([]);
  expect(statuses(result.scopes)).toMatchObject({
    openid: 'persistence',
    'userinfo.email': 'persistence',
    'calendar.readonly': 'not-seen-full',
  });
});

test('unrated scopes weigh like tier 3 when the smallest set is chosen', () => {
  const result = entra(
    'delegated',
    ['Directory.Read.All', 'User.Read.All', 'Directory.ReadWrite.All'],
    [call('GET /v1.0/users'), call('GET /v1.0/groups')],
  );
  expect(result.smallestSet).toEqual(['Directory.Read.All']);
  expect(result.method).toBe('exact');
});

test('a narrower scope is proposed only where it still allows every call', () => {
  const modify = scopes('google', 'delegated', 'gmail.modify')[0];
  const mail = scopes('google', 'delegated', 'https://mail.google.com/')[0];
  if (!modify || !mail) throw new Error('missing scope');
  const reads = [call('gmail.users.messages.get'), call('gmail.users.labels.list')];
  const catalog = platform('google');
  expect(narrowerScope(catalog, 'delegated', modify, reads)?.id).toBe('gmail.readonly');
  expect(narrowerScope(catalog, 'delegated', mail, [...reads, call('gmail.users.messages.trash')])?.id).toBe(
    'gmail.modify',
  );
  expect(narrowerScope(catalog, 'delegated', mail, [call('gmail.users.messages.delete')])).toBeUndefined();
  expect(narrowerScope(catalog, 'delegated', modify, [])).toBeUndefined();
});

test('adding an operation never turns an observed scope into anything else, and no operation is lost', () => {
  const pool = [
    'GET /v1.0/me',
    'GET /v1.0/me/messages',
    'PATCH /v1.0/me/messages/1',
    'POST /v1.0/me/sendMail',
    'GET /v1.0/users',
    'GET /v1.0/users/1/messages',
    'POST /v1.0/search/query',
    'POST /v1.0/$batch',
    'POST /v1.0/subscriptions',
    'GET /v1.0/groups/1/members',
    'GET /v1.0/unheardOf/1',
    'GET /v1.0/me/drive/root/children',
    'GET /v1.0/sites/1/lists',
    'DELETE /v1.0/users/1',
    'GET /v1.0/auditLogs/signIns',
  ];
  const names = [
    'openid',
    'offline_access',
    'User.Read',
    'User.Read.All',
    'User.ReadWrite.All',
    'Mail.Read',
    'Mail.ReadWrite',
    'Mail.Send',
    'Files.Read',
    'Files.Read.All',
    'Sites.Read.All',
    'Directory.Read.All',
    'Group.Read.All',
    'Calendars.Read',
    'Orders.Read',
  ];
  const random = seeded(7);
  for (let round = 0; round < 150; round++) {
    const granted = names.filter(() => random() < 0.5);
    const operations: ObservedOperation[] = [];
    let observed = new Set<string>();
    for (let step = 0; step < 8; step++) {
      const text = pool[Math.floor(random() * pool.length)] ?? '';
      const succeeded = random() < 0.7 ? 1 : 0;
      if (operations.some(({ key }) => key === call(text).key)) continue;
      operations.push(call(text, { succeeded, denied: 1 - succeeded }));
      const result = entra('delegated', granted, operations);
      const now = new Set(result.scopes.filter(({ status }) => status === 'observed').map(({ scope }) => scope.id));
      for (const id of observed) expect(now).toContain(id);
      observed = now;
      const kept = new Set([
        ...[...result.uncovered, ...result.unmatched, ...result.unattributable, ...result.containers].map(
          ({ key }) => key,
        ),
        ...result.scopes.flatMap((usage) => [...usage.credited, ...usage.alsoAllowed]),
      ]);
      for (const operation of operations) if (operation.succeeded > 0) expect(kept).toContain(operation.key);
      expect(result.scopes).toHaveLength(granted.length);
      for (const usage of result.scopes) {
        expect(usage.need !== undefined).toBe(usage.status === 'observed');
        if (usage.need === 'redundant') expect(usage.coveredBy.length).toBeGreaterThan(0);
        if (usage.status.startsWith('not-seen')) expect(usage.succeeded).toBe(0);
      }
    }
  }
});

/** A small repeatable generator (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
