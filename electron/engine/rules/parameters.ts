/** One threshold or list of the rules: what it is, what it may be, and which rules read it. */
interface Shown {
  readonly label: string;
  readonly rules: readonly string[];
}
export interface NumberParameter extends Shown {
  readonly type: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** What it counts; `share` and `chance` are parts of 1. */
  readonly unit: string;
}
export interface BooleanParameter extends Shown {
  readonly type: 'boolean';
  readonly default: boolean;
}
export interface ListParameter extends Shown {
  readonly type: 'list';
  readonly default: readonly string[];
  readonly unit: string;
}
export type Parameter = NumberParameter | BooleanParameter | ListParameter;

type Range = readonly [least: number, most: number];

function number(start: number, [min, max]: Range, unit: string, rules: string, label: string): NumberParameter {
  return { type: 'number', default: start, min, max, unit, label, rules: rules.split(' ') };
}

function yesNo(start: boolean, rules: string, label: string): BooleanParameter {
  return { type: 'boolean', default: start, label, rules: rules.split(' ') };
}

function list(unit: string, rules: string, label: string): ListParameter {
  return { type: 'list', default: [], unit, label, rules: rules.split(' ') };
}

/**
 * Every parameter with its starting value and every rule that it changes: a preview runs only those. 180 and 365 days for secrets and certificates: CISA SCuBA MS.AAD.5.6v1 and
 * 5.7v1. 90 days is the common threshold for dormancy, 45 that of CIS 5.3. The rest are judgment, printed with every report.
 */
