import { expect, test } from 'vitest';
import { rematch } from '../../../electron/engine/derive/observed-operations.ts';
import { catalog, platform } from './fixtures.ts';

type Row = readonly [
  source: string,
  name: string,
  platform: string,
  quality: string,
  verb: string,
  kind: 'delegated' | 'application',
  covering: readonly string[],
  notCovering: readonly string[],
];

const ROWS: readonly Row[] = [
  [
    'exchange',
    'MailItemsAccessed',
    'entra',
    'exact',
    'read',
    'delegated',
    ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite', 'Mail.Read.Shared', 'EWS.AccessAsUser.All'],
    ['Mail.Send', 'full_access_as_app', 'Mail.ReadBasic.All'],
  ],
  [
    'exchange',
    'MailItemsAccessed',
    'entra',
    'exact',
    'read',
    'application',
    ['Mail.Read', 'Mail.ReadBasic.All', 'Exchange Online/full_access_as_app'],
    ['EWS.AccessAsUser.All', 'Mail.Send'],
  ],
  ['exchange', 'Send', 'entra', 'exact', 'write', 'delegated', ['Mail.Send', 'Mail.Send.Shared'], ['Mail.ReadWrite']],
  ['exchange', 'SendAs', 'entra', 'exact', 'write', 'application', ['Mail.Send'], ['Mail.ReadWrite']],
  ['exchange', 'HardDelete', 'entra', 'exact', 'write', 'delegated', ['Mail.ReadWrite'], ['Mail.Read']],
  [
    'exchange',
    'New-InboxRule',
    'entra',
    'exact',
    'write',
    'delegated',
    ['MailboxSettings.ReadWrite'],
    ['Mail.ReadWrite'],
  ],
  [
    'sharepoint',
    'FileAccessed',
    'entra',
    'exact',
    'read',
    'application',
    ['Files.Read.All', 'Sites.Read.All', 'Sites.FullControl.All', 'Sites.Selected'],
    ['Files.Read', 'Mail.Read'],
  ],
  [
    'onedrive',
    'FileDownloaded',
    'entra',
    'exact',
    'read',
    'delegated',
    ['Files.Read', 'Files.Read.All'],
    ['Mail.Read'],
  ],
  [
    'onedrive',
    'FileUploaded',
    'entra',
    'exact',
    'write',
    'delegated',
    ['Files.ReadWrite', 'Sites.ReadWrite.All'],
    ['Files.Read', 'Files.Read.All'],
  ],
  [
    'sharepoint',
    'FileDeleted',
    'entra',
    'exact',
    'write',
    'application',
    ['Files.ReadWrite.All', 'Sites.FullControl.All'],
    ['Files.Read.All'],
  ],
  [
    'teams',
    'MessagesListed',
    'entra',
    'exact',
    'read',
    'application',
    ['ChannelMessage.Read.All', 'Chat.Read.All'],
    ['Chat.Create'],
  ],
  [
    'teams',
    'MessageSent',
    'entra',
    'exact',
    'write',
    'delegated',
    ['ChatMessage.Send', 'Chat.ReadWrite'],
    ['Chat.Read'],
  ],
  [
    'azureactivedirectory',
    'Add member to group.',
    'entra',
    'exact',
    'write',
    'application',
    ['GroupMember.ReadWrite.All', 'Directory.ReadWrite.All'],
    ['Group.Read.All'],
  ],
  [
    'azureactivedirectory',
    'Add member to role',
    'entra',
    'exact',
    'write',
    'application',
    ['RoleManagement.ReadWrite.Directory'],
    ['Directory.ReadWrite.All'],
  ],
  ['m365', 'FileAccessed', 'entra', 'exact', 'read', 'delegated', ['Files.Read'], ['Mail.Read']],
  [
    'drive',
    'view',
    'google',
    'exact',
    'read',
    'delegated',
    ['drive', 'drive.file', 'drive.readonly'],
    ['drive.appdata', 'documents'],
  ],
  ['drive', 'download', 'google', 'exact', 'read', 'application', ['drive', 'drive.readonly'], ['gmail.readonly']],
  [
    'drive',
    'edit',
    'google',
    'exact',
    'write',
    'delegated',
    ['documents', 'drive', 'spreadsheets'],
    ['drive.readonly', 'documents.readonly'],
  ],
  [
    'drive',
    'change_user_access',
    'google',
    'exact',
    'write',
    'delegated',
    ['drive', 'drive.file'],
    ['documents', 'drive.readonly'],
  ],
  ['github', 'git.clone', 'github', 'exact', 'read', 'delegated', ['public_repo', 'repo'], ['read:org']],
  ['github', 'git.push', 'github', 'exact', 'write', 'delegated', ['public_repo', 'repo', 'workflow'], []],
  ['github', 'repo.destroy', 'github', 'exact', 'write', 'delegated', ['delete_repo'], ['repo']],
  ['github', 'protected_branch.create', 'github', 'folded', 'write', 'delegated', ['repo'], ['public_repo']],
  ['github', 'repo.create_actions_secret', 'github', 'folded', 'write', 'delegated', ['repo'], ['admin:org']],
  ['github', 'org.update_actions_secret', 'github', 'folded', 'write', 'delegated', ['admin:org'], ['repo']],
  ['github', 'team.add_member', 'github', 'folded', 'write', 'delegated', ['admin:org', 'write:org'], ['read:org']],
  ['github', 'public_key.create', 'github', 'folded', 'write', 'delegated', ['admin:public_key'], ['repo']],
  [
    'slack',
    'file_downloaded',
    'slack',
    'exact',
    'read',
    'application',
    ['files:read'],
    ['files:write', 'channels:history'],
  ],
  ['slack', 'file_uploaded', 'slack', 'exact', 'write', 'delegated', ['files:write'], ['files:read']],
  ['slack', 'public_channel_created', 'slack', 'exact', 'write', 'application', ['channels:manage'], ['chat:write']],
  ['slack', 'private_channel_created', 'slack', 'exact', 'write', 'delegated', ['groups:write'], ['channels:write']],
  ['slack', 'user_channel_join', 'slack', 'exact', 'write', 'application', ['channels:join'], ['channels:read']],
];

