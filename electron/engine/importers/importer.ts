import type { EventKind, EventResult, GrantKind, Platform } from '../../../shared/domain/vocabulary.ts';
import type { DayOrder } from '../reading/time.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { withoutLostScopes } from './parts/lost-scopes.ts';

/** How sure an importer is that a file is its own, and the evidence for it, shown to the user. */
export interface Detection {
  /** 0 = not mine … 1 = every required key and every bonus key found. */
  readonly score: number;
  readonly reason: string;
}

/** A field of the source: names it goes by (CSV header or dotted JSON path), matched by canonical key. */
export interface FieldSource {
  readonly from: readonly string[];
  /** A record without it is rejected with a reason. */
  readonly required?: true;
}

/** Reads the declared fields of one record. Values are trimmed text; '' when absent. */
export interface FieldReader<F extends string> {
  text(field: F): string;
  /** The value as JSON gave it; text in a CSV file. */
  raw(field: F): JsonValue | undefined;
  /** True when the file has the column at all, so that '' means empty and not missing. */
  has(field: F): boolean;
}

/**
 * What identifies a connector in a source. `app` = client id or appId; `sp` = Entra service principal object id;
 * `installation` = GitHub installation id; `service` = legacy Slack integration. `name` and `project` (Google project
 * number) are weak: they are bridged to an app only where exactly one app of the platform fits, and never create two.
 */
export interface ClientReference {
  readonly space: 'app' | 'sp' | 'installation' | 'service' | 'name' | 'project';
  readonly id: string;
  readonly name?: string;
  /** When it is not the importer's own platform: registers speak of every platform. */
  readonly platform?: Platform;
}

/**
 * What an export may state of an app: `redirect` a reply address; `flow` a way of signing in it is set up for (see
 * `FLOWS`); `refresh-life` how long its refresh tokens live, as written; `token-type` the kind of token it holds.
 */
export type DetailKind =
  'redirect' | 'flow' | 'tag' | 'homepage' | 'publisher-domain' | 'audience' | 'refresh-life' | 'token-type';

/** From where and with what a connector was seen to work; `network` is an autonomous system, `flow` one of `FLOWS`. */
export type TraitKind = 'agent' | 'address' | 'country' | 'network' | 'flow' | 'credential';

/** Ways of signing in that rules tell apart. `legacy-protocol`: IMAP, POP, SMTP and other basic authentication. */
export const FLOWS = [
  'authorization-code',
  'implicit',
  'password',
  'client-credentials',
  'device-code',
  'refresh-token',
  'legacy-protocol',
  'saml',
  'jwt-bearer',
] as const;
export type Flow = (typeof FLOWS)[number];

export interface ConnectorFact {
  readonly fact: 'connector';
  readonly client: ClientReference;
  /** Further ids of the same connector found in this record: the bridge between grants and logs. */
  readonly sameAs?: readonly ClientReference[];
  readonly publisher?: string;
  /** null = the source does not say. */
  readonly publisherVerified?: boolean | null;
  readonly ownerTenant?: string;
  readonly enabled?: boolean;
  readonly createdAt?: number;
  /** When the platform itself says the app was last used (grade Q3). */
  readonly lastUsedAt?: number;
  /** How many people hold a consent, where the source gives a number and no names. */
  readonly statedUsers?: number;
  readonly credentials?: readonly {
    readonly kind: 'password' | 'certificate';
    readonly start: number | null;
    readonly end: number | null;
    /** The id that logs name when the credential is used. */
    readonly keyId?: string;
    readonly name?: string;
  }[];
  /** What the export states of the app, as written: reply addresses, flows it is set up for, tags… */
  readonly details?: readonly { readonly kind: DetailKind; readonly value: string }[];
  /** Permission dictionary of a resource API: GUID to name. */
  readonly permissions?: readonly {
    readonly id: string;
    readonly value: string;
    readonly kind: 'application' | 'delegated';
  }[];
}

