import type { EventKind, EventResult, GrantKind, Platform } from '../../../shared/domain/vocabulary.ts';
import type { DayOrder } from '../reading/time.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';

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

/** What identifies a connector in a source. `sp` = Entra service principal object id, `app` = client id or appId. */
export interface ClientReference {
  readonly space: 'app' | 'sp' | 'name';
  readonly id: string;
  readonly name?: string;
  /** When it is not the importer's own platform: registers speak of every platform. */
  readonly platform?: Platform;
}

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
  readonly credentials?: readonly {
    readonly kind: 'password' | 'certificate';
    readonly start: number | null;
    readonly end: number | null;
  }[];
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

export type Fact = ConnectorFact | GrantFact | EventFact | PrincipalFact | OwnerFact;

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
  /** Time parser of this file: day and month order are decided once for the file. */
  readonly time: (text: string) => number | null;
}

/** A log whose days count as covered: usage can be judged from it. */
export interface LogDeclaration {
  readonly id: string;
  readonly label: string;
  /** Operation logs (Q1) show calls; token logs (Q2) show tokens being issued and used. */
  readonly grade: 'Q1' | 'Q2';
}

interface ImporterCommon<F extends string> {
  readonly id: string;
  readonly platform: Platform;
  readonly label: string;
  /** Which system the export comes from, proposed to the user. */
  readonly system: string;
  readonly fields: Readonly<Record<F, FieldSource>>;
  readonly detect: (head: CsvHead | JsonHead) => Detection;
  /** The order in which this exporter always writes dates with slashes; else it is decided per file. */
  readonly dayOrder?: DayOrder;
  /** Present when the file is a log. */
  readonly log?: LogDeclaration;
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
  readonly eventId?: F;
}

export interface RecordImporter<F extends string = string> extends ImporterCommon<F> {
  readonly map: (record: FieldReader<F>, context: MapContext) => Mapped;
}
export interface EventLogImporter<F extends string = string> extends ImporterCommon<F> {
  readonly event: EventDeclaration<F>;
}
export type Importer<F extends string = string> = RecordImporter<F> | EventLogImporter<F>;

/** Checks the declaration's types and hands it on; the plug-in folder is read by its default exports. */
export function defineImporter<const F extends string>(importer: Importer<F>): Importer {
  // The field names are only known inside the declaration; outside it they are text.
  return importer as unknown as Importer;
}
