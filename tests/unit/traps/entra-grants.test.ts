import { expect, test } from 'vitest';
import {
  activity,
  ANN,
  APP,
  assignment,
  BEN,
  CLIENT,
  csv,
  delegatedGrant,
  EXCHANGE,
  facts,
  FLAT,
  FLAT_ROW,
  grant,
  GRAPH,
  GRAPH_APP,
  importOne,
  inspect,
  OTHER_APP,
  OTHER_CLIENT,
  put,
  rows,
  servicePrincipal,
  SHARED_ROLE,
  useCase,
} from './entra-case.ts';

useCase();

test('trap 6: a column that the header lost says nothing, while an empty cell of a column says no', async () => {
  const without = put('without.csv', csv(FLAT, FLAT_ROW));
  await importOne(without, 'entra.grants.flat');
  expect(facts()['connectors']).toMatchObject([{ publisher_verified: null, enabled: null }]);
  const more = [...FLAT, 'ApplicationStatus', 'VerifiedPublisherId'];
  const within = put('within.csv', csv(more, { ...FLAT_ROW, ApplicationStatus: 'Disabled' }));
  await importOne(within, 'entra.grants.flat');
  expect(facts()['connectors']).toMatchObject([{ publisher_verified: 0, enabled: 0 }]);
});

test('trap 7: a grant for everyone needs no principalId column, one of a person does', async () => {
  const columns = ['clientId', 'consentType', 'id', 'resourceId', 'scope'];
  const line = { clientId: CLIENT, consentType: 'AllPrincipals', id: 'g1', resourceId: GRAPH, scope: 'Mail.Read' };
  const path = put('dropped.csv', csv(columns, line, { ...line, id: 'g2', consentType: 'Principal' }));
  expect((await inspect(path)).format).toBe('entra.grants.graph');
  const { accepted, rejected } = await importOne(path, 'entra.grants.graph');
  expect([accepted, rejected]).toEqual([1, 1]);
  expect(facts()['grants']).toMatchObject([{ kind: 'delegated-tenant', principal: null }]);
});

test('trap 42: the time a service principal was made is not the time of its grant; a consent in the audit log is', async () => {
  await importOne(put('sp.json', [servicePrincipal({ createdDateTime: '2020-01-01T00:00:00Z' })]), 'entra.sp.graph');
  await importOne(put('grants.json', [grant({ scope: 'User.Read' })]), 'entra.grants.graph');
  expect(facts()['grants']).toMatchObject([{ granted_at: null, granted_basis: null }]);
  await importOne(
    put('audit.json', [activity('Add delegated permission grant', delegatedGrant('User.Read'))]),
    'entra.audit',
  );
  expect(facts()['grants']).toMatchObject([
    { granted_at: '2026-09-01T10:00:00.000Z', granted_basis: 'first consent in the audit log' },
  ]);
});

test('trap 43: grants by object id and calls by application id meet when the list of service principals arrives', async () => {
  await importOne(put('grants.json', [grant({ scope: 'User.Read' })]), 'entra.grants.graph');
  const call = {
    TimeGenerated: '2026-09-03T10:00:00Z',
    AppId: APP,
    UserId: ANN,
    RequestMethod: 'GET',
    RequestUri: 'https://graph.microsoft.com/v1.0/me',
    ResponseStatusCode: 200,
    RequestId: 'r1',
    Scopes: 'User.Read',
  };
  await importOne(put('calls.ndjson', `${JSON.stringify(call)}\n`), 'm365.graphactivity');
  const keys = (): unknown[] => rows('SELECT key FROM connector WHERE is_resource_only = 0 ORDER BY key');
  expect(keys()).toEqual([{ key: `entra:${APP}` }, { key: `entra:sp:${CLIENT}` }]);
  expect(facts()['grants']).toMatchObject([{ connector: `entra:sp:${CLIENT}` }]);
  await importOne(put('sp.json', [servicePrincipal()]), 'entra.sp.graph');
  expect(keys()).toEqual([{ key: `entra:${APP}` }]);
  expect(facts()['grants']).toMatchObject([{ connector: `entra:${APP}` }]);
});

test('trap 48: padded and repeated scopes are one each, and a grant without scopes is a grant', async () => {
  const path = put('grants.json', [
    grant({ id: 'g1', scope: '  User.Read  Mail.Read user.read User.Read ' }),
    grant({ id: 'g2', clientId: OTHER_CLIENT, scope: ' ' }),
  ]);
  const { accepted } = await importOne(path, 'entra.grants.graph');
  expect(accepted).toBe(2);
  expect(facts()['grants']).toMatchObject([{ scopes: '["Mail.Read","User.Read"]' }, { scopes: '[]' }]);
});

test('trap 49: consent for everyone is one grant of the tenant, and grants of one person are united', async () => {
  const path = put('grants.json', [
    grant({ id: 'g1', scope: 'User.Read' }),
    grant({ id: 'g2', scope: 'Mail.Read', consentType: 'Principal', principalId: ANN }),
    grant({ id: 'g3', scope: 'Mail.Read Files.Read', consentType: 'Principal', principalId: ANN }),
    grant({ id: 'g4', scope: 'Mail.Read', consentType: 'Principal', principalId: BEN }),
  ]);
  await importOne(path, 'entra.grants.graph');
  expect(facts()['grants']).toMatchObject([
    { kind: 'delegated-tenant', principal: null, scopes: '["User.Read"]' },
    { kind: 'delegated-user', principal: ANN, scopes: '["Files.Read","Mail.Read"]' },
    { kind: 'delegated-user', principal: BEN, scopes: '["Mail.Read"]' },
  ]);
});

