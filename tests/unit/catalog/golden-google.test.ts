import { expect, test } from 'vitest';
import { catalog, platform } from './fixtures.ts';

type Row = readonly [
  api: string,
  method: string,
  id: string,
  covering: readonly string[],
  notCovering: readonly string[],
];

const MAIL = 'https://mail.google.com/';
const ROWS: readonly Row[] = [
  [
    'gmail',
    'gmail.users.messages.list',
    'gmail.users.messages.list',
    ['gmail.metadata', 'gmail.modify', 'gmail.readonly', MAIL],
    ['gmail.send'],
  ],
  [
    'gmail',
    'gmail.users.messages.get',
    'gmail.users.messages.get',
    ['gmail.metadata', 'gmail.readonly', MAIL],
    ['gmail.send', 'gmail.compose'],
  ],
  [
    'gmail',
    'gmail.users.messages.send',
    'gmail.users.messages.send',
    ['gmail.send', 'gmail.compose', 'gmail.modify', MAIL],
    ['gmail.readonly'],
  ],
  ['gmail', 'gmail.users.messages.modify', 'gmail.users.messages.modify', ['gmail.modify', MAIL], ['gmail.readonly']],
  ['gmail', 'gmail.users.messages.delete', 'gmail.users.messages.delete', [MAIL], ['gmail.modify']],
  [
    'gmail',
    'gmail.users.messages.attachments.get',
    'gmail.users.messages.attachments.get',
    ['gmail.readonly', 'gmail.modify'],
    ['gmail.metadata'],
  ],
  ['gmail', 'gmail.users.threads.list', 'gmail.users.threads.list', ['gmail.readonly'], []],
  ['gmail', 'gmail.users.history.list', 'gmail.users.history.list', ['gmail.readonly'], []],
  ['gmail', 'gmail.users.watch', 'gmail.users.watch', ['gmail.readonly'], []],
  [
    'gmail',
    'gmail.users.settings.filters.create',
    'gmail.users.settings.filters.create',
    ['gmail.settings.basic'],
    ['gmail.modify'],
  ],
  [
    'gmail',
    'gmail.users.settings.delegates.create',
    'gmail.users.settings.delegates.create',
    ['gmail.settings.sharing'],
    ['gmail.settings.basic'],
  ],
  [
    'drive',
    'drive.files.list',
    'drive.files.list',
    ['drive', 'drive.readonly', 'drive.file', 'drive.metadata.readonly'],
    [],
  ],
  ['drive', 'drive.files.get', 'drive.files.get', ['drive', 'drive.readonly', 'drive.file'], []],
  [
    'drive',
    'drive.files.export',
    'drive.files.export',
    ['drive', 'drive.readonly', 'drive.file'],
    ['drive.metadata.readonly'],
  ],
  ['drive', 'drive.files.create', 'drive.files.create', ['drive', 'drive.file'], ['drive.readonly']],
  ['drive', 'drive.permissions.create', 'drive.permissions.create', ['drive', 'drive.file'], ['drive.readonly']],
  ['drive', 'drive.changes.list', 'drive.changes.list', ['drive.readonly'], []],
  [
    'calendar',
    'calendar.events.list',
    'calendar.events.list',
    ['calendar', 'calendar.events', 'calendar.events.readonly'],
    [],
  ],
  [
    'calendar',
    'calendar.events.insert',
    'calendar.events.insert',
    ['calendar', 'calendar.events'],
    ['calendar.readonly', 'calendar.events.readonly'],
  ],
  ['calendar', 'calendar.freebusy.query', 'calendar.freebusy.query', ['calendar.freebusy', 'calendar.readonly'], []],
  ['people', 'people.people.connections.list', 'people.people.connections.list', ['contacts', 'contacts.readonly'], []],
  [
    'sheets',
    'sheets.spreadsheets.values.get',
    'sheets.spreadsheets.values.get',
    ['spreadsheets', 'spreadsheets.readonly', 'drive.readonly'],
    [],
  ],
  [
    'sheets',
    'sheets.spreadsheets.values.append',
    'sheets.spreadsheets.values.append',
    ['spreadsheets', 'drive'],
    ['spreadsheets.readonly'],
  ],
  ['docs', 'docs.documents.get', 'docs.documents.get', ['documents', 'documents.readonly', 'drive'], []],
  [
    'admin',
    'admin.directory.users.list',
    'directory.users.list',
    ['admin.directory.user', 'admin.directory.user.readonly'],
    [],
  ],
  ['admin', 'directory.groups.list', 'directory.groups.list', ['admin.directory.group'], ['admin.directory.user']],
  [
    'admin',
    'directory.users.update',
    'directory.users.update',
    ['admin.directory.user'],
    ['admin.directory.user.readonly'],
  ],
  ['admin', 'reports.activities.list', 'reports.activities.list', ['admin.reports.audit.readonly'], []],
  ['chat', 'chat.spaces.messages.create', 'chat.spaces.messages.create', ['chat.messages', 'chat.messages.create'], []],
  ['oauth2', 'oauth2.userinfo.get', 'oauth2.userinfo.get', ['openid', 'userinfo.email', 'userinfo.profile'], []],
  ['tasks', 'tasks.tasks.list', 'tasks.tasks.list', ['tasks', 'tasks.readonly'], []],
  [
    'meet',
    'meet.conferenceRecords.transcripts.list',
    'meet.conferenceRecords.transcripts.list',
    ['meetings.space.readonly'],
    [],
  ],
  ['vault', 'vault.matters.exports.create', 'vault.matters.exports.create', ['ediscovery'], []],
  ['classroom', 'classroom.courses.list', 'classroom.courses.list', ['classroom.courses.readonly'], []],
];

