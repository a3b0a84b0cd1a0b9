import { compilePath } from '../../reading/keys.ts';
import type { JsonValue } from '../../reading/types.ts';
import type { FieldSource } from '../importer.ts';
import { cleanAddress } from './addresses.ts';
import { cellText } from './json-cells.ts';

/** What is read of a unified audit record, with the names that its forms use. */
export const AUDIT_FIELDS = {
  id: { from: ['Id', 'OfficeId', 'RecordId', 'Identity'] },
  time: { from: ['CreationTime', 'TimeGenerated', 'CreationDate', 'createdDateTime'] },
  operation: { from: ['Operation', 'Operations'] },
  workload: { from: ['Workload', 'OfficeWorkload', 'service'] },
  userId: { from: ['UserId', 'UserIds', 'userPrincipalName'] },
  userKey: { from: ['UserKey'] },
  result: { from: ['ResultStatus'] },
  ip: { from: ['ClientIP'] },
  mailboxIp: { from: ['ClientIPAddress', 'Client_IPAddress'] },
  actorIp: { from: ['ActorIpAddress'] },
  clientAppId: { from: ['ClientAppId'] },
  appContext: { from: ['AppAccessContext'] },
  applicationId: { from: ['ApplicationId'] },
  applicationName: { from: ['ApplicationDisplayName', 'ClientApplicationDisplayName', 'AppName'] },
  clientInfo: { from: ['ClientInfoString'] },
  agent: { from: ['UserAgent', 'ClientUserAgent'] },
  objectId: { from: ['ObjectId', 'OfficeObjectId'] },
  actor: { from: ['Actor'] },
  target: { from: ['Target', 'AADTarget'] },
  changes: { from: ['ModifiedProperties'] },
  extended: { from: ['ExtendedProperties'] },
  correlation: { from: ['InterSystemsId'] },
} as const satisfies Readonly<Record<string, FieldSource>>;

export type AuditField = keyof typeof AUDIT_FIELDS;

/** One unified audit record, wherever its fields stand. */
export interface AuditRecord {
  readonly raw: (field: AuditField) => JsonValue | undefined;
}

// Object.keys forgets the key type of a record whose keys are known.
const AUDIT_FIELD_NAMES = Object.keys(AUDIT_FIELDS) as readonly AuditField[];
const READERS: ReadonlyMap<AuditField, (value: JsonValue) => JsonValue | undefined> = new Map(
  AUDIT_FIELD_NAMES.map((field) => [field, compilePath(AUDIT_FIELDS[field].from)]),
);

/** Reads an AuditData object; what it lacks is taken from the row around it. */
export function auditRecord(data: JsonValue, around: (field: AuditField) => JsonValue | undefined): AuditRecord {
  return {
    raw: (field) => {
      const own = READERS.get(field)?.(data);
      return own === undefined || own === null || own === '' ? around(field) : own;
    },
  };
}

/** Where the call came from; which field holds it depends on the workload. */
export function addressOf(record: AuditRecord): string {
  for (const field of ['ip', 'mailboxIp', 'actorIp'] as const) {
    const address = cleanAddress(cellText(record.raw(field)));
    if (address !== '') return address;
  }
  return '';
}
