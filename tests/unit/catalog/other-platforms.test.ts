import { expect, test } from 'vitest';
import { assessScopes } from '../../../electron/engine/catalog/coverage.ts';
import { narrowerScope } from '../../../electron/engine/catalog/narrower.ts';
import type {
  GrantKind,
  LogCoverage,
  ObservedOperation,
  OperationMatch,
  ScopeAssessment,
} from '../../../electron/engine/catalog/types.ts';
import { catalog, fullWindow, NEED_FROM, NEED_TO, platform, scopes } from './fixtures.ts';

function seen(match: OperationMatch, counts: Partial<ObservedOperation> = {}): ObservedOperation {
  const at = NEED_FROM + 86_400_000;
  return { key: match.key, match, succeeded: 1, denied: 0, attempted: 0, first: at, last: at, people: [], ...counts };
}

const route = (text: string, counts: Partial<ObservedOperation> = {}) => {
  const [method = '', path = ''] = text.split(' ');
  return seen(catalog().matchGitHub(method, path), counts);
};
const event = (source: string, name: string, counts: Partial<ObservedOperation> = {}) =>
  seen(catalog().matchEvent(source, name), counts);

function assess(
  name: string,
  kind: GrantKind,
  granted: readonly string[],
  operations: readonly ObservedOperation[],
  logs: readonly LogCoverage[],
): ScopeAssessment {
  return assessScopes({
    catalog: platform(name),
    kind,
    granted: scopes(name, kind, ...granted),
    operations,
    window: { logs, needFrom: NEED_FROM, needTo: NEED_TO },
    attributable: true,
  });
}

const whole = (log: string): LogCoverage[] => [...fullWindow(log).logs];
const statuses = (result: ScopeAssessment) =>
  Object.fromEntries(
    result.scopes.map(({ scope, status, reason }) => [scope.id, reason ? `${status}: ${reason}` : status]),
  );

test('GitHub: reading a repository proves the scope for private ones neither used nor not seen', () => {
  const read = route('GET /repos/acme/billing/issues');
  const result = assess('github', 'delegated', ['repo', 'gist'], [read], whole('github.audit'));
  expect(statuses(result)).toEqual({ repo: 'not-observable: not-attributable', gist: 'not-seen-full' });
  expect(result.scopes[0]?.explanation).toContain('whether the repository is public');
  expect(result.unattributable).toEqual([read]);
  expect(result.uncovered).toEqual([]);
  const denied = route('GET /repos/acme/billing/issues', { succeeded: 0, denied: 3 });
  expect(statuses(assess('github', 'delegated', ['repo'], [denied], whole('github.audit')))).toEqual({
    repo: 'not-seen-full',
  });
});

test('GitHub: a write that public_repo might have sufficed for is credited to repo, and proves nothing of public_repo', () => {
  const write = route('POST /repos/acme/billing/issues');
  const both = assess('github', 'delegated', ['repo', 'public_repo'], [write], whole('github.audit'));
  expect(statuses(both)).toEqual({ repo: 'observed', public_repo: 'not-observable: not-attributable' });
  expect(both.scopes[0]).toMatchObject({ need: 'sole', credited: ['POST /repos/{owner}/{repo}/issues'] });
  // With public_repo alone the success itself shows that the repository was public.
  const alone = assess('github', 'delegated', ['public_repo'], [write], whole('github.audit'));
  expect(statuses(alone)).toEqual({ public_repo: 'observed' });
  const [repo] = scopes('github', 'delegated', 'repo');
  expect(repo && narrowerScope(platform('github'), 'delegated', repo, [write])).toBeUndefined();
});

test('GitHub: two scopes that a call needs together are both used', () => {
  const call = route('DELETE /orgs/acme/packages/npm/left-pad');
  const result = assess('github', 'delegated', ['delete:packages', 'read:packages'], [call], whole('github.audit'));
  expect(statuses(result)).toEqual({ 'delete:packages': 'observed', 'read:packages': 'observed' });
  expect(result.smallestSet).toEqual(['delete:packages', 'read:packages']);
});

test('GitHub: the secrets of an organization need admin:org for sure, repo only perhaps', () => {
  const call = route('GET /orgs/acme/actions/secrets/public-key');
  expect(statuses(assess('github', 'delegated', ['admin:org', 'repo'], [call], whole('github.audit')))).toEqual({
    'admin:org': 'observed',
    repo: 'not-observable: not-attributable',
  });
});

