import { expect, test } from 'vitest';
import { rematch } from '../../../electron/engine/derive/observed-operations.ts';
import { catalog, platform } from './fixtures.ts';

type Row = readonly [
  call: string,
  key: string,
  quality: string,
  /** OAuth scopes that allow the call in every case. */
  delegated: readonly string[],
  application: readonly string[],
  /** OAuth scopes that suffice for a public repository, or are needed only for a private one. */
  conditional?: { readonly sufficient?: readonly string[]; readonly perhapsNeeded?: readonly string[] },
];

const perm = (name: string, ...levels: string[]) => levels.map((level) => `${name}:${level}`);
const PRIVATE_REPO = { perhapsNeeded: ['repo'] };
const PUBLIC_REPO = { sufficient: ['public_repo'] };
const ORG_READ = ['admin:org', 'read:org', 'write:org'];

/** Read off the rows of the table by hand: scopes listed and everything above them. */
const ROWS: readonly Row[] = [
  [
    'GET /repos/acme/billing',
    'GET /repos/{owner}/{repo}',
    'exact',
    [],
    perm('metadata', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'GET /repos/acme/billing/issues/17',
    'GET /repos/{owner}/{repo}/issues/{id}',
    'exact',
    [],
    perm('issues', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'GET /repositories/:repository_id/issues',
    'GET /repos/{owner}/{repo}/issues',
    'folded',
    [],
    perm('issues', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'POST /repos/acme/billing/issues',
    'POST /repos/{owner}/{repo}/issues',
    'exact',
    ['repo'],
    perm('issues', 'write'),
    PUBLIC_REPO,
  ],
  [
    'POST /repositories/1296269/pulls',
    'POST /repos/{owner}/{repo}/pulls',
    'folded',
    ['repo'],
    perm('pull_requests', 'write'),
    PUBLIC_REPO,
  ],
  [
    'PUT /repos/acme/billing/contents/src/deep/main.ts',
    'PUT /repos/{owner}/{repo}/contents/{path}',
    'folded',
    ['repo'],
    perm('contents', 'write'),
  ],
  [
    'GET /repos/acme/billing/contents/README.md?ref=main',
    'GET /repos/{owner}/{repo}/contents/{path}',
    'exact',
    [],
    perm('contents', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'DELETE /repos/acme/billing',
    'DELETE /repos/{owner}/{repo}',
    'exact',
    ['delete_repo'],
    perm('administration', 'write'),
  ],
  [
    'PUT /repos/acme/billing/pulls/3/merge',
    'PUT /repos/{owner}/{repo}/pulls/{id}/merge',
    'exact',
    ['repo'],
    perm('contents', 'write'),
    PUBLIC_REPO,
  ],
  [
    'POST /repos/acme/billing/statuses/6dcb09b5b57875f334f61aebed695e2e4193db5e',
    'POST /repos/{owner}/{repo}/statuses/{ref}',
    'exact',
    ['repo', 'repo:status'],
    perm('statuses', 'write'),
  ],
  [
    'GET /repos/acme/billing/commits/6dcb09b/statuses',
    'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
    'exact',
    [],
    perm('statuses', 'read', 'write'),
    { perhapsNeeded: ['repo', 'repo:status'] },
  ],
  [
    'POST /repos/acme/billing/hooks',
    'POST /repos/{owner}/{repo}/hooks',
    'exact',
    ['admin:repo_hook', 'repo', 'write:repo_hook'],
    perm('repository_hooks', 'write'),
  ],
  [
    'GET /repos/acme/billing/hooks',
    'GET /repos/{owner}/{repo}/hooks',
    'exact',
    ['admin:repo_hook', 'read:repo_hook', 'repo', 'write:repo_hook'],
    perm('repository_hooks', 'read', 'write'),
  ],
  [
    'GET /repos/acme/billing/code-scanning/alerts',
    'GET /repos/{owner}/{repo}/code-scanning/alerts',
    'exact',
    ['repo', 'security_events'],
    perm('security_events', 'read', 'write'),
    PUBLIC_REPO,
  ],
  [
    'PATCH /repos/acme/billing/code-scanning/alerts/42',
    'PATCH /repos/{owner}/{repo}/code-scanning/alerts/{id}',
    'exact',
    ['repo', 'security_events'],
    perm('security_events', 'write'),
    PUBLIC_REPO,
  ],
  [
    'POST /repos/acme/billing/deployments',
    'POST /repos/{owner}/{repo}/deployments',
    'exact',
    ['repo', 'repo_deployment'],
    perm('deployments', 'write'),
  ],
  [
    'POST /repos/acme/billing/actions/workflows/ci.yml/dispatches',
    'POST /repos/{owner}/{repo}/actions/workflows/{id}/dispatches',
    'exact',
    ['repo'],
    perm('actions', 'write'),
  ],
  [
    'PUT /repos/acme/billing/actions/secrets/DEPLOY_KEY',
    'PUT /repos/{owner}/{repo}/actions/secrets/{name}',
    'exact',
    ['repo'],
    perm('secrets', 'write'),
  ],
  [
    'GET /repos/acme/billing/tarball/main',
    'GET /repos/{owner}/{repo}/tarball/{path}',
    'exact',
    [],
    perm('contents', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'GET /orgs/acme/members/octocat',
    'GET /orgs/{org}/members/{user}',
    'exact',
    [],
    perm('members', 'read', 'write'),
    { perhapsNeeded: ORG_READ },
  ],
  [
    'PUT /orgs/acme/memberships/octocat',
    'PUT /orgs/{org}/memberships/{user}',
    'exact',
    ['admin:org', 'write:org'],
    perm('members', 'write'),
  ],
  [
    'GET /orgs/acme/actions/secrets/public-key',
    'GET /orgs/{org}/actions/secrets/public-key',
    'exact',
    ['admin:org'],
    perm('organization_secrets', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'GET /orgs/acme/actions/secrets/NPM_TOKEN',
    'GET /orgs/{org}/actions/secrets/{name}',
    'exact',
    ['admin:org'],
    perm('organization_secrets', 'read', 'write'),
    PRIVATE_REPO,
  ],
  [
    'GET /orgs/acme/audit-log?phrase=x',
    'GET /orgs/{org}/audit-log',
    'exact',
    ['audit_log', 'read:audit_log'],
    perm('organization_administration', 'read', 'write'),
  ],
  ['POST /orgs/acme/repos', 'POST /orgs/{org}/repos', 'exact', ['repo'], perm('administration', 'write'), PUBLIC_REPO],
  [
    'DELETE /orgs/acme/packages/npm/left-pad',
    'DELETE /orgs/{org}/packages/{type}/{name}',
    'exact',
    ['delete:packages', 'read:packages', 'write:packages'],
    [],
  ],
  ['GET /user/keys', 'GET /user/keys', 'exact', ['admin:public_key', 'read:public_key', 'write:public_key'], []],
  ['DELETE /user/keys/1234', 'DELETE /user/keys/{id}', 'exact', ['admin:public_key'], []],
  ['GET /user/emails', 'GET /user/emails', 'exact', ['user', 'user:email'], []],
  ['POST /gists', 'POST /gists', 'exact', ['gist'], []],
  ['GET /gists/public', 'GET /gists/public', 'exact', [], []],
  ['GET /gists/aa5a315d61ae9438b18d', 'GET /gists/{id}', 'exact', [], []],
  ['HEAD /user/repos', 'GET /user/repos', 'exact', [], [], PRIVATE_REPO],
  ['GET https://github.example.com/api/v3/notifications', 'GET /notifications', 'exact', ['notifications', 'repo'], []],
];

test.each(ROWS.map((row) => ({ call: row[0], row })))('$call', ({ call, row }) => {
  const [, key, quality, delegated, application, conditional = {}] = row;
  const [method = '', route = ''] = call.split(' ');
  const match = catalog().matchGitHub(method, route);
  const github = platform('github');
  expect(match).toMatchObject({ key, quality });
  expect(github.coveringScopes('delegated', match)).toEqual(delegated);
  expect(github.coveringScopes('application', match)).toEqual(application);
  const { sufficient = [], perhapsNeeded = [] } = conditional;
  expect(github.conditionalScopes('delegated', match)).toEqual({ sufficient, perhapsNeeded });
  expect(github.conditionalScopes('application', match)).toEqual({ sufficient: [], perhapsNeeded: [] });
  expect(rematch(catalog(), 'github', key)).toMatchObject({ key, setIndex: match.setIndex });
});

test('which permission of an app a call needs is derived for every route, scopes only where a rule says so', () => {
  const match = catalog().matchGitHub('DELETE', '/repos/acme/billing');
  expect(platform('github').isDerived('application', match)).toBe(true);
  expect(platform('github').isDerived('delegated', match)).toBe(false);
  const byRule = catalog().matchGitHub('POST', '/repos/acme/billing/issues');
  expect(platform('github').isDerived('delegated', byRule)).toBe(true);
});

test('a call that needs two scopes names what is needed beside each', () => {
  const match = catalog().matchGitHub('DELETE', '/orgs/acme/packages/npm/left-pad');
  const beside = (id: string) => platform('github').companionScopes('delegated', match, id);
  expect(beside('delete:packages')).toEqual(['read:packages']);
  expect(beside('read:packages')).toEqual(['delete:packages']);
});

test.each([
  ['GET', '/repos/acme/billing/no-such-thing/17', 'GET /repos/{owner}/{repo}/no-such-thing/{id}'],
  ['PATCH', '/repos/acme/billing/pulls/3/merge', 'PATCH /repos/{owner}/{repo}/pulls/{id}/merge'],
  ['POST', '/graphql', 'POST /graphql'],
])('unknown: %s %s is kept without names and ids', (method, route, key) => {
  const match = catalog().matchGitHub(method, route);
  expect(match).toMatchObject({ key, quality: 'none', setIndex: null });
  expect(rematch(catalog(), 'github', key)).toEqual(match);
});

test('every listed route matches itself, as people write it and as it is stored', () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  for (const route of ['/repos/{}/{}/branches/{}/protection', '/orgs/{}/teams/{}/repos', '/user/installations']) {
    const found = methods.flatMap((method) => {
      const match = catalog().matchGitHub(method, route.replaceAll('{}', 'x1'));
      return match.setIndex === null ? [] : [match];
    });
    expect(found.length).toBeGreaterThan(0);
    for (const match of found) expect(rematch(catalog(), 'github', match.key).setIndex).toBe(match.setIndex);
  }
});
