import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { counted, timeText } from '../words.ts';

const STATES = { staged: 'Staged', open: 'Open', closed: 'Closed' } as const;

/** The plan that the review followed, its deadlines, and every version of it. */
export function campaignPlan({ record: { plan } }: ReportModel): ReportBlock[] {
  if (plan === null)
    return [
      heading('Campaign plan'),
      text('The review followed no recorded plan: no deadlines, reviewers or second reviews were set beforehand.'),
    ];
  const { scope, second, purpose, name, starts } = plan.plan;
  const limits = [
    ...(scope.platforms.length === 0 ? [] : [`platforms: ${scope.platforms.join(', ')}`]),
    ...(scope.tenants.length === 0 ? [] : [`tenants: ${scope.tenants.join(', ')}`]),
    ...(scope.kinds.length === 0 ? [] : [`kinds of grant: ${scope.kinds.join(', ')}`]),
    ...(scope.lowestTier === 0 ? [] : [`tier ${scope.lowestTier} and above`]),
    ...(scope.rules.length === 0 ? [] : [`with a finding of ${scope.rules.join(', ')}`]),
    ...(scope.excluded.length === 0 ? [] : [`${counted(scope.excluded.length, 'connector')} left out with a reason`]),
  ];
  return [
    heading('Campaign plan'),
    facts([
      ['Campaign', `${name}, version ${plan.version}, ${STATES[plan.state].toLowerCase()}`],
      ['Purpose', purpose || null],
      ['First day', starts],
      ['Scope', limits.length === 0 ? 'The whole population' : limits.join('; ')],
      [
        'Second review',
        [
          second.fromTier === null ? 'of no tier as a whole' : `of every item of tier ${second.fromTier} and above`,
          `of ${second.samplePercent} % of the others, drawn at random`,
        ].join(', '),
      ],
      [
        'Word the draw was made with',
        second.samplePercent === 0 ? null : second.nonce || `Not given yet; its SHA-256 is ${second.nonceDigest}`,
        'mono',
      ],
    ]),
    table(
      'plan-tiers',
      'Deadlines and progress by tier, of the frozen population',
      [
        column('Tier', 'tier', '28mm'),
        column('Items', 'number', '30mm'),
        column('Of these unrated', 'number', '30mm'),
        column('Decided', 'number', '30mm'),
        column('Reviewed twice', 'number', '30mm'),
        column('Due', 'text', '30mm'),
      ],
      plan.tiers.map((tier) => [tier.tier, tier.items, tier.unrated, tier.decided, tier.second, tier.due]),
      '',
    ),
    table(
      'plan-versions',
      'Versions of the plan, the oldest first',
      [
        column('Version', 'number', '18mm'),
        column('State', 'text', '24mm'),
        column('Reason', 'text', '74mm'),
        column('By, time', 'text', '62mm'),
      ],
      plan.history.map((one) => [one.version, STATES[one.state], one.reason, `${one.by}, ${timeText(one.at)}`]),
      '',
    ),
  ];
}