test('trap 50: people in an app and default access are no permissions; one role id on two resources is two permissions', async () => {
  const dictionary = put('sp.json', [
    servicePrincipal({
      id: GRAPH,
      appId: GRAPH_APP,
      displayName: 'Microsoft Graph',
      appRoles: [{ id: SHARED_ROLE, value: 'Mail.ReadWrite' }],
    }),
    servicePrincipal({
      id: EXCHANGE,
      appId: OTHER_APP,
      displayName: 'Exchange',
      appRoles: { id: SHARED_ROLE, value: 'Mailbox.Everything' },
    }),
  ]);
  await importOne(dictionary, 'entra.sp.graph');
  const path = put('roles.json', [
    assignment({ id: 'r1' }),
    assignment({ id: 'r2', resourceId: EXCHANGE }),
    assignment({ id: 'r3', principalId: ANN, principalType: 'User' }),
    assignment({ id: 'r4', principalType: 'Group' }),
    assignment({ id: 'r5', appRoleId: '00000000-0000-0000-0000-000000000000' }),
  ]);
  const { accepted, notRelevant } = await importOne(path, 'entra.approles');
  expect([accepted, notRelevant]).toEqual([2, 3]);
  expect(facts()['grants']).toMatchObject([
    { resource: `entra:${GRAPH_APP}`, scopes: '["Mail.ReadWrite"]' },
    { resource: `entra:${OTHER_APP}`, scopes: '["Mailbox.Everything"]' },
  ]);
});

test('trap 57: a publisher made up from the name is not stated, and only a verified id verifies', async () => {
  const columns = [...FLAT, 'PublisherName', 'PublisherDisplayName', 'VerifiedPublisherId'];
  const path = put(
    'flat.csv',
    csv(
      columns,
      { ...FLAT_ROW, PublisherName: 'Microsoft' },
      {
        ...FLAT_ROW,
        AppId: OTHER_APP,
        ClientObjectId: OTHER_CLIENT,
        PublisherDisplayName: 'Other BV',
        VerifiedPublisherId: '4711',
      },
    ),
  );
  await importOne(path, 'entra.grants.flat');
  expect(facts()['connectors']).toMatchObject([
    { key: `entra:${APP}`, publisher: null, publisher_verified: 0 },
    { key: `entra:${OTHER_APP}`, publisher: 'Other BV', publisher_verified: 1 },
  ]);
});

test('trap 79: what a token carried is not what a call needed', async () => {
  await importOne(
    put('grants.json', [grant({ consentType: 'Principal', principalId: ANN, scope: 'User.Read Mail.ReadWrite' })]),
    'entra.grants.graph',
  );
  await importOne(put('sp.json', [servicePrincipal()]), 'entra.sp.graph');
  const call = {
    TimeGenerated: '2026-09-03T10:00:00Z',
    AppId: APP,
    UserId: ANN,
    RequestMethod: 'GET',
    RequestUri: 'https://graph.microsoft.com/v1.0/me',
    ResponseStatusCode: 200,
    RequestId: 'r1',
    Scopes: 'User.Read Mail.ReadWrite',
  };
  await importOne(put('calls.ndjson', `${JSON.stringify(call)}\n`), 'm365.graphactivity');
  expect(rows('SELECT scope, status FROM item_scope ORDER BY scope')).toEqual([
    { scope: 'Mail.ReadWrite', status: 'not-seen-partial' },
    { scope: 'User.Read', status: 'observed' },
  ]);
});

test('trap 84: managed identities and people who sign in to an app are categories of their own', async () => {
  const identities = put('sp.json', [
    servicePrincipal(),
    servicePrincipal({ id: OTHER_CLIENT, appId: OTHER_APP, servicePrincipalType: 'ManagedIdentity' }),
  ]);
  const listed = await importOne(identities, 'entra.sp.graph');
  expect(listed.reasons).toEqual([{ outcome: 'not-relevant', reason: 'managed identity', count: 1 }]);
  const signIn = {
    id: 's1',
    createdDateTime: '2026-09-03T10:00:00Z',
    appId: OTHER_APP,
    appDisplayName: 'Our function',
    servicePrincipalId: OTHER_CLIENT,
    signInEventTypes: ['managedIdentity'],
    resourceDisplayName: 'Microsoft Graph',
    status: { errorCode: 0 },
  };
  const signed = await importOne(put('sign-ins.json', [signIn]), 'entra.signin');
  expect(signed.reasons).toEqual([{ outcome: 'not-relevant', reason: 'sign-in of a managed identity', count: 1 }]);
  const roles = await importOne(
    put('roles.json', [assignment({ principalId: ANN, principalType: 'User' })]),
    'entra.approles',
  );
  expect(roles.reasons).toMatchObject([
    { outcome: 'not-relevant', reason: expect.stringContaining('not a permission') },
  ]);
  expect(rows('SELECT key FROM connector WHERE is_resource_only = 0')).toEqual([]);
  expect(facts()['grants']).toEqual([]);
});
