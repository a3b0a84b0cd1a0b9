import { iso, WINDOW_END, WINDOW_START } from './clock.ts';
import { csvCell, csvLine } from './csv.ts';
import { createEntraTenant } from './entra-connectors.ts';
import { ENTRA_STORY } from './entra-story.ts';
import { createWriter } from './large-writer.ts';
import { createPeople, type Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';

const HEADER = [
  'RecordId',
  'CreationDate',
  'RecordType',
  'Operation',
  'UserId',
  'AuditData',
  'AssociatedAdminUnits',
  'AssociatedAdminUnitsNames',
] as const;
const OPEN_SESSIONS = 48;
/** One record in so many is a consent. */
const RECORDS_PER_CONSENT = 2000;

interface AuditRecord {
  readonly type: number;
  readonly operation: string;
  readonly data: object;
}

/**
 * Writes the portal's CSV of the unified audit log of exactly `count` records, oldest first: files and mail read by people
 * and by apps, sign-ins, and now and then a consent; each with its JSON `AuditData`, about 1.5 kB a row.
 */
export function writeUnifiedAudit(path: string, count: number, seed: number): void {
  const random = createRandom(seed, 'large unified audit log');
  const people = createPeople(seed);
  const tenant = createEntraTenant(seed);
  // What came to the sample later is left out: files of one seed stay as they were.
  const connectors = tenant.connectors.slice(0, ENTRA_STORY.length);
  const open = () => ({
    person: random.pick(people),
    connector: random.pick(connectors),
    kind: random.below(10),
    left: random.between(4, 80),
  });
  const sessions = Array.from({ length: OPEN_SESSIONS }, open);
  const step = (WINDOW_END - WINDOW_START) / count;
  const write = createWriter(path);
  write.line(csvLine(HEADER), '\r\n');
  for (let index = 0; index < count; index += 1) {
    const time = iso(Math.floor(WINDOW_START + (index + random.below(1000) / 1000) * step));
    const which = random.below(OPEN_SESSIONS);
    const session = at(sessions, which);
    const { person, connector, kind } = session;
    const record =
      random.below(RECORDS_PER_CONSENT) === 0
        ? consent(random, person, connector)
        : kind < 5
          ? fileAccess(random, person, kind < 3 ? connector.appId : null)
          : kind < 8
            ? mailAccess(random, person, connector.appId)
            : signIn(random, person, connector.appId);
    const id = random.guid();
    const data = {
      CreationTime: time.slice(0, 19),
      Id: id,
      Operation: record.operation,
      OrganizationId: tenant.tenantId,
      RecordType: record.type,
      ...record.data,
    };
    const created = `${time.slice(0, 19)}.0000000Z`;
    write.line(
      `${id},${created},${record.type},${record.operation},${person.email},${csvCell(JSON.stringify(data))},,`,
      '\r\n',
    );
    session.left -= 1;
    if (session.left === 0) sessions[which] = open();
  }
  write.end();
}

function fileAccess(random: Random, person: Person, appId: string | null): AuditRecord {
  const name = `Minutes ${random.digits(4)}.docx`;
  const site = `https://tarnbrook.sharepoint.example/sites/${person.department.replaceAll(' ', '')}/`;
  const context = { CorrelationId: random.guid(), UniqueTokenId: random.text(22, 'abcdefghijklmnopqrstuvwxyz') };
  return {
    type: 6,
    operation: random.chance(0.7) ? 'FileAccessed' : 'FileDownloaded',
    data: {
      UserKey: 'i:0h.f|membership|10032001f1d2e3a4@live.com',
      UserType: 0,
      Version: 1,
      Workload: 'SharePoint',
      ClientIP: person.address,
      UserId: person.email,
      ...(appId === null ? {} : { ApplicationId: appId, ApplicationDisplayName: 'Connected app' }),
      AppAccessContext: appId === null ? context : { ...context, AADSessionId: random.guid(), ClientAppId: appId },
      AuthenticationType: 'OAuth',
      BrowserName: '',
      BrowserVersion: '',
      CorrelationId: random.guid(),
      DeviceDisplayName: person.address,
      EventSource: 'SharePoint',
      GeoLocation: 'EUR',
      IsManagedDevice: false,
      ItemType: 'File',
      ListId: random.guid(),
      ListItemUniqueId: random.guid(),
      Platform: 'NotSpecified',
      Site: random.guid(),
      UserAgent: 'node-fetch/1.0 (Linux; x64)',
      WebId: random.guid(),
      HighPriorityMediaProcessing: false,
      SourceFileExtension: 'docx',
      SiteUrl: site,
      SourceRelativeUrl: 'Shared Documents/General',
      SourceFileName: name,
      ObjectId: `${site}Shared Documents/General/${name}`,
    },
  };
}

function mailAccess(random: Random, person: Person, appId: string): AuditRecord {
  const message = () => ({
    Id: random.text(64, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789'),
    ImmutableId: random.text(64, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789'),
    InternetMessageId: `<${random.hex(32)}@mail.tarnbrook.example>`,
    SizeInBytes: random.between(4_000, 90_000),
  });
  return {
    type: 50,
    operation: 'MailItemsAccessed',
    data: {
      ResultStatus: 'Succeeded',
      UserKey: '10032001F1D2E3A4',
      UserType: 0,
      Version: 1,
      Workload: 'Exchange',
      UserId: person.email,
      AppId: '00000003-0000-0000-c000-000000000000',
      ClientAppId: appId,
      ClientIPAddress: person.address,
      ClientInfoString: 'Client=REST;Client=RESTSystem;;',
      ExternalAccess: false,
      InternalLogonType: 0,
      LogonType: 0,
      LogonUserSid: `S-1-5-21-${random.digits(10)}-${random.digits(10)}-${random.digits(10)}-${random.digits(7)}`,
      MailboxGuid: person.id,
      MailboxOwnerUPN: person.email,
      OperationProperties: [
        { Name: 'MailAccessType', Value: 'Bind' },
        { Name: 'IsThrottled', Value: 'False' },
      ],
      OrganizationName: 'tarnbrook.onmicrosoft.example',
      OriginatingServer: 'TESTEUR01 (15.20.4200.000)\r\n',
      SessionId: random.guid(),
      Folders: [
        { FolderItems: [message(), message()], Id: random.text(60, 'ABCDEFabcdef0123456789'), Path: '\\Inbox' },
      ],
      OperationCount: 2,
      AppAccessContext: { AADSessionId: random.guid(), UniqueTokenId: random.text(22, 'abcdefghijklmnopqrstuvwxyz') },
    },
  };
}

function signIn(random: Random, person: Person, appId: string): AuditRecord {
  return {
    type: 15,
    operation: 'UserLoggedIn',
    data: {
      ResultStatus: 'Success',
      UserKey: person.id,
      UserType: 0,
      Version: 1,
      Workload: 'AzureActiveDirectory',
      ClientIP: person.address,
      ObjectId: '00000003-0000-0000-c000-000000000000',
      UserId: person.email,
      AzureActiveDirectoryEventType: 1,
      ExtendedProperties: [
        { Name: 'ResultStatusDetail', Value: 'Success' },
        { Name: 'UserAgent', Value: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) "quoted"' },
        { Name: 'RequestType', Value: 'OAuth2:Token' },
      ],
      ModifiedProperties: [],
      Actor: [
        { ID: person.id, Type: 0 },
        { ID: person.email, Type: 5 },
      ],
      ActorContextId: random.guid(),
      ActorIpAddress: person.address,
      InterSystemsId: random.guid(),
      IntraSystemId: random.guid(),
      SupportTicketId: '',
      Target: [{ ID: '00000003-0000-0000-c000-000000000000', Type: 0 }],
      TargetContextId: random.guid(),
      ApplicationId: appId,
      DeviceProperties: [
        { Name: 'OS', Value: 'Windows10' },
        { Name: 'BrowserType', Value: 'Other' },
        { Name: 'IsCompliantAndManaged', Value: 'False' },
        { Name: 'SessionId', Value: random.guid() },
      ],
      ErrorNumber: '0',
    },
  };
}

function consent(
  random: Random,
  person: Person,
  connector: { readonly appId: string; readonly name: string; readonly scopes: readonly string[] },
): AuditRecord {
  const target = random.guid();
  const granted = `[] => [[Id: ${random.text(43, 'abcdefghijklmnopqrstuvwxyz')}, ClientId: ${target}, PrincipalId: ${person.id}, ResourceId: ${random.guid()}, ConsentType: Principal, Scope:  ${connector.scopes.join(' ')}, CreatedDateTime: , LastModifiedDateTime ]]; `;
  return {
    type: 8,
    operation: 'Consent to application.',
    data: {
      ResultStatus: 'Success',
      UserKey: `${person.id}@tarnbrook.example`,
      UserType: 0,
      Version: 1,
      Workload: 'AzureActiveDirectory',
      ObjectId: connector.appId,
      UserId: person.email,
      AzureActiveDirectoryEventType: 1,
      ExtendedProperties: [{ Name: 'additionalDetails', Value: JSON.stringify({ AppId: connector.appId }) }],
      ModifiedProperties: [
        { Name: 'ConsentContext.IsAdminConsent', NewValue: 'False', OldValue: '' },
        { Name: 'ConsentContext.IsAppOnly', NewValue: 'False', OldValue: '' },
        { Name: 'ConsentAction.Permissions', NewValue: granted, OldValue: '' },
        { Name: 'TargetId.ServicePrincipalNames', NewValue: connector.appId, OldValue: '' },
      ],
      Actor: [
        { ID: person.email, Type: 5 },
        { ID: person.id, Type: 2 },
      ],
      ActorContextId: random.guid(),
      InterSystemsId: random.guid(),
      IntraSystemId: random.guid(),
      SupportTicketId: '',
      Target: [
        { ID: `ServicePrincipal_${target}`, Type: 2 },
        { ID: target, Type: 2 },
        { ID: 'ServicePrincipal', Type: 2 },
        { ID: connector.name, Type: 1 },
        { ID: connector.appId, Type: 4 },
      ],
      TargetContextId: random.guid(),
    },
  };
}
