import { expect, test } from 'vitest';
import { compareScopes, tierRank } from '../../../electron/engine/catalog/tier.ts';
import { catalog, platform, scopes } from './fixtures.ts';

const GRAPH = '00000003-0000-0000-c000-000000000000';

test.each([
  ['entra', null, 'delegated', ' mail.read ', 'Mail.Read', 3],
  ['entra', GRAPH, 'application', 'Mail.Read', 'Mail.Read', 4],
  ['entra', 'Microsoft Graph', 'delegated', 'https://graph.microsoft.com/Mail.Read', 'Mail.Read', 3],
  ['entra', null, 'delegated', 'User.Read', 'User.Read', 1],
  ['entra', null, 'delegated', 'offline_access', 'offline_access', 2],
  ['entra', null, 'delegated', 'OPENID', 'openid', 0],
  ['entra', 'Office 365 Exchange Online', 'application', 'full_access_as_app', 'Exchange Online/full_access_as_app', 4],
  [
    'entra',
    '00000003-0000-0FF1-CE00-000000000000',
    'application',
    'Sites.Selected',
    'SharePoint Online/Sites.Selected',
    3,
  ],
  ['google', null, 'delegated', 'https://www.googleapis.com/auth/gmail.readonly', 'gmail.readonly', 3],
  ['google', null, 'delegated', 'gmail.readonly', 'gmail.readonly', 3],
  ['google', null, 'delegated', 'https://mail.google.com', 'https://mail.google.com/', 4],
  ['google', null, 'delegated', 'https://mail.google.com/', 'https://mail.google.com/', 4],
  ['google', null, 'delegated', 'email', 'userinfo.email', 0],
  ['google', null, 'delegated', 'https://www.googleapis.com/auth/userinfo.profile', 'userinfo.profile', 0],
  ['google', null, 'delegated', 'https://www.google.com/m8/feeds/', 'https://www.google.com/m8/feeds', 3],
  ['github', null, 'delegated', 'repo', 'repo', 4],
  ['github', null, 'application', 'contents:write', 'contents:write', 3],
  ['slack', null, 'delegated', 'channels:history', 'channels:history', 3],
  ['okta', null, 'application', 'okta.users.manage', 'okta.users.manage', 4],
  ['okta', null, 'delegated', 'okta.users.read', 'okta.users.read', 3],
  ['salesforce', null, 'delegated', 'full', 'full', 4],
] as const)('%s %s %s %s is %s, tier %s', (name, resource, kind, text, id, tier) => {
  expect(platform(name).resolveScope(resource, kind, text)).toMatchObject({ id, tier, known: true, kind });
});

test('what the catalog does not know is unrated, sorts with tier 3 and is never low', () => {
  const unknown = platform('entra').resolveScope('11111111-2222-3333-4444-555555555555', 'delegated', 'Orders.Read');
  expect(unknown).toMatchObject({
    known: false,
    tier: null,
    verb: 'unknown',
    name: 'Orders.Read',
    id: '11111111-2222-3333-4444-555555555555/Orders.Read',
  });
  expect(tierRank(unknown.tier)).toBe(3);
  const [low, high] = scopes('entra', 'delegated', 'User.Read', 'Directory.ReadWrite.All');
  expect([high, unknown, low].map((scope) => scope?.id).filter(Boolean)).toHaveLength(3);
  const order = [high, unknown, low].flatMap((scope) => scope ?? []).toSorted(compareScopes);
  expect(order.map((scope) => scope.name)).toEqual(['User.Read', 'Orders.Read', 'Directory.ReadWrite.All']);
});

test('a scope of another resource is not the Graph scope of the same name', () => {
  const graph = platform('entra').resolveScope(null, 'application', 'Sites.Read.All');
  const sharePoint = platform('entra').resolveScope('Office 365 SharePoint Online', 'application', 'Sites.Read.All');
  const custom = platform('entra').resolveScope('Contoso API', 'application', 'Sites.Read.All');
  expect(new Set([graph.id, sharePoint.id, custom.id]).size).toBe(3);
  expect(custom.known).toBe(false);
  // Its calls are in no log of calls; the unified audit log shows some of what they did.
  expect(
    platform('entra')
      .observableBy('application', sharePoint.id)
      .logs.map(({ log }) => log),
  ).toEqual(['m365.ual', 'm365.cloudappevents']);
});

