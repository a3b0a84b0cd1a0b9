import type { ReportBlock } from '../../../../shared/contract/report.ts';
import type { Tier } from '../../../../shared/domain/vocabulary.ts';
import { PARAMETERS, type ParameterName } from '../../rules/parameters.ts';
import { DEFAULT_POLICY, parameterList, type Policy } from '../../rules/policy.ts';
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

function parameters(policy: Policy): ReportBlock {
  return table(
    `Parameters of the policy "${policy.name}", version ${policy.version}`,
    [
      column('Parameter', 'text', '104mm'),
      column('Unit', 'text', '20mm'),
      column('Value', 'text', '27mm'),
      column('Default', 'text', '27mm'),
    ],
    parameterList().map(([name, parameter]) => [
      labelOf(name),
      parameter.type === 'boolean' ? '' : parameter.unit,
      valueText(policy[name]),
      valueText(DEFAULT_POLICY[name]),
    ]),
    '',
  );
}

function labelOf(name: ParameterName): string {
  const { label, rules } = PARAMETERS[name];
  return `${label} (${rules.join(', ')})`;
}

function valueText(value: Policy[ParameterName]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  return value.length === 0 ? 'none' : value.join(', ');
}

function changes(policy: Policy): string {
  const changed = parameterList().filter(([name]) => valueText(policy[name]) !== valueText(DEFAULT_POLICY[name]));
  return changed.length === 0
    ? 'Changed from the defaults: none.'
    : `Changed from the defaults: ${changed.map(([name]) => `${labelOf(name)}: ${valueText(policy[name])} instead of ${valueText(DEFAULT_POLICY[name])}`).join('; ')}.`;
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
