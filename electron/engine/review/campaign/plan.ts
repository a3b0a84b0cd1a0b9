import type Database from 'better-sqlite3';
import { type CampaignPlan, PLAN_TIERS, type Share } from '../../../../shared/contract/campaign-plan.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { listPeople } from '../../db/queries/people.ts';
import type { Policy } from '../../rules/policy.ts';
import { listed } from '../../rules/wording.ts';

const DAY = 86_400_000;

/** Working time that one item of a tier is taken to need before a case has figures of its own: judgement, changed in the plan. */
const MINUTES: Readonly<Record<number, number>> = { 4: 30, 3: 20, 2: 10, 1: 4, 0: 2 };
/** Days after the start by which a tier is to be decided. */
const DEADLINES: Readonly<Record<number, number>> = { 4: 14, 3: 21, 2: 30, 1: 30, 0: 30 };

/** A plan to start from: everything in scope, everybody who reviews takes part, the cadence of the policy. */
export function draftPlan(db: Database.Database, policy: Policy, today: string): CampaignPlan {
  const reviewers = listPeople(db)
    .filter((person) => person.roles.includes('reviewer'))
    .map((person) => person.id);
  const isPair = reviewers.length > 1;
  return {
    name: `Review of ${today.slice(0, 7)}`,
    purpose: '',
    starts: today,
    scope: { platforms: [], tenants: [], kinds: [], lowestTier: 0, rules: [], excluded: [] },
    tiers: PLAN_TIERS.map((tier) => ({
      tier,
      due: dayAfter(today, DEADLINES[tier] ?? 0),
      nextReviewDays: cadenceOf(policy, tier),
      minutes: MINUTES[tier] ?? 1,
    })),
    reviewers: { people: reviewers, share: 'even' },
    second: {
      people: isPair ? reviewers : [],
      fromTier: isPair ? 4 : null,
      samplePercent: 0,
      nonce: '',
      nonceDigest: '',
    },
    canaryPercent: 0,
    thresholds: { dailyLoad: 60, hoursPerDay: 6, smallestActiveSeconds: 20 },
    batch: true,
    figuresPerReviewer: false,
  };
}

function cadenceOf(policy: Policy, tier: number): number {
  if (tier === 4) return policy.cadenceTier4Days;
  if (tier === 3) return policy.cadenceTier3Days;
  return tier === 2 ? policy.cadenceTier2Days : policy.cadenceTier1Days;
}

/** The ISO date some days after another one. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whether the plan asks for any second review. */
export function hasSecond({ second }: CampaignPlan): boolean {
  return second.fromTier !== null || second.samplePercent > 0;
}

/** Sentences that say why a plan cannot be followed in this case, whatever its population. */
export function planProblems(db: Database.Database, plan: CampaignPlan): string[] {
  const { second } = plan;
  const early = plan.tiers.filter(({ due }) => due < plan.starts).map(({ tier }) => `tier ${tier}`);
  const excluded = plan.scope.excluded.map(({ connectorId }) => connectorId);
  const find = db.prepare<[string], { key: string }>('SELECT key FROM connector WHERE key = ?');
  const unknown = excluded.filter((key) => find.get(key) === undefined);
  return [
    ...(early.length === 0 ? [] : [`The deadline of ${listed(early)} lies before the start of the review.`]),
    ...(unknown.length === 0 ? [] : [`Left out, but not in this case: ${listed(unknown, 3)}.`]),
    ...(new Set(excluded).size === excluded.length ? [] : ['An app is left out twice.']),
    ...peopleProblems(db, plan),
    ...(second.samplePercent > 0 && second.nonce.length < 8 && second.nonceDigest === ''
      ? ['The sample needs a word of the auditor of at least 8 characters, or the digest of one.']
      : []),
  ];
}

function peopleProblems(db: Database.Database, plan: CampaignPlan): string[] {
  const known = new Map(listPeople(db).map((person) => [person.id, person]));
  const reviewers = plan.reviewers.people;
  const seconds = plan.second.people;
  if (known.size === 0)
    return [
      ...(reviewers.length + seconds.length > 0
        ? [
            'This case has no people with keys of their own, so no reviewers can be named. Its one reviewer reviews everything.',
          ]
        : []),
      ...(hasSecond(plan)
        ? [
            'A second review needs a second person, and this case has no people. Add people first, or plan without second reviews.',
          ]
        : []),
    ];
  const idle = [...new Set([...reviewers, ...seconds])].filter(
    (id) => known.get(id)?.roles.includes('reviewer') !== true,
  );
  const alone = reviewers.filter((id) => seconds.every((other) => other === id));
  return [
    ...(reviewers.length === 0 ? ['Nobody is named to review.'] : []),
    ...(idle.length === 0
      ? []
      : [`No reviewer of this case: ${listed(idle.map((id) => known.get(id)?.name ?? 'somebody unknown'))}.`]),
    ...(hasSecond(plan) && alone.length > 0
      ? [
          `Nobody else could review a second time what ${listed(alone.map((id) => known.get(id)?.name ?? 'somebody unknown'))} reviews. Name another person for the second review.`,
        ]
      : []),
  ];
}