test.each(ROWS)('%s:%s', (source, name, owner, quality, verb, kind, covering, notCovering) => {
  const match = catalog().matchEvent(source, name);
  const allowed = platform(owner).coveringScopes(kind, match);
  expect(match).toMatchObject({ quality, verb, isEvent: true });
  expect(allowed).toEqual(expect.arrayContaining([...covering]));
  for (const id of notCovering) expect(allowed).not.toContain(id);
  expect(rematch(catalog(), 'event', match.key)).toEqual(match);
});

test('application permissions of GitHub are never proven by an event: the table lists OAuth scopes', () => {
  expect(platform('github').coveringScopes('application', catalog().matchEvent('github', 'git.push'))).toEqual([]);
});

test.each([
  ['exchange', 'UpdateCalendarDelegation', 'exchange:UpdateCalendarDelegation'],
  ['powerbi', 'ViewReport', 'powerbi:ViewReport'],
  // Life-cycle events prove no use of a scope.
  ['slack', 'app_installed', 'slack:app_installed'],
  ['github', 'api.request', 'github:api.request'],
  // The event of one log is not that of another.
  ['drive', 'FileAccessed', 'drive:FileAccessed'],
  ['SharePoint Online', 'Read alice@example.com 1234567', 'm365:Read {} {}'],
  ['drive', 'view?token=abc', 'drive:view'],
])('%s:%s', (source, name, key) => {
  const match = catalog().matchEvent(source, name);
  expect(match.key).toBe(key);
  if (key !== 'drive:view') expect(match).toMatchObject({ quality: 'none', setIndex: null });
  expect(rematch(catalog(), 'event', key)).toEqual(match);
});