export interface GrantFact {
  readonly fact: 'grant';
  readonly client: ClientReference;
  readonly kind: GrantKind;
  /** null for the whole tenant. */
  readonly principal: string | null;
  readonly resource?: ClientReference;
  readonly scopes: readonly string[];
  /** Permission GUIDs still to be resolved through the resource's dictionary. */
  readonly scopeIds?: readonly string[];
  readonly grantedAt?: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  readonly nativeId?: string;
  /**
   * Taken from an audit event because no export lists such grants (Google domain-wide delegation). A later revocation of
   * the same connector and kind ends it.
   */
  readonly fromEvent?: true;
}

export interface EventFact {
  readonly fact: 'event';
  /** `authorize`: consent, renewal or scope change; which one follows from what came before and is decided later. */
  readonly kind: EventKind | 'authorize';
  readonly time: number;
  readonly client: ClientReference;
  readonly principal: string | null;
  /** Which catalog rule turns the call into an operation. */
  readonly operation?:
    | { readonly matcher: 'graph'; readonly method: string; readonly uri: string }
    | { readonly matcher: 'google'; readonly api: string; readonly method: string }
    | { readonly matcher: 'github'; readonly method: string; readonly route: string }
    /** The address of a request, whose method may be unknown (''), and the event where the address names no call. */
    | { readonly matcher: 'okta'; readonly method: string; readonly uri: string; readonly event: string }
    /** What is shown, and the same with the address of the call where the log has it. */
    | { readonly matcher: 'salesforce'; readonly name: string; readonly withPath: string }
    /** An audit event of a source that the catalog knows by this name (`exchange`, `drive`, `github` ...). */
    | { readonly matcher: 'event'; readonly source: string; readonly name: string }
    | { readonly matcher: 'plain'; readonly name: string };
  readonly result: EventResult;
  readonly scopes?: readonly string[];
  readonly previousScopes?: readonly string[];
  readonly bytes?: number;
  readonly ip?: string;
  /** Vendor event id, the key for finding repeats; without it the content is the key. */
  readonly eventId?: string;
  /** Who did it when that is not the principal (an admin who consents for everyone). */
  readonly actor?: string;
  readonly tenantWide?: boolean;
  readonly detail?: string;
  /** Shared by the records that one act left behind; they are merged into one. */
  readonly correlation?: string;
  /** Key of a login session; records of the same session that name no app are attributed through it. */
  readonly session?: string;
  /** From where and with what it was done, as the record says. Kept for successful uses and tokens. */
  readonly userAgent?: string;
  /** Two-letter country code, upper case. */
  readonly country?: string;
  /** Autonomous system: its number, or its name where there is no number. */
  readonly network?: string;
  readonly flow?: Flow;
  /** Id of the credential that the app proved itself with. */
  readonly credentialId?: string;
}

/** Something an app did while the record does not say which app. Counted and shown as such, never given to an invented app. */
export interface UnattributedFact {
  readonly fact: 'unattributed';
  readonly kind: EventKind;
  readonly time: number;
  readonly principal: string | null;
  readonly result: EventResult;
  /** Why no app can be named: `the personal security log names no app`. */
  readonly reason: string;
  readonly operation?: EventFact['operation'];
  readonly eventId?: string;
  /** See `EventFact.session`. */
  readonly session?: string;
}

/** Calls that were counted where the log lives, not event by event. */
export interface UsageFact {
  readonly fact: 'usage';
  readonly client: ClientReference;
  readonly principal: string | null;
  readonly kind: 'use' | 'issue' | 'refresh';
  readonly operation?: EventFact['operation'];
  readonly result: EventResult;
  readonly count: number;
  /** UTC milliseconds; the row is filed under the UTC day of `last`. A source that knows only the last call gives it twice. */
  readonly first: number;
  readonly last: number;
  /** First and last UTC day that the count speaks for; those days count as covered by the log. */
  readonly window: { readonly from: number; readonly to: number };
}

