import type { RuleItem } from './items.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { dateText } from './wording.ts';

/** A secret or certificate by which an app proves itself. Times are UTC milliseconds. */
export interface Credential {
  readonly kind: 'password' | 'certificate';
  /** '' where the export gives none. */
  readonly keyId: string;
  readonly name: string | null;
  /** Null: not stated. */
  readonly start: number | null;
  /** Null: it has no end. */
  readonly end: number | null;
  readonly spot: EvidenceSpot;
}

/** When a log saw a credential being used. */
export interface CredentialUse {
  readonly keyId: string;
  readonly first: number;
  readonly last: number;
  /** The log of the first time. */
  readonly tenant: string;
  readonly log: string | null;
  readonly spot: EvidenceSpot;
}

/** The credentials of each connector, and what logs saw of them, in the order of their times and ids. */
export interface Credentials {
  of(connector: number): readonly Credential[];
  usesOf(connector: number): readonly CredentialUse[];
}

export function readCredentials({ db }: RuleContext): Credentials {
  const stated = db
    .prepare<
      [],
      {
        connector: number;
        kind: string;
        key_id: string;
        name: string | null;
        start_at: number | null;
        end_at: number | null;
        import_id: number;
        line: number;
      }
    >(
      `SELECT connector, kind, key_id, name, start_at, end_at, import_id, line
       FROM v_credential
       ORDER BY connector, end_at, start_at, kind, key_id, name`,
    )
    .all();
  const seen = db
    .prepare<
      [],
      {
        connector: number;
        value: string;
        first_time: number;
        last_time: number;
        tenant: string;
        log: string | null;
        import_id: number;
        line: number;
      }
    >(
      `SELECT trait.connector, trait.value, trait.first_time, trait.last_time, trait.tenant, import.log, trait.import_id, trait.line
       FROM v_trait AS trait JOIN import ON import.id = trait.import_id
       WHERE trait.kind = 'credential'
       ORDER BY trait.connector, trait.first_time, trait.value, trait.tenant, trait.is_app`,
    )
    .all();
  const credentials = Map.groupBy(stated, (row) => row.connector);
  const uses = Map.groupBy(seen, (row) => row.connector);
  return {
    of: (connector) =>
      (credentials.get(connector) ?? []).map((row) => ({
        kind: row.kind === 'certificate' ? 'certificate' : 'password',
        keyId: row.key_id,
        name: row.name,
        start: row.start_at,
        end: row.end_at,
        spot: { importId: row.import_id, line: row.line, note: 'credentials in the export' },
      })),
    usesOf: (connector) =>
      (uses.get(connector) ?? []).map((row) => ({
        keyId: row.value,
        first: row.first_time,
        last: row.last_time,
        tenant: row.tenant,
        log: row.log,
        spot: { importId: row.import_id, line: row.line, note: 'first use of the credential' },
      })),
  };
}

/** `the client secret "Deploy"`, or with the id of the platform where it has no name. */
export function credentialText({ kind, keyId, name }: Credential): string {
  const what = kind === 'certificate' ? 'certificate' : 'client secret';
  if (name !== null && name !== '') return `the ${what} "${name}"`;
  return keyId === '' ? `a ${what} without a name` : `the ${what} ${keyId}`;
}

/** `the client secret "Deploy" (2026-01-01 to 2026-12-31)`. */
export function datedText(credential: Credential): string {
  const start = credential.start === null ? 'start not stated' : dateText(credential.start);
  const end = credential.end === null ? 'no end' : dateText(credential.end);
  return `${credentialText(credential)} (${start} to ${end})`;
}

/** Whether a use is one of this credential. */
export function isUseOf(use: CredentialUse, credential: Credential): boolean {
  return credential.keyId !== '' && use.keyId.toLowerCase() === credential.keyId.toLowerCase();
}

/** Vendors keep the credentials of their apps in their own tenant, so an export of the customer's can show none. */
export function isKeptElsewhere(item: RuleItem): boolean {
  return item.origin === 'third-party' || item.origin === 'platform';
}

/** What to ask for when no credential of a connector is known. */
export function missingCredentials(item: RuleItem): string {
  return `The credentials of ${item.name}: no imported export lists any. The export of its registration with its secrets and certificates would.`;
}
