import type { Grade, UsageStatus } from '../../../shared/domain/vocabulary.ts';

/** Platforms with a catalog. */
export const CATALOG_PLATFORMS = ['entra', 'google', 'github', 'slack', 'okta', 'salesforce'] as const;
export type CatalogPlatform = (typeof CATALOG_PLATFORMS)[number];

/**
 * How a permission was granted. Delegated: the app acts as a signed-in person. Application: it acts as itself.
 * Slack: user token / bot token. GitHub: OAuth app scope / GitHub App permission.
 */
export type GrantKind = 'delegated' | 'application';

/** 0 sign-in only, 1 own profile, 2 limited, 3 broad data of people, 4 can change access or reach all data. */
export type Tier = 0 | 1 | 2 | 3 | 4;

export type ScopeVerb = 'identity' | 'offline' | 'read' | 'write' | 'admin' | 'unknown';
/** Whose data the scope reaches. `unknown`: the source does not say. */
export type ScopeBreadth = 'own' | 'shared' | 'selected' | 'tenant' | 'unknown';

/** Everything the catalog knows about one granted scope. */
export interface ScopeFact {
  /** Canonical and unique within (platform, kind). Scopes of a resource other than Microsoft Graph read `Resource/Scope`. */
  readonly id: string;
  /** The scope without its resource, as the platform writes it. Google: without the common URL prefix. */
  readonly name: string;
  /** Entra: application id of the resource, lower case, when known. Other platforms: null. */
  readonly resource: string | null;
  readonly kind: GrantKind;
  /** False: the catalog has no row for it; everything else here is then a neutral default, never a guess. */
  readonly known: boolean;
  /** null: unrated. Sort it with 3 (see `tierRank`). */
  readonly tier: Tier | null;
  readonly verb: ScopeVerb;
  readonly breadth: ScopeBreadth;
  /** The scope reaches only part of the data (per-file, metadata, selected ...); logs cannot show whether that part suffices. */
  readonly limit?: string;
  /** Tokens that say why the tier is what it is: content, tenant-content, escalation, security-data, restricted ... */
  readonly basis: readonly string[];
  /** Lets the app work while nobody is signed in (offline_access, refresh_token): judged by refresh events. */
  readonly persistence: boolean;
  /** Sign-in claims only (openid, profile, email ...): judged by sign-ins. */
  readonly identity: boolean;
  /** One plain line: what it can do, and to whose data. */
  readonly label: string;
  /** The platform's own class, where it has one. */
  readonly platformClass?: 'restricted' | 'sensitive' | 'non-sensitive';
  /** False: `platformClass` is assumed, not read from the platform's list. */
  readonly classVerified?: boolean;
  /** Microsoft's privilege level 1-5, where stated. */
  readonly nativeLevel?: number;
  readonly adminConsent?: boolean;
  /** Set when `tier` is the organisation's own: what the catalog says, and why it was changed. */
  readonly override?: { readonly was: Tier | null; readonly reason: string; readonly by: string; readonly at: string };
  /** SHA-256 of the imported file that the row comes from; absent for shipped rows. */
  readonly source?: string;
}

/**
 * How well a call fits the catalog. exact: its template is listed. folded: listed after an alias was resolved.
 * parent: only a path above it is listed (weak). none: unknown call.
 */
export type MatchQuality = 'exact' | 'folded' | 'parent' | 'none';

export interface OperationMatch {
  /** What people see and what is stored: method and template, free of ids and query. Matching a key again gives the same key. */
  readonly key: string;
  readonly quality: MatchQuality;
  readonly verb: 'read' | 'write' | 'unknown';
  /** Row of the permission sets of this catalog version; null when no template matches. Do not store: store the key. */
  readonly setIndex: number | null;
  /** An event or event type, not a call: it proves that one of the scopes was used, but not that each would do. */
  readonly isEvent?: true;
}

/** Why no log can show that a scope was used. */
export type UnobservableReason = 'no-such-log' | 'log-not-supplied' | 'not-attributable' | 'no-mapping';

/** A log that can show the use of a scope. */
export interface ObservingLog {
  /** Id of the log, as importers declare it. */
  readonly log: string;
  /** What the log is called in a sentence. */
  readonly name: string;
  /** Only imports with single calls (grade Q1) show it; others of the same format hold events. */
  readonly needsCalls: boolean;
  /** Kinds of use that the log does not show. With any, a scope that was not seen is at best partly covered. */
  readonly blindSpots: readonly string[];
}

