import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zip } from '../../unit/reading/containers-archives.ts';

const fixtures = resolve(import.meta.dirname, '../../fixtures/importers');
const ARCHIVE = 'insights-logs.zip';
const HOUR = 'resourceId=/tenants/firm/y=2026/m=09/d=07';

/** Invented live secrets, put together here so that scanners of the repository do not take them for real ones. */
export const SECRETS = {
  slack: ['xoxb', '4095112233', 'Qm3vXr7LkTz9PwYb2NcJd8Hs'].join('-'),
  github: ['ghp', 'Zq8LmV3xTy7RkWp2Nd6Hc9JbSf4Ug1Ae5Io0'].join('_'),
  token: [
    Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url'),
    Buffer.from('{"sub":"mixed-folder","scp":"Mail.Read"}').toString('base64url'),
    'kT9vQ2mZ7xRb4LpW8nYc3JdH6sGf1Ua5Eo0Vi-TqXzBwNhMrKyLg',
  ].join('.'),
  session: `${'00D'}5f0000Mixed1!AQEAQ${'h7Gk2Vn9'.repeat(7)}`,
  refresh: `${'5Aep'}861${'Lw4Tz8Qp'.repeat(8)}`,
} as const;

/** Secrets without a look of their own: only their column tells what they are. */
export const PLAIN_SECRETS = ['plain-delete-token-one-4711', 'plain-delete-token-two-4712'] as const;

/** What of the folder can be imported: by the name on the desk, the records that are read, accepted, rejected, not relevant. */
export const IMPORTED = {
  'gam tokens 2026-10.csv': [5, 4, 1, 0],
  'grants.json': [3, 3, 0, 0],
  'service-principals.json': [2, 2, 0, 0],
  'graph-activity.csv': [3, 3, 0, 0],
  [`${HOUR}/h=00/m=00/PT1H.json`]: [1, 1, 0, 0],
  [`${HOUR}/h=01/m=00/PT1H.json`]: [1, 1, 0, 0],
  '../../outside.csv (read without this path: it points outside the archive)': [1, 1, 0, 0],
  'LoginHistory1764000000.csv': [3, 2, 0, 1],
  'oauth_tokens.csv': [2, 2, 0, 0],
  'okta-syslog.csv': [3, 2, 0, 1],
  'slack-audit.json': [1, 1, 0, 0],
  'github-installations.json': [1, 1, 0, 0],
} as const;

/** What is no export, with words that must say so. */
export const REFUSED = {
  'access_report.csv': /web page titled “Sign in to Example”/,
  'slack-approved.json': /error answer, not data: “missing_scope”/,
} as const;

/** An export of no known format. */
export const UNKNOWN = 'casb-apps.csv';

/** The archive of hourly blobs, as it is named on screen. */
export const ARCHIVE_NAME = `logs/${ARCHIVE}`;

/** A folder as a client hands it over: exports of six platforms, packed and plain, and files that are none. */
export function mixedFolder(folder: string): string {
  const root = join(folder, 'handed over');
  mkdirSync(join(root, 'logs'), { recursive: true });
  const put = (name: string, content: string | Buffer): void => writeFileSync(join(root, name), content);
  put('gam tokens 2026-10.csv', gamTokens());
  put('grants.json', JSON.stringify(grants()));
  put('service-principals.json', JSON.stringify(servicePrincipals()));
  put('graph-activity.csv.gz', gzipSync(graphActivity()));
  put(ARCHIVE_NAME, hourlyBlobs());
  put('LoginHistory1764000000.csv', loginHistory());
  put('oauth_tokens.csv', oauthTokens());
  cpSync(join(fixtures, 'okta.syslog', 'console.csv'), join(root, 'okta-syslog.csv'));
  put('slack-audit.json', JSON.stringify(slackAudit()));
  cpSync(join(fixtures, 'github.installations', 'array.json'), join(root, 'github-installations.json'));
  put('access_report.csv', '<!doctype html><html><head><title>Sign in to Example</title></head><body></body></html>');
  put('slack-approved.json', '{"ok":false,"error":"missing_scope","needed":"admin.apps:read","provided":"users:read"}');
  put(UNKNOWN, 'App;Risk;Who\nTide Sync;7;ada@firm.example\nMinute Desk;2;bob@firm.example\n');
  return root;
}

/** One record has a client id that a spreadsheet damaged, and a token in it: it is rejected, and kept without the token. */
function gamTokens(): string {
  return lines(
    'user,clientId,displayText,anonymous,nativeApp,userKey,scopes',
    'ada@firm.example,111.apps.example,Tide Sync,False,False,1,https://www.googleapis.com/auth/drive',
    'bob@firm.example,111.apps.example,Tide Sync,False,False,2,https://www.googleapis.com/auth/drive',
    'bob@firm.example,222.apps.example,Minute Desk,False,False,2,https://www.googleapis.com/auth/calendar',
    'cid@firm.example,333.apps.example,Invoice \u202Efdp.exe,False,False,3,https://mail.google.com/',
    `dan@firm.example,1.23E+17,${SECRETS.github},False,False,4,openid`,
  );
}

const APPS = [
  ['11111111-1111-4111-8111-111111111111', '0a0a0a0a-0000-4000-8000-000000000001', 'Tide Sync', 'Tide Software Ltd'],
  ['22222222-2222-4222-8222-222222222222', '0a0a0a0a-0000-4000-8000-000000000002', 'Ledgerly', 'Ledgerly BV'],
] as const;

