import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import type { Tier } from '../../../../shared/domain/vocabulary.ts';
import { changedParameters, DEFAULT_POLICY, type Policy } from '../../rules/policy.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { campaignPlan } from '../parts/campaign-plan.ts';
import { defaultText, parameterLabel, parameterText } from '../parts/parameters.ts';
import { sampling } from '../parts/sampling.ts';
import { defineSection } from '../section.ts';
import { ageInDays, counted } from '../words.ts';

export default defineSection({
  id: 'method',
  number: '5',
  order: 50,
  title: 'Method',
  hasSignOff: true,
  build: (model) => [
    heading('Risk tiers'),
    text('Every scope has one tier from the scope catalog; an item has the highest tier of its scopes.'),
    tiers(model),
    heading('Rules and parameters'),
    text(
      'A rule gives each of its subjects exactly one of four outcomes: finding, clear, undeterminable (evidence it needs is missing, and it says which) or not applicable. Rules never look at the clock of the computer; they judge as of the time the evidence was taken.',
    ),
    text(changes(model.policy)),
    heading('Rule pack and scope catalog'),
    pack(model),
    heading('Smallest set of scopes'),
    text(
      'For every item the observed successful calls are matched with the granted scopes that allow each. A scope is called needed when the smallest set of scopes that allows all these calls holds it, and redundant when that set does without it. A call that matches no known operation is credited to no scope; it may have used one that is reported as not seen. A call succeeded when the platform answered 2xx or 304; 401 and 403 are denials; anything else is an attempt.',
    ),
    ...campaignPlan(model),
    ...sampling(model),
  ],
});

const TIER_MEANINGS: readonly (readonly [tier: Tier, meaning: string])[] = [
  [4, 'Can change who has access, act as others, or reach all data'],
  [3, 'Broad reading or writing of mail, files, customer data or code'],
  [null, 'Not in the catalog: handled like tier 3, never lower'],
  [2, 'Limited writing, or reading of the directory'],
  [1, 'The own profile of the person who consented'],
  [0, 'Sign-in only'],
];

function tiers(model: ReportModel): ReportBlock {
  const scopes = model.items.flatMap((item) => item.scopes);
  return table(
    'tiers',
    'Tiers and how often each occurs',
    [
      column('Tier', 'tier', '22mm'),
      column('Meaning', 'text', '96mm'),
      column('Items', 'number', '24mm'),
      column('Scopes of items', 'number', '36mm'),
    ],
    TIER_MEANINGS.map(([tier, meaning]) => [
      tier,
      meaning,
      model.items.filter((item) => item.tier === tier).length,
      scopes.filter((scope) => scope.tier === tier).length,
    ]),
    '',
  );
}

function pack({ digests, createdAt, rules, policy }: ReportModel): ReportBlock {
  const age = ageInDays(digests.catalogAsOf, createdAt);
  return facts([
    ['Rules run', rules.map((rule) => rule.rule).join(', ')],
    ['Policy', `${policy.name}, version ${policy.version}`],
    ['Digest of the policy’s values (SHA-256)', digests.policy, 'mono'],
    ['Digest of rules and parameters (SHA-256)', digests.rulePack, 'mono'],
    ['Scope catalog', `version ${digests.catalogVersion}, oldest part as of ${digests.catalogAsOf}`],
    [
      'Age of the catalog',
      `${counted(Math.max(0, age), 'day')} when this report was made. Scopes a platform published later are unrated.`,
    ],
    ['Digest of the catalog (SHA-256)', digests.catalog, 'mono'],
  ]);
}

function changes(policy: Policy): string {
  const changed = changedParameters(DEFAULT_POLICY, policy);
  return changed.length === 0
    ? 'No parameter was changed from its default; annex C lists all of them.'
    : `Changed from the defaults, see annex C for all: ${changed.map((name) => `${parameterLabel(name)}: ${parameterText(policy[name])} instead of ${defaultText(name)}`).join('; ')}.`;
}
