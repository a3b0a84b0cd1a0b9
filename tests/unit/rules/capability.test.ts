import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CAPABILITIES, PURPOSES, purposeOf } from '../../../shared/domain/purpose.ts';
import { capabilitiesOf } from '../../../electron/engine/rules/capability.ts';
import { catalog } from './imported-case.ts';

/** Platform, kind, scope, and what it comes to; written from what the platforms say a scope allows. */
const GOLDEN = [
  ['google', 'delegated', 'openid', 'sign-in'],
  ['google', 'delegated', 'userinfo.email', 'sign-in'],
  ['google', 'delegated', 'gmail.readonly', 'mail-read'],
  ['google', 'delegated', 'gmail.send', 'mail-send'],
  ['google', 'delegated', 'gmail.modify', 'mail-read mail-write mail-send'],
  ['google', 'delegated', 'https://mail.google.com/', 'mail-read mail-write mail-send'],
  ['google', 'delegated', 'calendar.events', 'calendar'],
  ['google', 'delegated', 'drive.readonly', 'files-read'],
  ['google', 'delegated', 'drive.file', 'files-read files-write'],
  ['google', 'delegated', 'spreadsheets', 'files-read files-write'],
  ['google', 'delegated', 'admin.directory.user', 'directory-read directory-write'],
  ['google', 'delegated', 'admin.directory.user.readonly', 'directory-read'],
  ['google', 'delegated', 'admin.directory.rolemanagement', 'admin'],
  ['google', 'delegated', 'admin.reports.audit.readonly', 'security'],
  ['google', 'delegated', 'cloud-platform', 'cloud'],
  ['entra', 'delegated', 'User.Read', 'sign-in'],
  ['entra', 'delegated', 'offline_access', 'sign-in'],
  ['entra', 'delegated', 'Mail.Read', 'mail-read'],
  ['entra', 'delegated', 'Mail.Send', 'mail-send'],
  ['entra', 'application', 'Mail.ReadWrite', 'mail-read mail-write'],
  ['entra', 'delegated', 'MailboxSettings.ReadWrite', 'mail-read mail-write'],
  ['entra', 'delegated', 'Calendars.ReadWrite', 'calendar'],
  ['entra', 'delegated', 'Contacts.Read', 'contacts'],
  ['entra', 'application', 'Files.Read.All', 'files-read'],
  ['entra', 'application', 'Sites.FullControl.All', 'files-read files-write'],
  ['entra', 'application', 'User.Read.All', 'directory-read'],
  ['entra', 'application', 'Directory.ReadWrite.All', 'directory-read directory-write'],
  ['entra', 'application', 'RoleManagement.ReadWrite.Directory', 'admin'],
  ['entra', 'application', 'Application.ReadWrite.All', 'admin'],
  ['entra', 'application', 'AuditLog.Read.All', 'security'],
  ['entra', 'delegated', 'Chat.Read', 'chat'],
  ['entra', 'application', 'OnlineMeetings.Read.All', 'meetings'],
  ['entra', 'delegated', 'Tasks.ReadWrite', 'tasks'],
  ['entra', 'application', 'DeviceManagementManagedDevices.ReadWrite.All', 'devices'],
  ['entra', 'application', 'Exchange Online/full_access_as_app', 'mail-read mail-write mail-send calendar contacts'],
  ['github', 'delegated', 'repo', 'code-read code-write'],
  ['github', 'delegated', 'read:user', 'sign-in'],
  ['github', 'delegated', 'read:org', 'directory-read'],
  ['github', 'delegated', 'admin:org', 'admin'],
  ['github', 'application', 'contents:read', 'code-read'],
  ['github', 'application', 'issues:write', 'tasks'],
  ['slack', 'application', 'chat:write', 'chat'],
  ['slack', 'application', 'files:read', 'files-read'],
  ['slack', 'application', 'users:read', 'directory-read'],
  ['slack', 'delegated', 'admin.users:write', 'admin'],
  ['okta', 'application', 'okta.users.read', 'directory-read'],
  ['okta', 'application', 'okta.apps.manage', 'admin'],
  ['okta', 'application', 'okta.logs.read', 'security'],
  ['salesforce', 'delegated', 'api', 'crm-read crm-write'],
  ['salesforce', 'delegated', 'full', 'crm-read crm-write admin'],
  ['salesforce', 'delegated', 'refresh_token', 'sign-in'],
] as const;

describe('what a scope lets an app do', () => {
  test.each(GOLDEN)('%s %s %s', (platform, kind, scope, expected) => {
    const fact = catalog.platform(platform)?.scope(kind, scope);
    expect(fact && capabilitiesOf(platform, fact)?.join(' ')).toBe(expected);
  });

  test('a scope that the catalog does not know lets it do nobody knows what', () => {
    const fact = catalog.platform('google')?.resolveScope(null, 'delegated', 'unheard.of');
    expect(fact && capabilitiesOf('google', fact)).toBeNull();
  });
});

test('every purpose expects capabilities of the list, each once, and something some scope gives', () => {
  expect(Object.keys(PURPOSES).length).toBeGreaterThanOrEqual(20);
  for (const { expects, label } of Object.values(PURPOSES)) {
    expect(new Set(expects).size).toBe(expects.length);
    for (const one of expects) expect(CAPABILITIES).toContain(one);
    expect(label).toMatch(/^[A-Z]/);
  }
  const given = new Set(GOLDEN.flatMap(([, , , text]) => text.split(' ')));
  for (const one of ['mail-read', 'files-write', 'admin', 'crm-write', 'code-write']) expect(given).toContain(one);
});

test('the guide to the registers lists every code', () => {
  const guide = readFileSync(new URL('../../../resources/collect/registers.md', import.meta.url), 'utf8');
  for (const code of Object.keys(PURPOSES)) expect(guide).toContain(`\`${code}\``);
});

test('codes are read in any case, free text is none', () => {
  expect(purposeOf(' Scheduling ')?.label).toBe('Booking of meetings and rooms');
  expect(purposeOf('Booking of rooms')).toBeNull();
  expect(purposeOf('constructor')).toBeNull();
});
