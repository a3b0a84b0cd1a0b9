/** Platforms the product names. Anything mapped by hand is `other`. */
export const PLATFORMS = ['google', 'entra', 'salesforce', 'slack', 'github', 'okta', 'other'] as const;
export type Platform = (typeof PLATFORMS)[number];
export const PLATFORM_LABELS: Readonly<Record<Platform, string>> = {
  google: 'Google Workspace',
  entra: 'Microsoft Entra',
  salesforce: 'Salesforce',
  slack: 'Slack',
  github: 'GitHub',
  okta: 'Okta',
  other: 'Other',
};

/** How a grant was given. A review item is (tenant, connector, grant kind). */
export const GRANT_KINDS = ['application', 'delegated-tenant', 'delegated-user'] as const;
export type GrantKind = (typeof GRANT_KINDS)[number];
export const GRANT_KIND_LABELS: Readonly<Record<GrantKind, string>> = {
  application: 'Application permission',
  'delegated-tenant': 'Tenant-wide consent',
  'delegated-user': 'Consent per person',
};

/** Whose app it is, told by the id of its owner: the platform's own vendor, the tenant under review, or somebody else. */
export const ORIGINS = ['platform', 'internal', 'third-party', 'unknown'] as const;
export type Origin = (typeof ORIGINS)[number];
export const ORIGIN_LABELS: Readonly<Record<Origin, string>> = {
  platform: 'The platform itself',
  internal: 'Own app',
  'third-party': 'Third party',
  unknown: 'Not stated',
};

export const RATED_TIERS = [0, 1, 2, 3, 4] as const;
/** Scope risk tier, 0 sign-in only … 4 can take over identities or reach all data; null = not in the catalog. */
export type Tier = (typeof RATED_TIERS)[number] | null;

/** Unrated scopes sort with tier 3, never low. */
export function tierRank(tier: Tier): number {
  return tier ?? 3;
}

/** What the evidence says about one granted scope. Nothing else may be said. */
export const USAGE_STATUSES = [
  'observed',
  'denied-only',
  'not-seen-full',
  'not-seen-partial',
  'not-observable',
  'persistence',
] as const;
export type UsageStatus = (typeof USAGE_STATUSES)[number];
export const USAGE_STATUS_LABELS: Readonly<Record<UsageStatus, string>> = {
  observed: 'Observed',
  'denied-only': 'Denied only',
  'not-seen-full': 'Not seen, fully covered window',
  'not-seen-partial': 'Not seen, partly covered',
  'not-observable': 'Not observable',
  persistence: 'Sign-in or persistence',
};

/** Q1 operation log, Q2 sign-in or token log, Q3 platform field, Q0 none. */
export const GRADES = ['Q1', 'Q2', 'Q3', 'Q0'] as const;
export type Grade = (typeof GRADES)[number];
export const GRADE_LABELS: Readonly<Record<Grade, string>> = {
  Q1: 'Operation log',
  Q2: 'Sign-in or token log',
  Q3: 'Platform field',
  Q0: 'No evidence',
};

/** What the grades mean, for who sees only the code. */
export const GRADE_MEANINGS: Readonly<Record<Grade, string>> = {
  Q1: 'a log names the single operations',
  Q2: 'a log names sign-ins or tokens, not what was done with them',
  Q3: 'the platform states a last use, without a record of it',
  Q0: 'no source supplied can show use',
};

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rule has four outcomes for a subject; only `finding` carries a severity. */
export const OUTCOMES = ['finding', 'clear', 'undeterminable', 'not-applicable'] as const;
export type Outcome = (typeof OUTCOMES)[number];
/** What the outcomes of CS-01 mean for a connector. */
export const OWNERSHIP_LABELS: Readonly<Record<Outcome, string>> = {
  clear: 'Owned',
  finding: 'Nobody accountable',
  undeterminable: 'Not known',
  'not-applicable': 'Not applicable',
};

export const DECISIONS = [
  'certify',
  'reduce',
  'conditional',
  'revoke',
  'assign-owner',
  'need-info',
  'escalate',
] as const;
export type Decision = (typeof DECISIONS)[number];
export const DECISION_LABELS: Readonly<Record<Decision, string>> = {
  certify: 'Certify',
  reduce: 'Reduce scopes',
  conditional: 'Conditional',
  revoke: 'Revoke',
  'assign-owner': 'Assign owner',
  'need-info': 'Need info',
  escalate: 'Escalate',
};
/** Decisions after which nothing is left to decide in this campaign; the others are answers that leave an item open. */
export const FINAL_DECISIONS: readonly Decision[] = ['certify', 'reduce', 'conditional', 'revoke'];

/** Bands of whole days, by their first and last day; the days since something whose time is not known are unknown. */
export const AGE_BANDS = ['0-29', '30-89', '90-179', '180-364', '365-729', '730-', 'unknown'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];
export const AGE_BAND_LABELS: Readonly<Record<AgeBand, string>> = {
  '0-29': 'Under 30 days',
  '30-89': '30 to 89 days',
  '90-179': '90 to 179 days',
  '180-364': '180 to 364 days',
  '365-729': '1 to 2 years',
  '730-': '2 years and more',
  unknown: 'Not known',
};

/** What happened in a lifecycle or usage event. */
export const EVENT_KINDS = [
  'use',
  'consent',
  'issue',
  'refresh',
  'scope-change',
  'revoke',
  'deny',
  'request',
  'credential',
  'install',
  'uninstall',
  'disable',
  'alert',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** 2xx and 304 = success; 401 and 403 = denied; anything else = attempted. */
export const RESULTS = ['success', 'denied', 'attempted'] as const;
export type EventResult = (typeof RESULTS)[number];
