import { expect, test } from 'vitest';
import { rematch } from '../../../electron/engine/derive/observed-operations.ts';
import { catalog, platform } from './fixtures.ts';

/** Address as the System Log gives it (without a method), template, scopes. */
const CHANGES = [
  ['/api/v1/users/00u1abcd2345/lifecycle/suspend', '/api/v1/users/{}/lifecycle/suspend', ['okta.users.manage']],
  ['/api/v1/users', '/api/v1/users', ['okta.users.manage']],
  ['/api/v1/users/alice@example.com', '/api/v1/users/{}', ['okta.users.manage']],
  ['/api/v1/groups/00g1/users/00u1', '/api/v1/groups/{}/users/{}', ['okta.groups.manage']],
  ['/api/v1/groups', '/api/v1/groups', ['okta.groups.manage']],
  ['/api/v1/apps', '/api/v1/apps', ['okta.apps.manage']],
  ['/api/v1/policies', '/api/v1/policies', ['okta.policies.manage']],
  ['/api/v1/zones/nzo1', '/api/v1/zones/{}', ['okta.networkZones.manage']],
  ['/api/v1/idps', '/api/v1/idps', ['okta.idps.manage']],
  ['/api/v1/sessions/101W', '/api/v1/sessions/{}', ['okta.sessions.manage']],
  [
    '/api/v1/authorizationServers/aus1/policies',
    '/api/v1/authorizationServers/{}/policies',
    ['okta.authorizationServers.manage'],
  ],
  ['/api/v1/users/00u1/factors', '/api/v1/users/{}/factors', ['okta.users.manage']],
  ['/api/v1/users/00u1/roles', '/api/v1/users/{}/roles', ['okta.roles.manage']],
  ['/api/v1/eventHooks', '/api/v1/eventHooks', ['okta.eventHooks.manage']],
  ['/api/v1/trustedOrigins?after=1', '/api/v1/trustedOrigins', ['okta.trustedOrigins.manage']],
] as const;

test.each(CHANGES)('%s', (uri, key, scopes) => {
  const match = catalog().matchOkta('', uri);
  expect(match).toMatchObject({ key, quality: 'folded', verb: 'write' });
  expect(platform('okta').coveringScopes('delegated', match)).toEqual(scopes);
  expect(platform('okta').coveringScopes('application', match)).toEqual(scopes);
  expect(rematch(catalog(), 'okta', key).setIndex).toBe(match.setIndex);
});

test.each([
  ['GET', '/api/v1/users', ['okta.users.manage', 'okta.users.read']],
  ['GET', '/api/v1/users/00u1', ['okta.users.manage', 'okta.users.read']],
  ['GET', '/api/v1/logs?since=2026-01-01', ['okta.logs.read']],
  ['GET', '/api/v1/groups', ['okta.groups.manage', 'okta.groups.read']],
  ['GET', '/api/v1/apps/0oa1', ['okta.apps.manage', 'okta.apps.read']],
  ['GET', '/api/v1/users/00u1/roles', ['okta.roles.manage', 'okta.roles.read']],
  ['DELETE', '/api/v1/users/00u1', ['okta.users.manage']],
] as const)('%s %s', (method, uri, scopes) => {
  const match = catalog().matchOkta(method, `https://acme.okta.com${uri}`);
  expect(match.quality).toBe('exact');
  expect(platform('okta').coveringScopes('application', match)).toEqual(scopes);
  expect(rematch(catalog(), 'okta', match.key).setIndex).toBe(match.setIndex);
});

test('a call that needs two scopes names the one beside it', () => {
  const match = catalog().matchOkta('POST', '/api/v1/apps/0oa1/group-push/mappings');
  expect(platform('okta').companionScopes('application', match, 'okta.apps.manage')).toEqual(['okta.groups.manage']);
});

test.each([
  // Its changing methods need different scopes, so without a method nothing is told.
  ['', '/api/v1/idps/0oa1/users/00u1', '/{}/{}/{}/{}/{}/{}', false],
  ['', '/login/token/redirect', '/{}/{}/{}', false],
  ['GET', '/api/v1/secret-new-thing/00u1abcd', 'GET /api/v1/{}/{}', true],
])('unknown: %s %s', (method, uri, _key, hasWords) => {
  const match = catalog().matchOkta(method, uri);
  expect(match).toMatchObject({ quality: 'none', setIndex: null });
  expect(match.key).not.toMatch(/0oa1|00u1|secret/);
  expect(match.key.includes('api')).toBe(hasWords || uri.startsWith('/api'));
  expect(rematch(catalog(), 'okta', match.key)).toEqual(match);
});

test.each([
  ['user.lifecycle.suspend', ['okta.users.manage'], 'folded'],
  ['user.session.clear', ['okta.sessions.manage', 'okta.users.manage'], 'exact'],
  ['user.account.privilege.grant', ['okta.roles.manage'], 'folded'],
  ['group.user_membership.add', ['okta.groups.manage'], 'folded'],
  ['application.lifecycle.deactivate', ['okta.apps.manage'], 'folded'],
  ['policy.rule.update', ['okta.policies.manage'], 'folded'],
  ['system.api_token.create', ['okta.apiTokens.manage'], 'folded'],
] as const)('event %s', (name, scopes, quality) => {
  const match = catalog().matchEvent('okta', name);
  expect(match).toMatchObject({ key: `okta:${name}`, quality, verb: 'write', isEvent: true });
  expect(platform('okta').coveringScopes('delegated', match)).toEqual(scopes);
});
