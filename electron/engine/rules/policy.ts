/** Thresholds of the rules. Printed with the report; a change is a new policy version. */
export interface Policy {
  readonly name: string;
  readonly version: number;
  /** Days without successful use after which a grant counts as dormant (CS-16). */
  readonly dormantDays: number;
  /** Age in days from which "never used" may be said (CS-16b). */
  readonly neverUsedAgeDays: number;
  /** Days a log must reach back (CS-08, CS-16). */
  readonly windowDays: number;
  /** Share of those days that must be covered, 0..1. */
  readonly coveredShare: number;
  /** Token events without any operation, and the days they are counted over (CS-18). */
  readonly refreshEvents: number;
  readonly refreshDays: number;
  /** Longest life of an access token, and clock skew, minutes (CS-24). */
  readonly tokenLifeMinutes: number;
  readonly clockSkewMinutes: number;
  /** People that make a connector rarely used (CS-28). */
  readonly rareUsers: number;
  /** Distinct people within hours, and the chance below which that is no accident (CS-31). */
  readonly burstPeople: number;
  readonly burstHours: number;
  readonly burstProbability: number;
  /** Trailing days from which the tenant's own consent rate is taken (CS-31). */
  readonly burstTrailingDays: number;
  /** Fewest of these days that must be covered for a rate to be stated (CS-31). */
  readonly burstTrailingMinimum: number;
  /** Share of the tenant's people below which a tenant-wide consent should be narrowed (CS-14). */
  readonly narrowBelow: number;
}

/** Starting values: 90 days is the common dormancy threshold; the rest are judgment, printed with every report. */
export const DEFAULT_POLICY: Policy = {
  name: 'Default',
  version: 1,
  dormantDays: 90,
  neverUsedAgeDays: 30,
  windowDays: 90,
  coveredShare: 0.95,
  refreshEvents: 3,
  refreshDays: 30,
  tokenLifeMinutes: 90,
  clockSkewMinutes: 5,
  rareUsers: 2,
  burstPeople: 5,
  burstHours: 24,
  burstProbability: 0.001,
  burstTrailingDays: 60,
  burstTrailingMinimum: 7,
  narrowBelow: 0.05,
};
