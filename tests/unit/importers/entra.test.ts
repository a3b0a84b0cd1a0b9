import { expect, test } from 'vitest';
import type { Fact, Mapped } from '../../../electron/engine/importers/importer.ts';
import { importers, recognizeRefusal } from '../../../electron/engine/importers/index.ts';
import { mapSample } from './map-sample.ts';

const APP = '0a0a0a0a-0000-4000-8000-000000000001';
const CLIENT = '11111111-1111-4111-8111-111111111111';
const ANN = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

function factsOf(mapped: Mapped | undefined): readonly Fact[] {
  if (mapped === undefined || !('facts' in mapped)) throw new Error(`no facts: ${JSON.stringify(mapped)}`);
  return mapped.facts;
}

function signIn(more: object): object {
  return {
    id: 's1',
    createdDateTime: '2026-09-03T10:00:00Z',
    appId: APP,
    appDisplayName: 'Fieldnotes',
    userId: ANN,
    resourceDisplayName: 'Microsoft Graph',
    status: { errorCode: 0 },
    ...more,
  };
}

test.each([
  [{ isInteractive: true }, 'entra.signin.interactive', 'issue'],
  [{ isInteractive: false }, 'entra.signin.non-interactive', 'refresh'],
  [{ signInEventTypes: ['nonInteractiveUser'] }, 'entra.signin.non-interactive', 'refresh'],
  [
    { signInEventTypes: ['servicePrincipal'], userId: '', servicePrincipalId: CLIENT },
    'entra.signin.service-principal',
    'issue',
  ],
])('a sign-in with %o belongs to the log %s and is %s', async (more, log, kind) => {
  const sample = await mapSample('entra.signin', [signIn(more)]);
  expect(sample.log).toMatchObject({ id: log, grade: 'Q2' });
  expect(factsOf(sample.mapped[0])[0]).toMatchObject({ fact: 'event', kind, client: { space: 'app', id: APP } });
});

test('a file with several kinds of sign-ins is a log of its own', async () => {
  const sample = await mapSample('entra.signin', [signIn({ isInteractive: true }), signIn({ isInteractive: false })]);
  expect(sample.log).toMatchObject({ id: 'entra.signin' });
});

test.each([
  [0, 'success'],
  ['0', 'success'],
  [50126, 'denied'],
  [50074, 'attempted'],
])('error code %s is %s', async (errorCode, result) => {
  const { mapped } = await mapSample('entra.signin', [signIn({ status: { errorCode } })]);
  expect(factsOf(mapped[0])[0]).toMatchObject({ result });
});

test('a sign-in of a service principal ties both ids of the app and names no person', async () => {
  const { mapped } = await mapSample('entra.signin', [
    signIn({
      signInEventTypes: ['servicePrincipal'],
      servicePrincipalId: CLIENT,
      appOwnerTenantId: 'f0000000-0000-4000-8000-0000000000aa',
    }),
  ]);
  expect(factsOf(mapped[0])).toMatchObject([
    { fact: 'event', principal: null },
    { fact: 'connector', sameAs: [{ space: 'sp', id: CLIENT }], ownerTenant: 'f0000000-0000-4000-8000-0000000000aa' },
  ]);
});

test('a sign-in that names no app is counted and given to none', async () => {
  const { mapped } = await mapSample('entra.signin', [signIn({ appId: '{appId}', appDisplayName: '' })]);
  expect(factsOf(mapped[0])[0]).toMatchObject({ fact: 'unattributed', reason: 'the sign-in names no app' });
});

function audit(more: object): object {
  return {
    CreationTime: '2026-09-02T08:00:00',
    Id: 'u1',
    Operation: 'MailItemsAccessed',
    RecordType: 50,
    Workload: 'Exchange',
    UserId: 'ann@firm.example',
    ...more,
  };
}

test.each([
  [{ ClientInfoString: 'Client=REST;;' }, 'mailbox access through an API by an app that the record does not name'],
  [{ UserId: 'app@sharepoint', Workload: 'SharePoint' }, 'the record says that an app acted, not which'],
  [
    { AppAccessContext: '@{AADSessionId=s; ClientAppId=x}' },
    'the app was lost in the export (@{…}): export again with more depth',
  ],
  [{ Operation: 'UserLoggedIn' }, 'the sign-in names no app'],
])('what an unnamed app did is unattributed: %o', async (more, reason) => {
  const bare = await mapSample('m365.ual', [audit(more)]);
  expect(factsOf(bare.mapped[0])[0]).toMatchObject({ fact: 'unattributed', reason });
  // The same in a cell: what need not be decoded is told from the text of the cell.
  const operation = 'Operation' in more ? more.Operation : 'MailItemsAccessed';
  const cell = JSON.stringify(audit(more)).replaceAll('"', '""');
  const inCell = await mapSample('m365.ual', `RecordId,Operation,UserId,AuditData\r\nu1,${operation},x,"${cell}"\r\n`);
  expect(inCell.mapped).toEqual(bare.mapped);
});

test('an operation of a person is passed over without decoding, and its day counts', async () => {
  const cell = JSON.stringify(audit({ Operation: 'FileAccessed' })).replaceAll('"', '""');
  const { mapped } = await mapSample(
    'm365.ual',
    `RecordId,Operation,UserId,AuditData\r\nu1,FileAccessed,x,"${cell}"\r\n`,
  );
  expect(mapped).toEqual([{ notRelevant: 'activity that names no app', at: Date.parse('2026-09-02T08:00:00Z') }]);
});

