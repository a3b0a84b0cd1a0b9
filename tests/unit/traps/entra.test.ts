import { expect, test } from 'vitest';
import { parseConsentPermissions } from '../../../electron/engine/lib/consent-permissions.ts';
import {
  activity,
  APP,
  BEN,
  change,
  CLIENT,
  csv,
  delegatedGrant,
  facts,
  GRAPH,
  GRAPH_APP,
  importOne,
  inspect,
  OTHER_APP,
  OTHER_CLIENT,
  put,
  rows,
  unified,
  useCase,
} from './entra-case.ts';

useCase();

test('trap 29: scopes that the portal cut off are unknown, not none', async () => {
  const names = ['ConsentContext.IsAdminConsent', 'ConsentContext.IsAppOnly', 'ConsentContext.OnBehalfOfAll', 'a', 'b'];
  const numbered = names.flatMap((_, index) => [
    `Target1ModifiedProperty${index + 1}Name`,
    `Target1ModifiedProperty${index + 1}NewValue`,
  ]);
  const columns = [
    'Date (UTC)',
    'CorrelationId',
    'Activity',
    'Result',
    'ActorUserPrincipalName',
    'Target1ObjectId',
    ...numbered,
  ];
  const line = Object.fromEntries(names.map((name, index) => [`Target1ModifiedProperty${index + 1}Name`, name]));
  const path = put(
    'portal.csv',
    csv(columns, {
      ...line,
      'Date (UTC)': '2026-09-01T10:00:00Z',
      CorrelationId: 'c1',
      Activity: 'Consent to application',
      Result: 'success',
      ActorUserPrincipalName: 'ann@firm.example',
      Target1ObjectId: CLIENT,
    }),
  );
  expect((await inspect(path)).format).toBe('entra.audit');
  await importOne(path, 'entra.audit');
  expect(facts()['lifecycle']).toMatchObject([
    {
      kind: 'consent',
      scopes: null,
      detail: expect.stringContaining('scopes not stated: the export holds five properties'),
    },
  ]);
});

test('trap 44: where an activity names the resource first, the resource becomes no connector', async () => {
  const appRole = activity('Add app role assignment to service principal', [
    {
      id: GRAPH,
      displayName: 'Microsoft Graph',
      modifiedProperties: [
        change('AppRole.Value', '"User.Read.All"'),
        change('ServicePrincipal.ObjectID', JSON.stringify(OTHER_CLIENT)),
        change('TargetId.ServicePrincipalNames', JSON.stringify(GRAPH_APP)),
      ],
    },
  ]);
  const consent = activity('Consent to application', [
    {
      id: OTHER_CLIENT,
      displayName: 'Other',
      modifiedProperties: [change('TargetId.ServicePrincipalNames', JSON.stringify(OTHER_APP))],
    },
  ]);
  const path = put('audit.json', [
    activity('Add delegated permission grant', delegatedGrant('User.Read')),
    appRole,
    consent,
  ]);
  await importOne(path, 'entra.audit');
  expect(rows('SELECT key FROM connector WHERE is_resource_only = 0 ORDER BY key')).toEqual([
    { key: `entra:${OTHER_APP}` },
    { key: `entra:sp:${CLIENT}` },
  ]);
});

test('trap 45: a client of which only the object id is given is kept by it', async () => {
  const { accepted } = await importOne(
    put('audit.json', [activity('Add delegated permission grant', delegatedGrant('User.Read'))]),
    'entra.audit',
  );
  expect(accepted).toBe(1);
  expect(facts()['lifecycle']).toMatchObject([{ connector: `entra:sp:${CLIENT}`, scopes: '["User.Read"]' }]);
});

test('trap 46: values are decoded until they stay the same, in both logs', async () => {
  await importOne(
    put('audit.json', [
      activity('Add delegated permission grant', delegatedGrant('User.Read Mail.ReadWrite', 'User.Read')),
    ]),
    'entra.audit',
  );
  const inUnifiedLog = unified('Add delegated permission grant.', {
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    Target: [
      { ID: `ServicePrincipal_${GRAPH}`, Type: 2 },
      { ID: 'Microsoft Graph', Type: 1 },
    ],
    ModifiedProperties: [
      { Name: 'DelegatedPermissionGrant.Scope', NewValue: '[\r\n  "Files.Read Notes.Read"\r\n]', OldValue: '[]' },
      { Name: 'DelegatedPermissionGrant.ConsentType', NewValue: 'AllPrincipals', OldValue: '' },
      { Name: 'ServicePrincipal.ObjectID', NewValue: `[\r\n  "${OTHER_CLIENT}"\r\n]`, OldValue: '[]' },
    ],
  });
  await importOne(put('ual.json', [inUnifiedLog]), 'm365.ual');
  expect(facts()['lifecycle']).toMatchObject([
    {
      connector: `entra:sp:${CLIENT}`,
      kind: 'scope-change',
      scopes: '["Mail.ReadWrite","User.Read"]',
      detail: 'scopes added: Mail.ReadWrite',
    },
    { connector: `entra:sp:${OTHER_CLIENT}`, kind: 'consent', scopes: '["Files.Read","Notes.Read"]' },
  ]);
});