const SHARE_LABELS: Readonly<Record<Share, string>> = {
  even: 'in turn',
  platform: 'by platform',
  department: 'by department',
};

/** The parts of a plan in words, for its history: two plans differ where these do. */
function partsOf(db: Database.Database, plan: CampaignPlan): ReadonlyMap<string, string> {
  const names = new Map(listPeople(db).map((person) => [person.id, person.name]));
  const named = (ids: readonly string[]): string =>
    ids.length === 0
      ? 'nobody'
      : ids
          .map((id) => names.get(id) ?? id)
          .toSorted()
          .join(', ');
  const { scope, second, thresholds } = plan;
  const all = (list: readonly string[]): string => (list.length === 0 ? 'all' : list.join(', '));
  return new Map([
    ['Name', plan.name],
    ['Purpose', plan.purpose],
    ['Start', plan.starts],
    ['Platforms', all(scope.platforms.map((platform) => PLATFORM_LABELS[platform]))],
    ['Tenants', all(scope.tenants)],
    ['Kinds of grants', all(scope.kinds.map((kind) => GRANT_KIND_LABELS[kind]))],
    ['Lowest tier', String(scope.lowestTier)],
    ['Only with findings of', scope.rules.length === 0 ? 'any or none' : scope.rules.join(', ')],
    [
      'Left out',
      scope.excluded.length === 0
        ? 'none'
        : scope.excluded.map(({ connectorId, reason }) => `${connectorId} (${reason})`).join('; '),
    ],
    ...plan.tiers.flatMap(({ tier, due, nextReviewDays, minutes }): [string, string][] => [
      [`Deadline of tier ${tier}`, due],
      [`Next review of tier ${tier}`, `after ${nextReviewDays} days`],
      [`Time for an item of tier ${tier}`, `${minutes} minutes`],
    ]),
    ['Reviewers', named(plan.reviewers.people)],
    ['Items are shared', SHARE_LABELS[plan.reviewers.share]],
    ['Second reviewers', named(second.people)],
    ['Second review from tier', second.fromTier === null ? 'none' : String(second.fromTier)],
    ['Sample for the second review', `${second.samplePercent} %`],
    ['Word of the auditor', second.nonce === '' ? 'not given' : second.nonce],
    ['Digest of the word', second.nonceDigest === '' ? 'none' : second.nonceDigest],
    ['Canaries', `${plan.canaryPercent} %`],
    ['Items of tier 3 and 4 a day', String(thresholds.dailyLoad)],
    ['Hours a day', String(thresholds.hoursPerDay)],
    ['Least active seconds', String(thresholds.smallestActiveSeconds)],
    ['Deciding together', plan.batch ? 'allowed' : 'not allowed'],
    ['Figures for each reviewer', plan.figuresPerReviewer ? 'in the report' : 'not in the report'],
  ]);
}

/** What differs between two plans, in words. */
export function planChanges(
  db: Database.Database,
  before: CampaignPlan,
  after: CampaignPlan,
): { what: string; before: string; after: string }[] {
  const [old, now] = [partsOf(db, before), partsOf(db, after)];
  return [...now].flatMap(([what, value]) => {
    const was = old.get(what) ?? '';
    return was === value ? [] : [{ what, before: was, after: value }];
  });
}

/** What no amendment may touch, because the population and the draw follow from it or people were told so. */
const FIXED: ReadonlySet<string> = new Set([
  'Name',
  'Purpose',
  'Start',
  'Items are shared',
  'Word of the auditor',
  'Digest of the word',
]);
const SCOPE: ReadonlySet<string> = new Set([
  'Platforms',
  'Tenants',
  'Kinds of grants',
  'Lowest tier',
  'Only with findings of',
  'Left out',
]);

/** Why a plan in force cannot become another one, or null: the population stays, and checks only become stricter. */
export function amendmentFault(db: Database.Database, before: CampaignPlan, after: CampaignPlan): string | null {
  const changed = planChanges(db, before, after).map(({ what }) => what);
  if (changed.length === 0) return 'This is the plan that is in force already.';
  const scope = changed.filter((what) => SCOPE.has(what));
  if (scope.length > 0)
    return `The population is frozen, so its scope cannot change (${listed(scope)}). Close this campaign and plan a new one.`;
  const fixed = changed.filter((what) => FIXED.has(what));
  if (fixed.length > 0)
    return `${listed(fixed)} cannot change once the population is frozen. Close this campaign and plan a new one.`;
  if (after.second.samplePercent < before.second.samplePercent || after.canaryPercent < before.canaryPercent)
    return 'The rates of samples and canaries may only rise while a campaign runs.';
  if ((after.second.fromTier ?? 5) > (before.second.fromTier ?? 5))
    return 'Items that are to be reviewed twice stay so: the tier of the second review may only go down.';
  if (after.batch && !before.batch) return 'Deciding together was not allowed by the plan and cannot be allowed later.';
  if (after.figuresPerReviewer && !before.figuresPerReviewer)
    return 'Reviewers were told that no figures of theirs go into the report. That cannot change while the campaign runs.';
  return null;
}
