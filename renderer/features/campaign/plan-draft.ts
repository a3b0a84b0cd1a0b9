import { type CampaignPlan, campaignPlan, PLAN_TIERS } from '../../../shared/contract/campaign-plan.ts';

/** A plan while it is written: numbers as they are typed. */
export interface PlanDraft {
  readonly plan: CampaignPlan;
  readonly numbers: Readonly<Record<string, string>>;
}

interface NumberField {
  readonly key: string;
  readonly least: number;
  readonly most: number;
  readonly get: (plan: CampaignPlan) => number;
  readonly set: (plan: CampaignPlan, value: number) => CampaignPlan;
}

function tierField(tier: number, part: 'nextReviewDays' | 'minutes', most: number): NumberField {
  return {
    key: `${part} ${tier}`,
    least: 1,
    most,
    get: (plan) => plan.tiers.find((one) => one.tier === tier)?.[part] ?? 1,
    set: (plan, value) => ({
      ...plan,
      tiers: plan.tiers.map((one) => (one.tier === tier ? { ...one, [part]: value } : one)),
    }),
  };
}

function thresholdField(part: keyof CampaignPlan['thresholds'], least: number, most: number): NumberField {
  return {
    key: part,
    least,
    most,
    get: (plan) => plan.thresholds[part],
    set: (plan, value) => ({ ...plan, thresholds: { ...plan.thresholds, [part]: value } }),
  };
}

const FIELDS: readonly NumberField[] = [
  ...PLAN_TIERS.flatMap((tier) => [tierField(tier, 'nextReviewDays', 3650), tierField(tier, 'minutes', 1440)]),
  {
    key: 'samplePercent',
    least: 0,
    most: 100,
    get: (plan) => plan.second.samplePercent,
    set: (plan, value) => ({ ...plan, second: { ...plan.second, samplePercent: value } }),
  },
  {
    key: 'canaryPercent',
    least: 0,
    most: 5,
    get: (plan) => plan.canaryPercent,
    set: (plan, value) => ({ ...plan, canaryPercent: value }),
  },
  thresholdField('dailyLoad', 1, 1000),
  thresholdField('hoursPerDay', 1, 24),
  thresholdField('smallestActiveSeconds', 0, 3600),
];

/** The form filled with a plan. */
export function planDraft(plan: CampaignPlan): PlanDraft {
  return { plan, numbers: Object.fromEntries(FIELDS.map((field) => [field.key, String(field.get(plan))])) };
}

/** The plan that the form says, or null while something typed cannot be one; with a sentence for each such field. */
export function readPlan(draft: PlanDraft): {
  readonly plan: CampaignPlan | null;
  readonly errors: Readonly<Record<string, string>>;
} {
  const errors: Record<string, string> = {};
  let plan = draft.plan;
  for (const { key, least, most, set } of FIELDS) {
    const typed = (draft.numbers[key] ?? '').trim();
    const value = typed === '' ? Number.NaN : Number(typed);
    if (Number.isInteger(value) && value >= least && value <= most) plan = set(plan, value);
    else errors[key] = `A whole number from ${least} to ${most}`;
  }
  if (plan.name.trim() === '') errors['name'] = 'Give the campaign a name.';
  const parsed = campaignPlan.safeParse(plan);
  if (parsed.success || Object.keys(errors).length > 0)
    return { plan: Object.keys(errors).length === 0 && parsed.success ? parsed.data : null, errors };
  const nonceDigest = parsed.error.issues.some(({ path }) => path.includes('nonceDigest'));
  return {
    plan: null,
    errors: nonceDigest
      ? { nonceDigest: 'A SHA-256 has 64 digits from 0 to 9 and a to f.' }
      : { plan: 'Something in this form cannot be part of a plan.' },
  };
}

/** Minutes as hours with one decimal: "6.5 h". */
export function hoursText(minutes: number): string {
  return `${(minutes / 60).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} h`;
}

let kept: { readonly of: string; readonly draft: PlanDraft } | null = null;

/** The form as it was left, when it was begun from the plan named by `of`; otherwise null. */
export function keptPlan(of: string): PlanDraft | null {
  return kept?.of === of ? kept.draft : null;
}

/** Keeps what stands in the form while somebody looks elsewhere. */
export function keepPlan(of: string, draft: PlanDraft): void {
  kept = { of, draft };
}