test('trap 47: the language of consent permissions is read with empty values, several entries and what was granted before', async () => {
  const entry = (principal: string, type: string, scope: string): string =>
    `[Id: x, ClientId: ${CLIENT}, PrincipalId: ${principal}, ResourceId: ${GRAPH}, ConsentType: ${type}, Scope: ${scope}, CreatedDateTime: , LastModifiedDateTime ]`;
  const text = `[${entry('', 'AllPrincipals', ' User.Read')}] => [${entry('', 'AllPrincipals', ' User.Read Mail.Read')}, ${entry('', 'AllPrincipals', '')}]; `;
  expect(parseConsentPermissions(text)).toEqual({
    previous: [
      { clientId: CLIENT, principalId: '', resourceId: GRAPH, consentType: 'AllPrincipals', scopes: ['User.Read'] },
    ],
    added: [
      {
        clientId: CLIENT,
        principalId: '',
        resourceId: GRAPH,
        consentType: 'AllPrincipals',
        scopes: ['User.Read', 'Mail.Read'],
      },
      { clientId: CLIENT, principalId: '', resourceId: GRAPH, consentType: 'AllPrincipals', scopes: [] },
    ],
  });
  const target = (permissions: string): object[] => [
    {
      id: CLIENT,
      displayName: 'Fieldnotes',
      modifiedProperties: [change('ConsentAction.Permissions', JSON.stringify(permissions))],
    },
  ];
  const own = `[] => [${entry(BEN, 'Principal', '  openid')}]; `;
  await importOne(
    put('audit.json', [
      activity('Consent to application', target(text)),
      activity('Consent to application', target(own), {
        id: 'Directory_2',
        correlationId: 'c2',
        activityDateTime: '2026-09-02T10:00:00Z',
      }),
    ]),
    'entra.audit',
  );
  expect(facts()['lifecycle']).toMatchObject([
    {
      kind: 'scope-change',
      scopes: '["Mail.Read","User.Read"]',
      is_tenant_wide: 1,
      detail: 'admin consent to 2 scopes; scopes added: Mail.Read',
    },
    { kind: 'consent', scopes: '["openid"]', principal: BEN, is_tenant_wide: 0 },
  ]);
});

test('trap 51: what an app registration asks for is a request, never a grant', async () => {
  const required = JSON.stringify([
    { ResourceAppId: GRAPH_APP, RequiredAppPermissions: [{ EntitlementId: '024d486e-b451-40bb-833d-3e66d98c5c73' }] },
  ]);
  const update = activity(
    'Update application',
    [
      {
        id: '12340000-0000-4000-8000-000000000001',
        displayName: 'Fieldnotes',
        type: 'Application',
        modifiedProperties: [change('RequiredResourceAccess', required, '[]')],
      },
    ],
    { additionalDetails: [{ key: 'AppId', value: APP }] },
  );
  await importOne(put('audit.json', [update]), 'entra.audit');
  const scuba = {
    module_version: '1.8.0',
    risky_applications: {
      AppId: APP,
      DisplayName: 'Fieldnotes',
      ObjectId: { Application: 'x', ServicePrincipal: CLIENT },
      Permissions: [
        {
          RoleType: 'Application',
          RoleDisplayName: 'User.Read.All',
          ApplicationDisplayName: 'Microsoft Graph',
          IsAdminConsented: true,
        },
        {
          RoleType: 'Application',
          RoleDisplayName: 'Mail.ReadWrite',
          ApplicationDisplayName: 'Microsoft Graph',
          IsAdminConsented: false,
        },
      ],
    },
  };
  await importOne(put('scuba.json', scuba), 'entra.scubagear');
  expect(facts()['lifecycle']).toMatchObject([
    { kind: 'request', scopes: null, detail: expect.stringContaining('requested, not granted') },
  ]);
  expect(facts()['grants']).toMatchObject([{ connector: `entra:${APP}`, scopes: '["User.Read.All"]' }]);
});

test('trap 53: final dots, dashes, trailing spaces and old names are one activity', async () => {
  const credential = [{ id: 'x', displayName: 'Fieldnotes', type: 'Application', modifiedProperties: [] }];
  const more = (id: string, minute: number): object => ({
    id,
    correlationId: id,
    activityDateTime: `2026-09-01T10:0${minute}:00Z`,
    additionalDetails: [{ key: 'AppId', value: APP }],
  });
  const path = put('audit.json', [
    activity('Add OAuth2PermissionGrant', delegatedGrant('User.Read'), more('a', 1)),
    activity('Add delegated permission grant.', delegatedGrant('Mail.Read'), more('b', 2)),
    activity('Update application – Certificates and secrets management ', credential, more('c', 3)),
    activity('Update application - certificates and secrets management', credential, more('d', 4)),
  ]);
  const { accepted } = await importOne(path, 'entra.audit');
  expect(accepted).toBe(4);
  expect(rows('SELECT kind, count(*) AS count FROM lifecycle GROUP BY kind ORDER BY kind')).toEqual([
    { kind: 'consent', count: 2 },
    { kind: 'credential', count: 2 },
  ]);
});

test('trap 77: the records that one consent leaves behind are one consent with several evidences', async () => {
  const target = [{ id: CLIENT, displayName: 'Fieldnotes', modifiedProperties: [] }];
  const path = put('audit.json', [
    activity('Add service principal', target),
    activity('Add app role assignment grant to user', target),
    activity('Add delegated permission grant', delegatedGrant('User.Read Mail.Read')),
    activity('Consent to application', [
      {
        id: CLIENT,
        displayName: 'Fieldnotes',
        modifiedProperties: [change('ConsentContext.IsAdminConsent', '"True"')],
      },
    ]),
  ]);
  const { accepted, notRelevant } = await importOne(path, 'entra.audit');
  expect([accepted, notRelevant]).toEqual([3, 1]);
  expect(facts()['lifecycle']).toMatchObject([
    { kind: 'consent', scopes: '["Mail.Read","User.Read"]', is_tenant_wide: 1, sources: 2 },
    { kind: 'install', sources: 1 },
  ]);
});
