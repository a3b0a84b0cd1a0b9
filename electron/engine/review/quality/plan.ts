import type Database from 'better-sqlite3';
import { campaignPlan } from '../../../../shared/contract/campaign-plan.ts';
import type { Measures } from '../../evidence/quality-figures.ts';

/** What a plan says about measuring the review. */
export interface QualityPlan extends Measures {
  /** null in a case without a campaign. */
  readonly campaign: {
    readonly name: string;
    readonly number: number;
    readonly id: string;
    readonly root: string;
    /** The word of the auditor; '' where the plan has none. */
    readonly nonce: string;
  } | null;
  /** Whether the report gives figures for each reviewer. */
  readonly figuresPerReviewer: boolean;
  /** Share in % of items made up as known to be bad; 0: none. */
  readonly canaryPercent: number;
}

/** Where nobody planned otherwise: 5 seconds are less than it takes to read a screen; 60 items are a full day of careful work. */
const UNPLANNED = { smallestActiveSeconds: 5, dailyLoad: 60, figuresPerReviewer: false, canaryPercent: 0 } as const;

/** The plan in force as far as it is about measuring, or the values that hold without one. */
export function qualityPlan(db: Database.Database): QualityPlan {
  const row = db
    .prepare<[], { plan: string; campaign: number; id: string; root: string }>(
      'SELECT plan, campaign, id, root FROM v_campaign',
    )
    .get();
  if (row === undefined) return { campaign: null, ...UNPLANNED };
  const { name, thresholds, figuresPerReviewer, canaryPercent, second } = campaignPlan.parse(JSON.parse(row.plan));
  return {
    campaign: { name, number: row.campaign, id: row.id, root: row.root, nonce: second.nonce },
    smallestActiveSeconds: thresholds.smallestActiveSeconds,
    dailyLoad: thresholds.dailyLoad,
    figuresPerReviewer,
    canaryPercent,
  };
}
