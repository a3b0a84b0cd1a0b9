import { expect, test } from 'vitest';
import type { GrantKind } from '../../../electron/engine/catalog/types.ts';
import { catalog, platform } from './fixtures.ts';

type Row = readonly [
  kind: 'd' | 'a',
  call: string,
  quality: string,
  covering: readonly string[],
  notCovering: readonly string[],
];

/** Scopes that must allow the call, and scopes that must not, for real calls. */
const ROWS: readonly Row[] = [
  ['d', 'GET /v1.0/me', 'exact', ['User.Read', 'User.ReadBasic.All', 'User.ReadWrite'], ['Mail.Read', 'openid']],
  [
    'd',
    'GET /v1.0/me/messages?$top=50&$select=subject',
    'exact',
    ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite', 'Mail.Read.Shared', 'Mail.ReadWrite.Shared'],
    ['Mail.Send', 'User.Read'],
  ],
  [
    'd',
    'GET /v1.0/me/mailFolders/AQMkADY/messages/AAMkAD=/attachments/AAMk=/$value',
    'parent',
    ['Mail.Read', 'Mail.ReadWrite', 'Mail.Read.Shared'],
    ['Mail.ReadBasic'],
  ],
  ['d', 'POST /v1.0/me/sendMail', 'exact', ['Mail.Send', 'Mail.Send.Shared'], ['Mail.ReadWrite', 'Mail.Read']],
  [
    'd',
    'PATCH /v1.0/me/messages/AAMkAGI2',
    'exact',
    ['Mail.ReadWrite', 'Mail.ReadWrite.Shared'],
    ['Mail.Read', 'Mail.Send'],
  ],
  [
    'd',
    'GET /v1.0/me/mailFolders/inbox/messages/delta',
    'exact',
    ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite'],
    ['Mail.Send'],
  ],
  [
    'd',
    'GET /v1.0/me/calendarView?startDateTime=2026-01-01',
    'exact',
    ['Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite', 'Calendars.Read.Shared'],
    ['Mail.Read'],
  ],
  ['d', 'POST /v1.0/me/events', 'exact', ['Calendars.ReadWrite', 'Calendars.ReadWrite.Shared'], ['Calendars.Read']],
  [
    'd',
    'GET /v1.0/me/drive/root/children',
    'exact',
    ['Files.Read', 'Files.Read.All', 'Files.ReadWrite', 'Sites.Read.All', 'Sites.FullControl.All', 'Sites.Manage.All'],
    ['Mail.Read'],
  ],
  [
    'd',
    'GET /v1.0/me/drive/root:/Documents/Q3/report.xlsx:/content',
    'exact',
    ['Files.Read', 'Files.ReadWrite.All', 'Sites.Read.All'],
    [],
  ],
  [
    'd',
    'PUT /v1.0/me/drive/root:/Backups/x.zip:/content',
    'exact',
    ['Files.ReadWrite', 'Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'],
    ['Files.Read', 'Files.Read.All'],
  ],
  [
    'd',
    'GET /v1.0/me/contacts',
    'exact',
    ['Contacts.Read', 'Contacts.ReadWrite', 'Contacts.Read.Shared'],
    ['People.Read'],
  ],
  ['d', 'GET /v1.0/me/joinedTeams', 'exact', ['Team.ReadBasic.All', 'Directory.Read.All', 'TeamSettings.Read.All'], []],
  [
    'd',
    'GET /v1.0/teams/02bd9fd6-8f93-4758-87c3-1fb73740a315/channels/19:4a95@thread.tacv2/messages',
    'exact',
    ['ChannelMessage.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'],
    ['Team.ReadBasic.All'],
  ],
  [
    'd',
    'POST /v1.0/chats/19:2da4@thread.v2/messages',
    'exact',
    ['Chat.ReadWrite', 'ChatMessage.Send', 'Group.ReadWrite.All'],
    ['Chat.Read'],
  ],
  [
    'd',
    "GET /v1.0/users?$filter=startswith(displayName,'a')",
    'exact',
    ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'],
    ['User.Read'],
  ],
  ['d', "GET /v1.0/users('alex@contoso.com')/manager", 'exact', ['User.Read.All', 'Directory.Read.All'], ['User.Read']],
  ['d', 'GET /beta/me/profile', 'exact', ['User.Read', 'User.Read.All', 'User.ReadBasic.All'], []],
  [
    'd',
    'POST /v1.0/search/query',
    'exact',
    ['Mail.Read', 'Files.Read.All', 'Chat.Read', 'Calendars.Read'],
    ['User.Read'],
  ],
  ['d', 'GET /oidc/userinfo', 'exact', ['openid', 'profile', 'email'], ['User.Read']],
  [
    'a',
    'GET /v1.0/users/alex@contoso.com/messages',
    'exact',
    ['Mail.Read', 'Mail.ReadBasic.All', 'Mail.ReadWrite'],
    ['Mail.Send'],
  ],
  [
    'a',
    'GET /v1.0/users/5b3d/mailFolders/inbox/messages/AAMk/$value',
    'folded',
    ['Mail.Read', 'Mail.ReadBasic.All', 'Mail.ReadWrite'],
    [],
  ],
  ['a', 'POST /v1.0/users/5b3d/sendMail', 'exact', ['Mail.Send'], ['Mail.ReadWrite']],
  [
    'a',
    'GET /v1.0/users/delta?$deltatoken=x',
    'exact',
    ['User.Read.All', 'Directory.Read.All', 'User.ReadWrite.All'],
    [],
  ],
  [
    'a',
    'GET /v1.0/groups/7c3/members/$count',
    'folded',
    ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    ['User.Read.All'],
  ],
  [
    'a',
    'GET /v1.0/groups/7c3/transitiveMembers/microsoft.graph.user',
    'folded',
    ['GroupMember.Read.All', 'Directory.ReadWrite.All'],
    ['User.Read.All'],
  ],
  [
    'a',
    'POST /v1.0/groups/7c3/members/$ref',
    'exact',
    ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    ['GroupMember.Read.All'],
  ],
  [
    'a',
    'GET /v1.0/sites/contoso.sharepoint.com:/sites/hr:/lists',
    'exact',
    ['Sites.Read.All', 'Sites.FullControl.All'],
    ['Files.Read.All'],
  ],
  [
    'a',
    'GET /v1.0/sites/contoso.sharepoint.com,1f2,3a4/lists/77/items?expand=fields',
    'exact',
    ['Sites.Read.All', 'Sites.Manage.All'],
    [],
  ],
  [
    'a',
    'GET /v1.0/drives/b!x/items/01AB/content',
    'exact',
    ['Files.Read.All', 'Sites.Read.All', 'Sites.FullControl.All'],
    [],
  ],
  ['a', 'GET /v1.0/drives/b!x/root:/HR/pay.xlsx', 'exact', ['Files.Read.All', 'Group.Read.All'], []],
  ['a', 'GET /v1.0/auditLogs/signIns', 'exact', ['AuditLog.Read.All'], ['Directory.Read.All']],
  ['a', "GET /v1.0/reports/getOffice365ActiveUserDetail(period='D30')", 'exact', ['Reports.Read.All'], []],
  ['a', 'GET /beta/deviceManagement/managedDevices', 'exact', ['DeviceManagementManagedDevices.Read.All'], []],
  ['a', 'POST /v1.0/servicePrincipals/44/appRoleAssignments', 'exact', ['AppRoleAssignment.ReadWrite.All'], []],
  [
    'a',
    'POST /v1.0/applications/11/addPassword',
    'exact',
    ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy', 'Directory.ReadWrite.All'],
    ['Application.Read.All'],
  ],
  [
    'a',
    'GET /v1.0/roleManagement/directory/roleAssignments',
    'exact',
    ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', 'Directory.Read.All'],
    [],
  ],
  ['a', 'GET /v1.0/security/alerts_v2', 'exact', ['SecurityAlert.Read.All', 'SecurityAlert.ReadWrite.All'], []],
  ['a', 'GET /v1.0/communications/callRecords/e523', 'exact', ['CallRecords.Read.All'], []],
  ['a', 'GET /v1.0/organization', 'exact', ['Organization.Read.All', 'Directory.Read.All'], []],
  ['a', 'GET /v1.0/subscribedSkus', 'exact', ['LicenseAssignment.Read.All', 'Organization.Read.All'], []],
];

test.each(ROWS)('%s %s', (letter, text, quality, covering, notCovering) => {
  const kind: GrantKind = letter === 'd' ? 'delegated' : 'application';
  const [method = '', uri = ''] = text.split(' ');
  const match = catalog().matchGraph(method, uri);
  const allowed = platform('entra').coveringScopes(kind, match);
  expect(match.quality).toBe(quality);
  expect(allowed).toEqual(expect.arrayContaining([...covering]));
  for (const id of notCovering) expect(allowed).not.toContain(id);
});

test('delegated and application permissions never stand in for each other', () => {
  const match = catalog().matchGraph('GET', '/v1.0/auditLogs/signIns');
  const ids = platform('entra').coveringScopes('delegated', catalog().matchGraph('GET', '/v1.0/users/1/messages'));
  expect(ids).toContain('Mail.ReadBasic');
  expect(ids).not.toContain('Mail.ReadBasic.All');
  expect(platform('entra').coveringScopes('application', match)).not.toContain('openid');
});
