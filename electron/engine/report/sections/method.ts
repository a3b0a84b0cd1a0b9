import type { ReportBlock } from '../../../../shared/contract/report.ts';
import type { Tier } from '../../../../shared/domain/vocabulary.ts';
import { DEFAULT_POLICY, type Policy } from '../../rules/policy.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { ageInDays, counted } from '../words.ts';

export default defineSection({
  id: 'method',
  order: 40,
  title: 'Method',
  include: () => true,
  build: (model) => [
    heading('D1', 'Risk tiers'),
    text('Every scope has one tier from the scope catalog; an item has the highest tier of its scopes.'),
    tiers(model),
    heading('D2', 'Rules and parameters'),
    text(
      'A rule gives each of its subjects exactly one of four outcomes: finding, clear, undeterminable (evidence it needs is missing, and it says which) or not applicable. Rules never look at the clock of the computer; they judge as of the time the evidence was taken.',
    ),
    parameters(model.policy),
    text(changes(model.policy)),
    heading('D3', 'Rule pack and scope catalog'),
    pack(model),
    heading('D4', 'Smallest set of scopes'),
    text(
      'For every item the observed successful calls are matched with the granted scopes that allow each. A scope is called needed when the smallest set of scopes that allows all these calls holds it, and redundant when that set does without it. A call that matches no known operation is credited to no scope; it may have used one that is reported as not seen. A call succeeded when the platform answered 2xx or 304; 401 and 403 are denials; anything else is an attempt.',
    ),
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

type Parameter = Exclude<keyof Policy, 'name' | 'version'>;

const PARAMETERS: Readonly<Record<Parameter, string>> = {
  dormantDays: 'Days without successful use after which a grant counts as dormant (CS-16)',
  neverUsedAgeDays: 'Least age in days of a grant before absence of use is a finding (CS-16)',
  windowDays: 'Days a log must reach back (CS-08, CS-16)',
  coveredShare: 'Share of those days that must hold records',
  refreshEvents: 'Token events without any operation (CS-18)',
  refreshDays: 'Days over which token events are counted (CS-18)',
  tokenLifeMinutes: 'Longest life of an access token, minutes (CS-24)',
  clockSkewMinutes: 'Allowed difference of clocks, minutes (CS-24)',
  rareUsers: 'People up to which a connector counts as rare (CS-28)',
  burstPeople: 'Distinct people who consent in a burst (CS-31)',
  burstHours: 'Hours a burst lasts at most (CS-31)',
  burstProbability: 'Chance below which a burst is no accident (CS-31)',
  burstTrailingDays: 'Days from which the usual rate of consent is taken (CS-31)',
  burstTrailingMinimum: 'Fewest of these days that must be covered (CS-31)',
  narrowBelow: 'Share of people below which tenant-wide consent should be narrowed (CS-14)',
};

function parameterNames(): Parameter[] {
  // Object.keys forgets the key type; PARAMETERS is exhaustive by its own type.
  return Object.keys(PARAMETERS) as Parameter[];
}

function parameters(policy: Policy): ReportBlock {
  return table(
    `Parameters of the policy "${policy.name}", version ${policy.version}`,
    [column('Parameter', 'text', '118mm'), column('Value', 'number', '30mm'), column('Default', 'number', '30mm')],
    parameterNames().map((name) => [PARAMETERS[name], String(policy[name]), String(DEFAULT_POLICY[name])]),
    '',
  );
}

function changes(policy: Policy): string {
  const changed = parameterNames().filter((name) => policy[name] !== DEFAULT_POLICY[name]);
  return changed.length === 0
    ? 'Changed from the defaults: none.'
    : `Changed from the defaults: ${changed.map((name) => `${PARAMETERS[name]}: ${policy[name]} instead of ${DEFAULT_POLICY[name]}`).join('; ')}.`;
}

function pack({ digests, createdAt, rules }: ReportModel): ReportBlock {
  const age = ageInDays(digests.catalogAsOf, createdAt);
  return facts([
    ['Rules run', rules.map((rule) => rule.rule).join(', ')],
    ['Digest of rules and parameters (SHA-256)', digests.rulePack, 'mono'],
    ['Scope catalog', `version ${digests.catalogVersion}, oldest part as of ${digests.catalogAsOf}`],
    [
      'Age of the catalog',
      `${counted(Math.max(0, age), 'day')} when this report was made. Scopes a platform published later are unrated.`,
    ],
    ['Digest of the catalog (SHA-256)', digests.catalog, 'mono'],
  ]);
}
