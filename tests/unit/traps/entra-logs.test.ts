import { expect, test } from 'vitest';
import {
  ANN,
  APP,
  csv,
  delegatedGrant,
  facts,
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

test('trap 20: records without a time are refused, never dated with the import', async () => {
  const audit = put(
    'undated.csv',
    csv(['OperationName', 'InitiatedBy', 'TargetResources', 'CorrelationId', 'Result'], {
      OperationName: 'Add delegated permission grant',
      InitiatedBy: '{}',
      TargetResources: JSON.stringify(delegatedGrant('User.Read')),
      CorrelationId: 'c',
      Result: 'success',
    }),
  );
  expect(await inspect(audit)).toMatchObject({ format: 'entra.audit', verdict: 'unusable' });
  const { accepted, reasons } = await importOne(audit, 'entra.audit');
  expect(accepted).toBe(0);
  expect(reasons).toMatchObject([{ outcome: 'rejected', reason: expect.stringContaining('no time column') }]);
  expect(facts()['lifecycle']).toEqual([]);

  const summary = put(
    'aggregate.csv',
    csv(['StartTime [UTC]', 'EndTime [UTC]', 'IPAddress', 'applicationSet', 'Type', 'timestamp [UTC]'], {
      'StartTime [UTC]': '4/19/2026, 12:13:19.483 PM',
      'EndTime [UTC]': '4/19/2026, 12:16:34.877 PM',
      IPAddress: '192.0.2.1',
      applicationSet: '["Portal"]',
      Type: 'SigninLogs',
      'timestamp [UTC]': '4/19/2026, 12:13:19.483 PM',
    }),
  );
  const refused = await inspect(summary);
  expect(refused).toMatchObject({ format: null, verdict: 'unusable' });
  expect(refused.reason).toContain('summary');
});

test('trap 20: a sign-in time hidden in the authentication steps is used and called derived', async () => {
  const steps = [
    { authenticationStepDateTime: '2026-04-19T12:13:31.4214666+00:00', succeeded: true },
    { authenticationStepDateTime: '2026-04-19T12:13:19.4834758+00:00', succeeded: false },
  ];
  const path = put(
    'steps.csv',
    csv(
      [
        'Category',
        'ResultType',
        'AppDisplayName',
        'AppId',
        'AuthenticationDetails',
        'Id',
        'ResourceDisplayName',
        'UserId',
      ],
      {
        Category: 'SignInLogs',
        ResultType: '0',
        AppDisplayName: 'Fieldnotes',
        AppId: APP,
        AuthenticationDetails: JSON.stringify(steps, null, 2),
        Id: 's1',
        ResourceDisplayName: 'Microsoft Graph',
        UserId: ANN,
      },
    ),
  );
  expect((await inspect(path)).reason).toContain('times are derived from AuthenticationDetails');
  const { accepted, firstEvent } = await importOne(path, 'entra.signin').then((one) => ({
    accepted: one.accepted,
    firstEvent: rows('SELECT time FROM event'),
  }));
  expect(accepted).toBe(1);
  expect(firstEvent).toEqual([{ time: Date.parse('2026-04-19T12:13:19.483Z') }]);
  expect(rows('SELECT log_label FROM import')).toMatchObject([{ log_label: expect.stringContaining('derived') }]);
});

test('trap 52: the connector of a mailbox record is its client, not the API it called', async () => {
  const path = put('ual.json', [
    unified('MailItemsAccessed', { AppId: GRAPH_APP, ClientAppId: APP }),
    unified('FileDownloaded', { Workload: 'SharePoint', AppAccessContext: { ClientAppId: OTHER_APP } }),
    unified('UserLoggedIn', { RecordType: 15, ApplicationId: APP, ObjectId: GRAPH_APP }),
    unified('New-InboxRule', { AppId: GRAPH_APP, ClientAppId: '' }),
  ]);
  const { accepted, notRelevant } = await importOne(path, 'm365.ual');
  expect([accepted, notRelevant]).toEqual([3, 1]);
  const defender = {
    Timestamp: '2026-09-03T08:00:00Z',
    ActionType: 'FileAccessed',
    Application: 'Microsoft SharePoint Online',
    ApplicationId: 11161,
    AccountObjectId: ANN,
    RawEventData: unified('FileAccessed', { Workload: 'SharePoint', ClientAppId: OTHER_APP }),
  };
  await importOne(put('cloud.json', [defender]), 'm365.cloudappevents');
  expect(rows('SELECT key FROM connector ORDER BY key')).toEqual([
    { key: `entra:${APP}` },
    { key: `entra:${OTHER_APP}` },
  ]);
});

test('trap 54: one person in two spellings is one; programs and anonymous links are nobody', async () => {
  const users = [
    'Ann@Firm.Example',
    'ann@firm.example',
    'guest_other.example#EXT#@firm.example',
    'app@sharepoint',
    'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
    'S-1-5-18',
    'urn:spo:anon#f0f0',
    'Certificate',
    `ServicePrincipal_${OTHER_CLIENT}`,
    '',
  ];
  const path = put(
    'ual.json',
    users.map((UserId, index) => unified('MailItemsAccessed', { Id: `u${index}`, UserId, ClientAppId: APP })),
  );
  const { accepted } = await importOne(path, 'm365.ual');
  expect(accepted).toBe(users.length);
  expect(rows('SELECT key FROM principal ORDER BY key')).toEqual([
    { key: 'ann@firm.example' },
    { key: 'guest_other.example#ext#@firm.example' },
  ]);
});

test('trap 56: addresses lose ports, brackets and the mapped prefix', async () => {
  const addresses = ['192.0.2.4:3521', '[2001:db8::1]:36185', '::ffff:192.0.2.5', '192.0.2.6, 198.51.100.7', ''];
  const path = put(
    'ual.json',
    addresses.map((ClientIP, index) => unified('MailItemsAccessed', { Id: `u${index}`, ClientIP, ClientAppId: APP })),
  );
  await importOne(path, 'm365.ual');
  expect(rows('SELECT text.value FROM event LEFT JOIN text ON text.id = ip ORDER BY line, event.id')).toEqual(
    ['192.0.2.4', '2001:db8::1', '192.0.2.5', '192.0.2.6', null].map((value) => ({ value })),
  );
});