test('sign-in scopes are known on every resource, application-only scopes are not delegated', () => {
  expect(platform('entra').resolveScope('Contoso API', 'delegated', 'offline_access')).toMatchObject({
    known: true,
    persistence: true,
  });
  expect(platform('entra').resolveScope(null, 'delegated', 'Mail.ReadBasic.All').known).toBe(false);
});

test('only tier 1 identity scopes became 0', () => {
  for (const catalogPlatform of catalog().platforms) {
    for (const text of ['openid', 'profile', 'email']) {
      const fact = catalogPlatform.resolveScope(null, 'delegated', text);
      if (fact.known) expect(fact).toMatchObject({ tier: 0, identity: true });
    }
  }
  expect(platform('okta').resolveScope(null, 'delegated', 'groups').tier).toBe(2);
  expect(platform('okta').resolveScope(null, 'delegated', 'ssf.manage')).toMatchObject({ tier: 3, identity: false });
});

test('permission ids give names, per resource and kind', () => {
  const entra = platform('entra');
  expect(entra.resolvePermissionGuid(GRAPH, '810C84A8-4A9E-49E6-BF7D-12D183F40D01', 'application')?.id).toBe(
    'Mail.Read',
  );
  expect(entra.resolvePermissionGuid(GRAPH, '570282fd-fa5c-430d-a7fd-fc8dc98a9dca', 'delegated')?.id).toBe('Mail.Read');
  expect(entra.resolvePermissionGuid(GRAPH, '570282fd-fa5c-430d-a7fd-fc8dc98a9dca', 'application')).toBeUndefined();
  expect(
    entra.resolvePermissionGuid(
      '00000002-0000-0ff1-ce00-000000000000',
      'dc890d15-9560-4a4c-9b7f-a736ec74ec40',
      'application',
    )?.name,
  ).toBe('full_access_as_app');
});

test('labels say what a scope does and to whose data', () => {
  const label = (kind: 'delegated' | 'application', text: string) =>
    platform('entra').resolveScope(null, kind, text).label;
  expect(label('delegated', 'Mail.ReadWrite')).toBe('Read and change mail of the signed-in person');
  expect(label('application', 'Mail.ReadWrite')).toBe(
    'Read and change mail of the whole organization, without a person',
  );
  expect(label('application', 'Sites.Selected')).toContain('only where access was given one by one');
  expect(platform('google').resolveScope(null, 'delegated', 'drive.file').label).toContain(
    'only files opened or created with the app',
  );
});

test('scopes that raise rights carry the word for it', () => {
  for (const id of [
    'RoleManagement.ReadWrite.Directory',
    'AppRoleAssignment.ReadWrite.All',
    'Application.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]) {
    expect(platform('entra').resolveScope(null, 'application', id).basis).toContain('escalation');
  }
  expect(platform('entra').resolveScope(null, 'application', 'Mail.Read').basis).toContain('tenant-content');
  expect(platform('google').resolveScope(null, 'delegated', 'admin.directory.user').basis).toContain('escalation');
  expect(platform('entra').resolveScope(null, 'delegated', 'Mail.Read').basis).not.toContain('escalation');
});

test.each([
  ['entra', 'Mail.ReadWrite', 'Mail.ReadBasic', true],
  ['entra', 'Mail.ReadWrite', 'Mail.Send', false],
  ['entra', 'Sites.FullControl.All', 'Files.Read', true],
  ['entra', 'Directory.ReadWrite.All', 'Directory.Read.All', true],
  ['google', 'https://mail.google.com/', 'gmail.metadata', true],
  ['google', 'gmail.modify', 'gmail.send', true],
  ['google', 'gmail.modify', 'gmail.settings.basic', false],
  ['google', 'drive', 'spreadsheets.readonly', true],
  ['google', 'drive', 'drive.appdata', false],
  ['google', 'calendar', 'calendar.events.owned', true],
  ['github', 'repo', 'public_repo', true],
  ['github', 'repo', 'delete_repo', false],
  ['github', 'admin:org', 'read:org', true],
  ['github', 'contents:write', 'contents:read', true],
  ['slack', 'channels:write', 'channels:write.topic', true],
  ['okta', 'okta.users.manage', 'okta.users.read', true],
  ['salesforce', 'full', 'chatter_api', true],
  ['salesforce', 'full', 'refresh_token', false],
] as const)('%s: %s includes %s: %s', (name, upper, lower, expected) => {
  expect(platform(name).includes(upper, lower)).toBe(expected);
  expect(platform(name).includes(lower, upper)).toBe(false);
  expect(platform(name).includedBy(upper).includes(lower)).toBe(expected);
});