test('the end of all sessions of a person is counted for no single app', async () => {
  const { mapped } = await mapSample('entra.audit', [
    {
      id: 'd1',
      activityDateTime: '2026-09-01T10:00:00Z',
      activityDisplayName: 'Update StsRefreshTokenValidFrom Timestamp',
      result: 'success',
      targetResources: [{ id: ANN, type: 'User', userPrincipalName: 'ann@firm.example' }],
    },
  ]);
  expect(factsOf(mapped[0])).toMatchObject([
    { fact: 'unattributed', kind: 'revoke', principal: ANN },
    { fact: 'principal', ids: ['ann@firm.example', ANN] },
  ]);
});

test('app governance states a last use and a number of people, and no grant it cannot name', async () => {
  const { mapped } = await mapSample('m365.appgov', [
    {
      OAuthAppId: APP,
      AppName: 'Fieldnotes',
      LastUsedTime: '2026-09-01T00:00:00Z',
      ConsentedUsersCount: 7,
      IsAdminConsented: false,
      VerifiedPublisher: { verifiedPublisherId: '' },
      Permissions: [
        { PermissionValue: 'User.Read', PermissionType: 'Delegated' },
        { PermissionValue: 'Mail.Read', PermissionType: 'Application', TargetAppDisplayName: 'Microsoft Graph' },
      ],
    },
  ]);
  expect(factsOf(mapped[0])).toMatchObject([
    { fact: 'connector', lastUsedAt: Date.parse('2026-09-01T00:00:00Z'), statedUsers: 7, publisherVerified: false },
    { fact: 'grant', kind: 'application', scopes: ['Mail.Read'] },
  ]);
  const listed = await mapSample(
    'm365.appgov',
    `App name,App ID,Last used,Consent type\r\nFieldnotes,${APP},,"User (1,204)"\r\n`,
  );
  expect(factsOf(listed.mapped[0])[0]).toMatchObject({ statedUsers: 1204, publisherVerified: null });
});

test('permissions of one app become grants of the app that the user states', async () => {
  const file = [
    {
      AppRoleId: 'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
      ResourceDisplayName: 'Microsoft Graph',
      RoleDisplayName: 'Mail.ReadWrite',
    },
  ];
  const { mapped } = await mapSample('entra.approles.app', file, APP);
  expect(factsOf(mapped[0])).toMatchObject([
    { fact: 'grant', client: { space: 'app', id: APP }, scopes: ['Mail.ReadWrite'] },
  ]);
  expect((await mapSample('entra.approles.app', file, 'my app')).mapped).toEqual([
    { rejected: 'the stated app is no application id' },
  ]);
});

test('calls to the older API are no coverage of Microsoft Graph', async () => {
  const importer = importers.find(({ id }) => id === 'm365.graphactivity');
  const log = importer?.log;
  if (typeof log !== 'function') throw new Error('the log is told by the head');
  const head = (uri: string): Parameters<typeof log>[0] => ({
    kind: 'json',
    encoding: 'utf-8',
    warnings: [],
    truncation: [],
    shape: 'ndjson',
    wrapperKey: null,
    envelope: new Map(),
    position: 'line',
    sample: [{ RequestUri: uri }],
  });
  expect(log(head('https://graph.windows.net/firm.example/users')).id).toBe('m365.aadgraphactivity');
  expect(log(head('https://graph.microsoft.com/v1.0/users')).id).toBe('m365.graphactivity');
});

const HOSTILE: readonly unknown[] = [
  null,
  0,
  true,
  [],
  {},
  [[]],
  [null],
  'x'.repeat(5000),
  '@{a=b}',
  '{"a":',
  '[1,',
  '\u0000',
  { constructor: 1 },
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
];

test.each(importers.filter(({ id }) => /^(?:entra|m365)\./.test(id)).map(({ id }) => id))(
  '%s takes any value in any field',
  async (id) => {
    const importer = importers.find((one) => one.id === id);
    if (importer === undefined || !('map' in importer)) return;
    for (const value of HOSTILE) {
      const record = {
        text: () => (typeof value === 'string' ? value : JSON.stringify(value)),
        // Values of any type are what is being tried.
        raw: () => value as never,
        has: () => true,
      };
      const head = {
        kind: 'json',
        encoding: 'utf-8',
        warnings: [],
        truncation: [],
        shape: 'array',
        wrapperKey: null,
        envelope: new Map(),
        position: 'line',
        sample: [],
      } as const;
      const mapped = importer.map(record, { tenant: '', asOf: 0, subject: '', head, time: () => 1 });
      expect(Object.keys(mapped).some((key) => ['facts', 'rejected', 'notRelevant'].includes(key))).toBe(true);
    }
  },
);

test('an audit log with translated column names is refused with the way out, and one in English is not', () => {
  const numbered = Array.from({ length: 40 }, (_, index) => `Objetivo${index}`);
  const row = [
    '2026-09-01T10:00:00Z',
    CLIENT,
    'Core Directory',
    'x',
    'Consent to application',
    'success',
    ...numbered.map(() => ''),
  ];
  const head = (names: readonly string[]): Parameters<typeof recognizeRefusal>[0] => ({
    kind: 'csv',
    encoding: 'utf-8',
    warnings: [],
    truncation: [],
    delimiter: ',',
    header: [...names, ...numbered],
    headerLine: 1,
    lineEnd: '\n',
    hasHeader: true,
    sample: [row],
  });
  const spanish = head(['Fecha', 'IdDeCorrelacion', 'Servicio', 'Categoría', 'Actividad', 'Resultado']);
  expect(recognizeRefusal(spanish, 0)?.refusal.sentence).toContain('language');
  expect(
    recognizeRefusal(head(['Date (UTC)', 'CorrelationId', 'Service', 'Category', 'Activity', 'Result']), 0),
  ).toBeNull();
});