function grants() {
  const grant = (number: number, clientId: string, principalId: string | null, scope: string) => ({
    id: `grant-${number}`,
    clientId,
    consentType: principalId === null ? 'AllPrincipals' : 'Principal',
    principalId,
    resourceId: '99999999-9999-4999-8999-999999999999',
    scope,
  });
  const [[tide], [ledgerly]] = APPS;
  return {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants',
    value: [
      grant(1, tide, null, 'Mail.Read User.Read'),
      grant(2, ledgerly, 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 'Files.Read'),
      grant(3, ledgerly, 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb', 'Files.Read'),
    ],
  };
}

function servicePrincipals() {
  return {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals',
    value: APPS.map(([id, appId, displayName, publisher]) => ({
      id,
      appId,
      displayName,
      publisherName: publisher,
      verifiedPublisher: { displayName: publisher, verifiedPublisherId: '1', addedDateTime: '2024-01-01T00:00:00Z' },
      appOwnerOrganizationId: 'f0000000-0000-4000-8000-00000000000f',
      accountEnabled: true,
      createdDateTime: '2024-03-01T10:00:00Z',
      servicePrincipalType: 'Application',
      appRoles: [],
      oauth2PermissionScopes: [],
      passwordCredentials: [],
      keyCredentials: [],
    })),
  };
}

/** September 1, 2 and 5: two days are missing in between. One address carries a token. */
function graphActivity(): string {
  const [[, tide]] = APPS;
  const call = (day: number, uri: string) =>
    `t,"9/${day}/2026, 2:08:45.221 PM",${tide},,GET,https://graph.microsoft.com/v1.0/${uri},200,1200,192.0.2.1,r${day},,Mail.Read`;
  return lines(
    'TenantId,TimeGenerated [UTC],AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,ResponseSizeBytes,IPAddress,RequestId,Scopes,Roles',
    call(1, 'users/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/messages'),
    call(2, `users/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/messages?access_token=${SECRETS.token}`),
    call(5, 'users/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa/messages'),
  );
}

function hourlyBlobs(): Buffer {
  const blob = (hour: number): string =>
    `${JSON.stringify({
      time: `2026-09-07T0${hour}:10:00Z`,
      category: 'MicrosoftGraphActivityLogs',
      properties: {
        timeGenerated: `2026-09-07T0${hour}:10:00Z`,
        appId: APPS[0][1],
        userId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
        requestMethod: 'GET',
        requestUri: 'https://graph.microsoft.com/v1.0/me/messages',
        responseStatusCode: 200,
        requestId: `blob-${hour}`,
        scopes: 'Mail.Read',
      },
    })}\n`;
  return zip([
    { name: `${HOUR}/h=00/m=00/PT1H.json`, content: blob(0) },
    { name: `${HOUR}/h=01/m=00/PT1H.json`, content: blob(1) },
    {
      name: '../../outside.csv',
      content: lines(
        'user,clientId,displayText,anonymous,nativeApp,userKey,scopes',
        'eve@firm.example,444.apps.example,Outsider,False,False,5,openid',
      ),
    },
    { name: '__MACOSX/._PT1H.json', content: 'no export' },
  ]);
}

/** As the Setup page gives it: times without a zone. */
function loginHistory(): string {
  const row = (...cells: string[]) => cells.map((cell) => `"${cell}"`).join(',');
  const login = (time: string, type: string, subType: string, app: string) =>
    row('ada@firm.example', time, '203.0.113.5', 'Norway', type, subType, 'Success', 'Unknown', app, 'firm.example');
  return lines(
    '"Username","Login Time","Source IP","Location","Login Type","Login Subtype","Status","Browser","Application","Login URL"',
    login('9/14/2026, 4:11:09 PM', 'Remote Access 2.0', 'OAuth Refresh Token', 'Tide Sync'),
    login('9/15/2026, 9:00:00 AM', 'Remote Access 2.0', 'OAuth Web Server', 'Minute Desk'),
    login('9/15/2026, 9:30:00 AM', 'Application', '', 'Browser'),
  );
}

/** Every row holds what opens the account. */
function oauthTokens(): string {
  return lines(
    'AppName,UserId,User.Username,CreatedDate,LastUsedDate,UseCount,AccessToken,DeleteToken',
    `Tide Sync,0050000000UserAAAR,ada@firm.example,2026-01-10T09:00:00.000+0000,2026-09-20T08:00:00.000+0000,12,${SECRETS.session},${PLAIN_SECRETS[0]}`,
    `Minute Desk,0050000000UserBAAR,bob@firm.example,2026-02-10T09:00:00.000+0000,2026-09-21T08:00:00.000+0000,3,${SECRETS.refresh},${PLAIN_SECRETS[1]}`,
  );
}

function slackAudit() {
  const user = { id: 'W0000000A1', name: 'ada', email: 'ada@firm.example', team: 'T0000000A1' };
  const app = { id: 'A0000000A1', name: 'Tide Sync', is_distributed: true, scopes: ['channels:read', 'chat:write'] };
  return {
    ok: true,
    entries: [
      {
        id: '00000000-0000-4000-8000-000000000001',
        date_create: 1788700060,
        action: 'app_installed',
        actor: { type: 'user', user },
        entity: { type: 'app', app },
        context: {
          location: { type: 'workspace', id: 'T0000000A1', name: 'Firm', domain: 'firm' },
          ua: `ExampleClient token=${SECRETS.slack}`,
          ip_address: '203.0.113.70',
          session_id: 1,
        },
        details: { is_internal_integration: false },
      },
    ],
  };
}

function lines(...rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}