/** The registers an auditor may bring besides people and owners. */
export type Register =
  'vendors' | 'environments' | 'approvals' | 'prior-decisions' | 'egress' | 'applications' | 'roles' | 'token-policies';

/** One entry of a register, kept as stated. */
export interface RegisterFact {
  readonly fact: 'register';
  readonly register: Register;
  /** What the entry is about: vendor name, tenant id, app, address range. Entries with one key are versions of one. */
  readonly key: string;
  readonly client?: ClientReference;
  /** Column names of this product (`contact`, `decision`, `until`…) to text as written; times as ISO 8601 UTC. */
  readonly values: Readonly<Record<string, string>>;
}

/** Two names of one principal: an address and an id. */
export interface PrincipalFact {
  readonly fact: 'principal';
  readonly ids: readonly string[];
  readonly name?: string;
  readonly department?: string;
  readonly status?: string;
  readonly manager?: string;
  readonly leftOn?: string;
  /** True when the source is a register of people, so that absence from it means something. */
  readonly register?: boolean;
}

export interface OwnerFact {
  readonly fact: 'owner';
  readonly client: ClientReference;
  readonly owner: string;
  readonly role: 'business' | 'technical';
  readonly since?: string;
  readonly purpose?: string;
}

export type Fact =
  ConnectorFact | GrantFact | EventFact | UnattributedFact | UsageFact | PrincipalFact | OwnerFact | RegisterFact;

/** What became of one record: facts, or the reason why there are none. */
export type Mapped =
  | { readonly facts: readonly Fact[] }
  | { readonly rejected: string }
  | {
      readonly notRelevant: string;
      /** When it happened: a day of a log is covered by any record of that day, relevant or not. */
      readonly at?: number;
    };

/** Facts about the file as a whole that a mapping may need. */
export interface MapContext {
  readonly tenant: string;
  readonly asOf: number;
  readonly head: CsvHead | JsonHead;
  /** Time parser of this file: day and month order and zone are decided once for the file. */
  readonly time: (text: string) => number | null;
  /** The app that the user says the file is about (see `asksSubject`); '' when not stated. */
  readonly subject: string;
}

/** A log whose days count as covered: usage can be judged from it. */
export interface LogDeclaration {
  readonly id: string;
  readonly label: string;
  /** Operation logs (Q1) show calls; token logs (Q2) show tokens being issued and used. */
  readonly grade: 'Q1' | 'Q2';
  /** Logs that hold the same records under the same ids share a family, so that a record counts once. Default: the id. */
  readonly family?: string;
  /** How long the platform keeps it, in words: `30 days (7 without a premium licence)`. */
  readonly retention?: string;
  /** Records may arrive so much later: the last hours of the window prove no silence. */
  readonly latencyHours?: number;
  /** True where the exporter samples, bundles or throttles, so that counts are at least, not exactly. */
  readonly isLowerBound?: true;
}

/** Sees every record of a file, accepted or not. */
export interface Reconciliation<F extends string> {
  readonly see: (record: FieldReader<F>) => void;
  /** A sentence when the file contradicts itself; asked for once, at the end. */
  readonly contradiction: () => string | null;
}

interface ImporterCommon<F extends string> {
  readonly id: string;
  readonly platform: Platform;
  /** Where one layout serves several platforms, told by the first records. */
  readonly platformOf?: (head: CsvHead | JsonHead) => Platform;
  readonly label: string;
  /** Which system the export comes from, proposed to the user. */
  readonly system: string;
  readonly fields: Readonly<Record<F, FieldSource>>;
  readonly detect: (head: CsvHead | JsonHead) => Detection;
  /** The order in which this exporter always writes dates with slashes; else it is decided per file. */
  readonly dayOrder?: DayOrder;
  /** `local`: times without a zone are in the zone of whoever exported, so the user is asked. Default: UTC. */
  readonly zone?: 'utc' | 'local';
  /** Present when the file is a log. A function where one layout serves several logs, told by the first records. */
  readonly log?: LogDeclaration | ((head: CsvHead | JsonHead) => LogDeclaration);
  /**
   * Present when the file lists grants as they stand: of what it gives the whole list. A grant absent from a newer whole
   * list of the same tenant (or person, or connector) disappeared between the two.
   */
  readonly lists?: 'tenant' | 'principal' | 'connector';
  /** Numbers of records at which this export is known to be cut off without a word. */
  readonly caps?: readonly { readonly records: number; readonly what: string }[];
  /** Compares what the file states about the whole of it, such as a totals row, with its records. */
  readonly reconcile?: () => Reconciliation<F>;
  /** Asked of the user when the file does not say which app it is about. */
  readonly asksSubject?: string;
}