test('GitHub: GraphQL calls may have used anything', () => {
  const result = assess('github', 'delegated', ['gist', 'read:org'], [route('POST /graphql')], whole('github.audit'));
  expect(statuses(result)).toEqual({
    gist: 'not-observable: not-attributable',
    'read:org': 'not-observable: not-attributable',
  });
  expect(result.unattributable).toHaveLength(1);
});

test('GitHub: permissions of an app are derived, so silence about them is never complete', () => {
  const result = assess(
    'github',
    'application',
    ['issues:write', 'contents:read', 'issues:read'],
    [route('POST /repos/acme/billing/issues')],
    whole('github.audit'),
  );
  expect(statuses(result)).toEqual({
    'issues:write': 'observed',
    'contents:read': 'not-seen-partial',
    'issues:read': 'not-seen-partial',
  });
  expect(result.scopes[0]).toMatchObject({ isDerived: true });
  expect(result.scopes[1]?.gaps).toMatchObject([
    { why: 'blind-spot', text: expect.stringContaining('derived by rule') },
  ]);
});

test('GitHub: an export without API requests shows single events only, and says so', () => {
  const [log] = whole('github.audit');
  const audit: LogCoverage[] = log ? [{ ...log, grade: 'Q2' }] : [];
  const result = assess(
    'github',
    'delegated',
    ['repo', 'gist', 'delete_repo'],
    [event('github', 'repo.destroy'), event('github', 'repo.transfer_start', { succeeded: 0, denied: 1 })],
    audit,
  );
  expect(statuses(result)).toEqual({
    repo: 'denied-only',
    gist: 'not-observable: log-not-supplied',
    delete_repo: 'observed',
  });
  expect(result.scopes[2]).toMatchObject({ isByEvents: true, matchQuality: 'exact' });
});

test('events prove the one granted scope of a row, and of several none', () => {
  const push = event('github', 'git.push');
  expect(statuses(assess('github', 'delegated', ['repo'], [push], whole('github.audit')))).toEqual({
    repo: 'observed',
  });
  const several = assess('github', 'delegated', ['repo', 'workflow'], [push], whole('github.audit'));
  expect(statuses(several)).toEqual({
    repo: 'not-observable: not-attributable',
    workflow: 'not-observable: not-attributable',
  });
  expect(several.scopes[0]?.explanation).toContain('one of several grants');
  // Of two that include each other the smaller one is credited.
  const nested = assess('google', 'delegated', ['drive', 'drive.readonly'], [event('drive', 'view')], []);
  expect(nested.scopes.map(({ need }) => need)).toEqual(['redundant', 'chosen']);
});

test('mail read through Graph or Exchange: the unified audit log cannot tell which', () => {
  const read = event('exchange', 'MailItemsAccessed');
  const graph = scopes('entra', 'application', 'Mail.Read');
  const exchange = platform('entra').resolveScope(
    '00000002-0000-0ff1-ce00-000000000000',
    'application',
    'full_access_as_app',
  );
  const input = {
    catalog: platform('entra'),
    kind: 'application' as const,
    operations: [read],
    window: fullWindow('m365.ual'),
    attributable: true,
  };
  expect(assessScopes({ ...input, granted: [exchange] }).scopes).toMatchObject([
    { status: 'observed', isByEvents: true },
  ]);
  expect(assessScopes({ ...input, granted: [...graph, exchange] }).scopes).toMatchObject([
    { status: 'not-observable', reason: 'not-attributable' },
    { status: 'not-observable', reason: 'not-attributable' },
  ]);
});

test('silence of an event log is never complete, and a log of changes says nothing about reading', () => {
  const ual = assess('entra', 'delegated', ['Mail.Read', 'Calendars.Read'], [], whole('m365.ual'));
  expect(statuses(ual)).toEqual({
    'Mail.Read': 'not-seen-partial',
    'Calendars.Read': 'not-observable: log-not-supplied',
  });
  const okta = assess('okta', 'application', ['okta.users.manage', 'okta.users.read'], [], whole('okta.syslog'));
  expect(statuses(okta)).toEqual({
    'okta.users.manage': 'not-seen-partial',
    'okta.users.read': 'not-observable: no-such-log',
  });
  expect(okta.scopes[0]?.gaps.map(({ text }) => text)).toContain('The Okta System Log does not record reading');
  const slack = assess('slack', 'application', ['files:write', 'files:read'], [], whole('slack.audit'));
  expect(statuses(slack)).toEqual({
    'files:write': 'not-seen-partial',
    'files:read': 'not-observable: no-such-log',
  });
});