export const PARAMETERS = {
  windowDays: number(90, [7, 730], 'days', 'CS-04 CS-08 CS-09 CS-16 CS-24', 'Days a log must reach back'),
  coveredShare: number(
    0.95,
    [0.5, 1],
    'share',
    'CS-03 CS-16 CS-18 CS-20 CS-21 CS-24 CS-32',
    'Share of those days that must hold records',
  ),
  internalDomains: list(
    'domains',
    'CS-01 CS-18 CS-29 CS-30',
    'Domains of the company; empty: no person is judged external by address',
  ),
  acceptGuestOwner: yesNo(false, 'CS-01 CS-18 CS-29', 'A guest may be business owner'),
  acceptGroupOwner: yesNo(false, 'CS-01 CS-18 CS-29', 'A group or shared mailbox may be business owner'),
  ownerGraceDays: number(7, [0, 90], 'days', 'CS-02 CS-18', 'Days after an owner leaves before it is a finding'),
  missingMeansLeft: yesNo(true, 'CS-02 CS-18', 'An owner absent from a whole register of people counts as having left'),
  humanOperations: number(
    5,
    [1, 1000],
    'calls',
    'CS-03',
    'Calls with a human client before an app identity counts as used by a person',
  ),
  humanDays: number(30, [1, 365], 'days', 'CS-03', 'Days over which such calls are counted'),
  consentToleranceMinutes: number(
    10,
    [0, 1440],
    'minutes',
    'CS-04',
    'How far a consent event may lie from the time of the grant',
  ),
  approverRoles: list(
    'roles',
    'CS-05',
    'Roles that may approve; empty: any role that the register of roles marks as approver',
  ),
  breakGlassAccounts: list('accounts', 'CS-05', 'Break-glass accounts beside those of the register of roles'),
  requireRequest: yesNo(true, 'CS-05', 'An admin consent needs a request in the workflow or an approval on record'),
  cadenceTier4Days: number(90, [1, 1825], 'days', 'CS-06 CS-18', 'Days between reviews, tier 4'),
  cadenceTier3Days: number(90, [1, 1825], 'days', 'CS-06 CS-18', 'Days between reviews, tier 3 and unrated'),
  cadenceTier2Days: number(180, [1, 1825], 'days', 'CS-06 CS-18', 'Days between reviews, tier 2'),
  cadenceTier1Days: number(365, [1, 1825], 'days', 'CS-06 CS-18', 'Days between reviews, tiers 0 and 1'),
  leastWeightDrop: number(
    1,
    [1, 100],
    'weight',
    'CS-09',
    'Least weight that a narrower set of scopes must save (ten a tier)',
  ),
  reachGrowth: number(0.5, [0, 10], 'share', 'CS-10', 'Growth of reach since the last approval that is a finding'),
  ignoredCombinations: list('patterns', 'CS-11', 'Combinations of scopes that are not looked for'),
  firstPartyAllowed: list('apps', 'CS-12 CS-14', 'Management apps on the reviewed allow-list, by id'),
  catalogMaxAgeDays: number(
    180,
    [1, 1825],
    'days',
    'CS-13',
    'Age of the scope catalog from which it is said to be old',
  ),
  narrowBelow: number(
    0.05,
    [0, 1],
    'share',
    'CS-14',
    'Share of people below which tenant-wide consent should be narrowed',
  ),
  dormantDays: number(
    90,
    [7, 730],
    'days',
    'CS-16 CS-20 CS-21',
    'Days without successful use after which a grant counts as dormant',
  ),
  neverUsedAgeDays: number(30, [1, 365], 'days', 'CS-16', 'Least age of a grant before absence of use is a finding'),
  requireOversight: yesNo(true, 'CS-17', 'An app that acts by itself needs a note on human oversight'),
  refreshEvents: number(3, [1, 1000], 'events', 'CS-18', 'Token events without any operation'),
  refreshDays: number(30, [1, 365], 'days', 'CS-18', 'Days over which token events are counted'),
  maxRefreshDays: number(90, [1, 1825], 'days', 'CS-19', 'Longest life of a refresh token'),
  credentialLeadDays: number(30, [1, 365], 'days', 'CS-20', 'Days before its end from which a credential is reported'),
  credentialUrgentDays: number(7, [0, 90], 'days', 'CS-20', 'Days before its end from which that is urgent'),
  passwordMaxDays: number(180, [1, 3650], 'days', 'CS-21', 'Longest life of a client secret'),
  certificateMaxDays: number(365, [1, 3650], 'days', 'CS-21', 'Longest life of a certificate'),
  rotationOverlapDays: number(14, [0, 90], 'days', 'CS-21', 'Days that two secrets may overlap for rotation'),
  newCredentialDays: number(
    7,
    [0, 90],
    'days',
    'CS-21',
    'Days after a credential was added in which a first use is looked at',
  ),
  holderGraceDays: number(
    1,
    [0, 90],
    'days',
    'CS-22',
    'Days after a person leaves before a grant still held is a finding',
  ),
  tokenLifeMinutes: number(90, [1, 1440], 'minutes', 'CS-24', 'Longest life of an access token'),
  clockSkewMinutes: number(5, [0, 120], 'minutes', 'CS-24', 'Allowed difference of clocks'),
  reconsentDays: number(365, [1, 3650], 'days', 'CS-25', 'Days after a revocation in which a new consent is a finding'),
  deadlineTier4Days: number(1, [0, 365], 'days', 'CS-26', 'Days to carry out a decision, tier 4'),
  deadlineTier3Days: number(5, [0, 365], 'days', 'CS-26', 'Days to carry out a decision, tier 3 and unrated'),
  deadlineTier2Days: number(14, [0, 365], 'days', 'CS-26', 'Days to carry out a decision, tier 2'),
  deadlineTier1Days: number(30, [0, 365], 'days', 'CS-26', 'Days to carry out a decision, tiers 0 and 1'),
  rareUsers: number(2, [0, 100], 'people', 'CS-28', 'People up to which a connector counts as rare'),
  allowedVendors: list('publishers', 'CS-28', 'Publishers whose assessment is on record'),
  protectedNames: list(
    'names',
    'CS-29',
    'Names that no other app may look like, beside those of the platform and of certified apps',
  ),
  lookalikeLength: number(6, [3, 30], 'characters', 'CS-25 CS-29', 'Least length of a name for a near match'),
  redirectBrokers: list('domains', 'CS-30', 'Known redirect brokers'),
  burstPeople: number(5, [2, 1000], 'people', 'CS-31 CS-29', 'Distinct people who consent in a burst'),
  burstHours: number(24, [1, 168], 'hours', 'CS-31 CS-29', 'Hours a burst lasts at most'),
  burstProbability: number(0.001, [1e-7, 0.5], 'chance', 'CS-31 CS-29', 'Chance below which a burst is no accident'),
  burstTrailingDays: number(60, [7, 365], 'days', 'CS-31 CS-29', 'Days from which the usual rate of consent is taken'),
  burstTrailingMinimum: number(7, [1, 365], 'days', 'CS-31 CS-29', 'Fewest of these days that must be covered'),
  shiftRecentDays: number(14, [1, 90], 'days', 'CS-32', 'Recent days that are compared'),
  shiftBaseDays: number(60, [7, 365], 'days', 'CS-32', 'Days before them that they are compared with'),
  shiftOperations: number(20, [1, 100000], 'calls', 'CS-32', 'Least calls in the days before for a comparison'),
  shiftFactor: number(
    8,
    [2, 100],
    'times',
    'CS-32',
    'Times the median deviation by which volume must exceed the median',
  ),
  teamMinimum: number(2, [2, 20], 'departments', 'CS-33', 'Departments from which a connector counts as shared'),
  teamShare: number(0.1, [0.01, 0.5], 'share', 'CS-33', 'Share of its use that a department must have to count'),
  chainDepth: number(4, [2, 8], 'steps', 'CS-35', 'Longest chain of trust that is followed'),
  staleDays: number(7, [1, 365], 'days', 'EV-7', 'Days by which an export may be older than the newest of the case'),
} as const satisfies Readonly<Record<string, Parameter>>;

export type ParameterName = keyof typeof PARAMETERS;