/**
 * A high-volume log told as data: which field fills which part of an event. The same declaration serves the present
 * reader and a faster scanner later.
 */
export interface EventDeclaration<F extends string> {
  readonly kind: EventKind;
  readonly time: F;
  readonly client: F;
  readonly clientSpace: 'app' | 'sp';
  readonly principal: F;
  readonly operation: { readonly matcher: 'graph'; readonly method: F; readonly uri: F };
  /** HTTP status: 2xx and 304 success, 401 and 403 denied, else attempted. */
  readonly status: F;
  readonly bytes?: F;
  readonly ip?: F;
  readonly userAgent?: F;
  readonly eventId?: F;
}

/**
 * How the rows of a CSV file of millions fall apart, so that `map` is asked once for what is said and once for whom it
 * is said of, and not once a row. It promises: for rows with the same fields of `what`, `map` says the same of everything
 * but the person; for rows with the same fields of `who`, the same of the person. All fields of the importer are in one of
 * the lists. Rows that are anything but one grant or one event of use, and rows of other layouts, are mapped one by one.
 */
export interface BulkDeclaration<F extends string> {
  readonly what: readonly F[];
  readonly who: readonly F[];
  /** Of events: the fields that differ from row to row, and the event id that follows from time and vendor id. */
  readonly event?: {
    readonly time: F;
    readonly ip: F;
    readonly bytes: F;
    readonly id: F;
    readonly eventId: (time: number, id: string) => string | undefined;
  };
}

export interface RecordImporter<F extends string = string> extends ImporterCommon<F> {
  readonly bulk?: BulkDeclaration<F>;
  readonly map: (record: FieldReader<F>, context: MapContext) => Mapped;
}
export interface EventLogImporter<F extends string = string> extends ImporterCommon<F> {
  readonly event: EventDeclaration<F>;
}
export type Importer<F extends string = string> = RecordImporter<F> | EventLogImporter<F>;

/** The platform a file of this importer speaks of. */
export function platformOf(importer: Importer, head: CsvHead | JsonHead): Platform {
  return importer.platformOf?.(head) ?? importer.platform;
}

/** The log a file of this importer belongs to, or undefined when it is no log. */
export function logOf(importer: Importer, head: CsvHead | JsonHead): LogDeclaration | undefined {
  return typeof importer.log === 'function' ? importer.log(head) : importer.log;
}

/**
 * Checks the declaration's types and hands it on, with what holds for every format: scopes that an exporter lost are not
 * taken for scopes. The plug-in folder is read by its default exports.
 */
export function defineImporter<const F extends string>(importer: Importer<F>): Importer {
  const safe: Importer<F> =
    'map' in importer
      ? { ...importer, map: (record, context) => withoutLostScopes(importer.map(record, context)) }
      : importer;
  // The field names are only known inside the declaration; outside it they are text.
  return safe as unknown as Importer;
}

/** A file that looks like tenant data and is none (an index, a catalogue, an aggregate): named, explained, never imported. */
export interface Refusal {
  readonly id: string;
  readonly label: string;
  readonly detect: (head: CsvHead | JsonHead) => Detection;
  /** What the file is, why it proves nothing, and what to export instead. */
  readonly sentence: string;
}

/** Checks the declaration's types and hands it on. */
export function defineRefusal(refusal: Refusal): Refusal {
  return refusal;
}
