import { DEFAULT_POLICY, type PolicyValues, policyValues } from './policy.ts';

export interface Preset {
  readonly name: string;
  /** What it is for and where its values come from; ids of standards only. */
  readonly source: string;
  readonly values: PolicyValues;
}

const QUARTERLY = {
  cadenceTier4Days: 90,
  cadenceTier3Days: 90,
  cadenceTier2Days: 90,
  cadenceTier1Days: 90,
} as const;

const base = policyValues(DEFAULT_POLICY);

/** Starting points of a policy. What a standard leaves to the company is said to be a placeholder, not its requirement. */
export const PRESETS: readonly Preset[] = [
  {
    name: DEFAULT_POLICY.name,
    source:
      'Starting values of this product: 90 days of dormancy, review every 90 days from tier 3 up. Life of secrets and certificates after CISA SCuBA MS.AAD.5.6v1 and MS.AAD.5.7v1; the rest is judgment.',
    values: base,
  },
  {
    // PCI DSS 4.0.1, 7.2.5.1 with 12.3.1: the frequency follows from the targeted risk analysis of the company itself.
    name: 'PCI DSS 7.2.5.1',
    source:
      'PCI DSS 4.0.1, 7.2.5.1 and 12.3.1: the company sets how often access of applications and systems is reviewed, in its own targeted risk analysis. The 90 days here are a placeholder; enter the value of that analysis and name it in the reason.',
    values: { ...base, ...QUARTERLY },
  },
  {
    // CIS Controls v8.1: 5.5 service accounts reviewed at least quarterly, 5.3 dormant accounts after 45 days.
    name: 'CIS 5.5',
    source: 'CIS Controls v8.1: review of service accounts at least quarterly (5.5), dormancy after 45 days (5.3).',
    values: { ...base, ...QUARTERLY, dormantDays: 45 },
  },
];