export interface Observability {
  /** Each of them shows every use of the scope but for its blind spots. Empty: none can. */
  readonly logs: readonly ObservingLog[];
  readonly reason?: UnobservableReason | 'persistence';
  /** The reason as a sentence. */
  readonly explanation?: string;
}

/** Scopes of a call whose need hangs on something that no log shows, such as whether a repository is public. */
export interface ConditionalScopes {
  /** Allow the call in one case only, where the covering scopes allow it in every case. */
  readonly sufficient: readonly string[];
  /** Needed in one case only: a successful call does not show that they were used. */
  readonly perhapsNeeded: readonly string[];
}

export interface CatalogSource {
  readonly name: string;
  readonly version: string;
  readonly date: string;
  readonly license: string;
  /** Of the file, where it was imported into the case. */
  readonly sha256?: string | undefined;
}

/** An organisation's own tier for a scope, with the reason it gave. */
export interface TierOverride {
  readonly platform: CatalogPlatform;
  readonly kind: GrantKind;
  /** Canonical id. */
  readonly scope: string;
  readonly tier: Exclude<Tier, null>;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

export interface PlatformCatalog {
  readonly platform: CatalogPlatform;
  /** The oldest date of its parts, YYYY-MM-DD or YYYY-MM. */
  readonly asOf: string;
  readonly digest: string;
  readonly sources: readonly CatalogSource[];
  /**
   * Looks up a scope as written in an export: trimmed, case-insensitive, short or full form.
   * `resource` (Entra only): application id or display name; null means Microsoft Graph. Never fails: an unknown scope
   * comes back with `known: false` and `tier: null`.
   */
  resolveScope(resource: string | null, kind: GrantKind, scopeText: string): ScopeFact;
  /** The permission behind an app role id or delegated scope id, or undefined. Entra only. */
  resolvePermissionGuid(resourceAppId: string, guid: string, kind: GrantKind): ScopeFact | undefined;
  observableBy(kind: GrantKind, scopeId: string): Observability;
  /** Canonical ids of all scopes that allow the call: those listed and everything above them. Empty when unmatched. */
  coveringScopes(kind: GrantKind, match: OperationMatch): readonly string[];
  /** Canonical ids of scopes that `scopeId` needs beside it for this call (any one of them), or empty. */
  companionScopes(kind: GrantKind, match: OperationMatch, scopeId: string): readonly string[];
  /** Canonical ids beside `coveringScopes`, for calls whose need the log does not settle. */
  conditionalScopes(kind: GrantKind, match: OperationMatch): ConditionalScopes;
  /** Whether the scopes of this call follow from a rule and are not stated by the platform. */
  isDerived(kind: GrantKind, match: OperationMatch): boolean;
  /** Whether `upper` allows everything `lower` does (a scope includes itself). */
  includes(upper: string, lower: string): boolean;
  /** Everything below a scope, itself excluded, sorted. */
  includedBy(scopeId: string): readonly string[];
  /** Canonical ids of all scopes that can be granted this way, in the order of the files. */
  scopeIds(kind: GrantKind): readonly string[];
  /** The files it is put together from. */
  readonly parts: readonly { readonly part: string; readonly asOf: string }[];
  /** Rows of calls that scopes are mapped to. */
  readonly operationCount: number;
  /** The row of a canonical id, or undefined. */
  scope(kind: GrantKind, scopeId: string): ScopeFact | undefined;
}

/** The pinned facts about scopes. Stamp assessments with `version` and `digest`. */
export interface Catalog {
  readonly version: string;
  /** SHA-256 (hex) over the digests of all parts. */
  readonly digest: string;
  /** The oldest `asOf` of the platforms. */
  readonly asOf: string;
  readonly platforms: readonly PlatformCatalog[];
  platform(name: string): PlatformCatalog | undefined;
  /** Microsoft Graph call, from any log that has method and URI. Host, version, query and ids are ignored. */
  matchGraph(method: string, requestUri: string): OperationMatch;
  /** Google API call, as the token activity log names it. */
  matchGoogle(apiName: string, methodName: string): OperationMatch;
  /** GitHub REST call, by method and either its address or its route. */
  matchGitHub(method: string, route: string): OperationMatch;
  /** Okta call, by address and, where it is known, method (else ''). */
  matchOkta(method: string, requestUri: string): OperationMatch;
  /** Salesforce call: event type, then what the log names of the call, with or without its address. */
  matchSalesforce(name: string): OperationMatch;
  /** Audit event of a source as importers name it (`exchange`, `drive`, `github` ...). */
  matchEvent(source: string, name: string): OperationMatch;
}

/** Calls of one operation by one connector, summed. Counts are calls; times are UTC milliseconds. */
export interface ObservedOperation {
  readonly key: string;
  readonly match: OperationMatch;
  /** 2xx and 304. */
  readonly succeeded: number;
  /** 401 and 403. */
  readonly denied: number;
  /** Everything else. */
  readonly attempted: number;
  readonly first: number;
  readonly last: number;
  /** Ids of the people on whose behalf it happened; empty for application calls. */
  readonly people: readonly (string | number)[];
}

/** What one kind of log covers, after merging its files. Times are UTC milliseconds. */
export interface LogCoverage {
  readonly log: string;
  readonly from: number;
  readonly to: number;
  readonly coveredDays: number;
  /** UTC days, YYYY-MM-DD, without evidence of coverage inside the needed window. */
  readonly missingDays: readonly string[];
  /** Files of the log that may have been cut off: what they do not show is no silence. */
  readonly cutOff?: string | null;
  /** Absent: Q1. */
  readonly grade?: Grade;
}

export interface EvidenceWindow {
  readonly logs: readonly LogCoverage[];
  readonly needFrom: number;
  /** Exclusive. */
  readonly needTo: number;
}

export interface AssessmentInput {
  readonly catalog: PlatformCatalog;
  readonly kind: GrantKind;
  readonly granted: readonly ScopeFact[];
  readonly operations: readonly ObservedOperation[];
  readonly window: EvidenceWindow;
  /** False: the log cannot tie calls to this grant (for example domain-wide delegation through another client). */
  readonly attributable: boolean;
}

/** What keeps "not seen" from covering the whole window. */
export interface EvidenceGap {
  readonly log: string;
  readonly why: 'starts-late' | 'ends-early' | 'missing-days' | 'cut-off' | 'blind-spot';
  /** UTC days YYYY-MM-DD; for starts-late and ends-early the first and last missing day. */
  readonly days: readonly string[];
  readonly text: string;
}

/**
 * sole: the only grant that allows at least one successful call. chosen: part of the smallest set of grants that allows
 * every successful call. redundant: allows successful calls, all of which that set allows without it.
 */
export type ScopeNeed = 'sole' | 'chosen' | 'redundant';

export interface ScopeUsage {
  readonly scope: ScopeFact;
  readonly status: UsageStatus;
  /** Only with `observed`. */
  readonly need?: ScopeNeed;
  /** With `redundant`: the grants of the smallest set that allow the same calls. */
  readonly coveredBy: readonly string[];
  /** Best quality of a call that counts for this status. */
  readonly matchQuality?: MatchQuality;
  /** Only audit events count for this status: no single call of the scope was logged. */
  readonly isByEvents?: true;
  /** Which permission the calls that count need is derived by rule. */
  readonly isDerived?: true;
  /** With `not-seen-*`: the log that covers the window best. */
  readonly judgedBy?: string;
  readonly gaps: readonly EvidenceGap[];
  readonly reason?: UnobservableReason | 'persistence';
  readonly explanation?: string;
  /** Keys of calls credited to this scope (each successful call is credited once, plus companions it cannot do without). */
  readonly credited: readonly string[];
  /** Keys of successful calls it would also have allowed, credited to another grant. */
  readonly alsoAllowed: readonly string[];
  /** Calls the scope allows (credited or not), not only those credited. */
  readonly succeeded: number;
  readonly denied: number;
  readonly attempted: number;
  /** Over the calls counted in `succeeded`; for denied-only over the denied ones. */
  readonly first: number | null;
  readonly last: number | null;
  readonly people: readonly (string | number)[];
  /** With `not-seen-*`: successful calls of the connector that no grant explains; one of them may have used this scope. */
  readonly unexplainedCalls: number;
}

export interface ScopeAssessment {
  /** One entry per granted scope, in the order given. */
  readonly scopes: readonly ScopeUsage[];
  /** Matched, but no granted scope allows it: the grant list is older or newer than the log, or the catalog has a hole. */
  readonly uncovered: readonly ObservedOperation[];
  /** No template matches, or the catalog ties the call to no scope of this kind. */
  readonly unmatched: readonly ObservedOperation[];
  /** Calls that several unrelated grants allow, or whose need lies in a body that logs do not show. */
  readonly unattributable: readonly ObservedOperation[];
  /** Batch envelopes: their inner calls are logged and counted on their own. */
  readonly containers: readonly ObservedOperation[];
  /** Canonical ids of the smallest set of grants that allows every successful, attributable call. */
  readonly smallestSet: readonly string[];
  /** Whether `smallestSet` is proven smallest or found by the bounded method. */
  readonly method: 'exact' | 'bounded';
}