test('Salesforce: the smallest area that allows a call is credited, the type of a call alone proves the API', () => {
  const area = (name: string) => seen(catalog().matchSalesforce(name));
  const feeds = area('RestApi GET /services/data/v*/chatter/feeds/news/me');
  const result = assess(
    'salesforce',
    'delegated',
    ['api', 'chatter_api', 'wave_api'],
    [feeds],
    whole('sf.elf.RestApi'),
  );
  expect(result.scopes.map(({ status, need }) => [status, need])).toEqual([
    ['observed', 'redundant'],
    ['observed', 'chosen'],
    ['not-seen-full', undefined],
  ]);
  const bulk = area('BulkApi2 query Account');
  expect(statuses(assess('salesforce', 'delegated', ['api', 'web'], [bulk], whole('sf.elf.BulkApi2')))).toEqual({
    api: 'observed',
    web: 'not-observable: no-such-log',
  });
});

test('what the catalog ties to no scope of the kind is listed, not blamed on the grant list', () => {
  const known = route('GET /gists/public');
  const onlyOAuth = event('github', 'git.clone');
  const unknown = event('github', 'copilot.something_new');
  const result = assess('github', 'application', ['issues:read'], [known, onlyOAuth, unknown], whole('github.audit'));
  expect(result.unmatched).toEqual([known, onlyOAuth, unknown]);
  expect(result.uncovered).toEqual([]);
});

test('a gap downgrades what only that log can show, not what another log shows in full', () => {
  const graph = whole('m365.graphactivity');
  const day = (offset: number) => new Date(NEED_FROM + offset * 86_400_000).toISOString().slice(0, 10);
  const ual = whole('m365.ual').map((log) => ({ ...log, missingDays: [day(3), day(4)] }));
  const granted = ['Mail.Read', 'Calendars.Read', 'Files.Read'];
  expect(statuses(assess('entra', 'delegated', granted, [], [...graph, ...ual]))).toEqual({
    'Mail.Read': 'not-seen-full',
    'Calendars.Read': 'not-seen-full',
    'Files.Read': 'not-seen-full',
  });
  const broken = graph.map((log) => ({ ...log, missingDays: [day(10)] }));
  const result = assess('entra', 'delegated', granted, [], [...broken, ...whole('m365.ual')]);
  expect(new Set(result.scopes.map(({ status }) => status))).toEqual(new Set(['not-seen-partial']));
  expect(result.scopes[1]).toMatchObject({ judgedBy: 'm365.graphactivity', gaps: [{ days: [day(10)] }] });
});

test('Salesforce: a gap in one file type downgrades only what no other type shows', () => {
  const missing = [new Date(NEED_FROM).toISOString().slice(0, 10)];
  const rest = whole('sf.elf.RestApi').map((log) => ({ ...log, missingDays: missing }));
  const granted = ['chatter_api', 'wave_api', 'api'];
  const alone = assess('salesforce', 'delegated', granted, [], rest);
  expect(alone.scopes.map(({ status }) => status)).toEqual(granted.map(() => 'not-seen-partial'));
  const both = assess('salesforce', 'delegated', granted, [], [...rest, ...whole('sf.elf.ApiTotalUsage')]);
  expect(statuses(both)).toEqual({
    chatter_api: 'not-seen-full',
    wave_api: 'not-seen-full',
    api: 'not-seen-partial',
  });
  expect(both.scopes[0]).toMatchObject({ judgedBy: 'sf.elf.ApiTotalUsage' });
});

test('limited scopes: credited only when nothing else is granted, for events as for calls', () => {
  const read = event('sharepoint', 'FileAccessed');
  const alone = assess('entra', 'application', ['Sites.Selected'], [read], []);
  expect(statuses(alone)).toEqual({ 'Sites.Selected': 'observed' });
  const beside = assess('entra', 'application', ['Sites.Selected', 'Files.Read.All'], [read], []);
  expect(beside.scopes.map(({ need, credited }) => [need, credited.length])).toEqual([
    ['redundant', 0],
    ['sole', 1],
  ]);
  const drive = assess('google', 'delegated', ['drive.file', 'drive'], [event('drive', 'upload')], []);
  expect(drive.scopes.map(({ need }) => need)).toEqual(['redundant', 'sole']);
});