test.each(ROWS)('%s %s', (api, method, id, covering, notCovering) => {
  const match = catalog().matchGoogle(api, method);
  const allowed = platform('google').coveringScopes('delegated', match);
  expect(match.key).toBe(id);
  expect(match.quality).toBe('exact');
  expect(allowed).toEqual(expect.arrayContaining([...covering]));
  for (const scope of notCovering) expect(allowed).not.toContain(scope);
});

test.each([
  ['gmail', 'users.messages.get', 'gmail.users.messages.get', 'exact'],
  ['gmail.googleapis.com', 'users.messages.get', 'gmail.users.messages.get', 'exact'],
  ['drive', 'drive.v3.files.list', 'drive.files.list', 'folded'],
  ['Drive', 'Files.List', 'drive.files.list', 'folded'],
  ['admin', 'users.list', 'directory.users.list', 'folded'],
  ['', 'gmail.users.messages.get', 'gmail.users.messages.get', 'exact'],
])('other spelling: %s %s', (api, method, id, quality) => {
  expect(catalog().matchGoogle(api, method)).toMatchObject({ key: id, quality });
});

test.each([
  ['gmail', 'imap.fetch', 'gmail.imap.fetch'],
  ['drive', 'drive.webview', 'drive.webview'],
  ['caldav', 'caldav.report', 'caldav.report'],
  ['gmail', 'users/alice@example.com/messages', 'gmail.{}.{}'],
  ['', '', '{}'],
])('unknown: %s %s', (api, method, key) => {
  const match = catalog().matchGoogle(api, method);
  expect(match).toEqual({ key, quality: 'none', verb: 'unknown', setIndex: null });
  expect(platform('google').coveringScopes('delegated', match)).toEqual([]);
});

test('reading and writing methods are told apart, also when reading by POST', () => {
  expect(catalog().matchGoogle('gmail', 'gmail.users.messages.get').verb).toBe('read');
  expect(catalog().matchGoogle('gmail', 'gmail.users.messages.send').verb).toBe('write');
  expect(catalog().matchGoogle('calendar', 'calendar.freebusy.query').verb).toBe('read');
});
