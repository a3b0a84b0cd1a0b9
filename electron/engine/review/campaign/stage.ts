import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { CampaignPlan } from '../../../../shared/contract/campaign-plan.ts';
import { bulkInsert } from '../../db/bulk-insert.ts';
import { readMeta } from '../../db/meta.ts';
import { assignedItems, type CampaignRecord, newestCampaign } from '../../db/queries/campaign.ts';
import { canonicalJson } from '../../evidence/canonical-json.ts';
import { assignmentDigest, drawSample, populationRoot, queueOrder } from '../../evidence/frozen-population.ts';
import type { Acting } from '../../handlers/context.ts';
import { AppError } from '../../lib/errors.ts';
import { requireRole } from '../acting.ts';
import { appendJournal } from '../journal.ts';
import { refreshReviewState } from '../review-state.ts';
import { type FrozenRow, readPopulation } from './freeze.ts';
import { planProblems } from './plan.ts';
import { createDealer, type Lot, shareGroups } from './share.ts';

/** An act on a campaign that makes another version of it. */
export interface VersionAct {
  readonly type: string;
  readonly state: CampaignRecord['state'];
  readonly plan: CampaignPlan;
  readonly reason: string;
}

/**
 * Freezes the population of a plan as a new campaign, puts it in the order of its queue, draws the sample and gives every
 * item to its reviewers; one act in the journal. Throws `conflict` while another campaign is under way, `invalid-request` for a
 * plan that cannot be followed.
 */
export function stageCampaign(db: Database.Database, plan: CampaignPlan, acting: Acting, now: number): void {
  requireRole(acting, 'preparer');
  const before = newestCampaign(db);
  if (before !== null && before.state !== 'closed')
    throw new AppError(
      'conflict',
      `The campaign “${before.plan.name}” is under way. Close it before another one is frozen. Nothing was changed.`,
    );
  const [problem] = planProblems(db, plan);
  if (problem !== undefined) throw new AppError('invalid-request', `${problem} Nothing was changed.`);
  db.transaction(() => {
    const population = readPopulation(db, plan);
    if (population.length === 0)
      throw new AppError('invalid-request', 'No review item is in the scope of this plan. Nothing was changed.');
    const root = populationRoot(population);
    const number = (before?.number ?? 0) + 1;
    insertItems(db, number, plan, root, population);
    const id = createHash('sha256')
      .update(canonicalJson({ case: readMeta(db, 'case_id'), number, root, plan, at: now, person: acting.person }))
      .digest('hex')
      .slice(0, 32);
    const frozen: CampaignRecord = {
      number,
      id,
      version: 0,
      state: 'staged',
      plan,
      root,
      frozenAt: new Date(now).toISOString(),
    };
    addVersion(
      db,
      frozen,
      { type: 'campaign-staged', state: 'staged', plan, reason: 'Population frozen' },
      acting,
      now,
    );
    refreshReviewState(db);
  }).immediate();
}

/**
 * Records the next version of a campaign: journal entry and row. The entry holds the plan, the root and the digest of who
 * reviews what, so that the rows can be checked against it. Runs in the caller's transaction, after the rows were changed.
 */
export function addVersion(
  db: Database.Database,
  before: CampaignRecord,
  { type, state, plan, reason }: VersionAct,
  acting: Acting,
  now: number,
): void {
  const version = before.version + 1;
  const items = assignedItems(db, before.number);
  const seq = appendJournal(db, {
    at: now,
    actor: acting.name,
    type,
    payload: {
      campaign: before.number,
      id: before.id,
      version,
      state,
      name: plan.name,
      root: before.root,
      items: items.length,
      assignment: assignmentDigest(items),
      plan,
      reason,
      person: acting.person,
    },
  });
  db.prepare(
    `INSERT INTO campaign_version (seq, campaign, id, version, state, plan, root, reason, acted_by, acted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    seq,
    before.number,
    before.id,
    version,
    state,
    canonicalJson(plan),
    before.root,
    reason,
    acting.name,
    new Date(now).toISOString(),
  );
}

function insertItems(
  db: Database.Database,
  campaign: number,
  plan: CampaignPlan,
  root: string,
  population: readonly FrozenRow[],
): void {
  const { fromTier, nonce, samplePercent } = plan.second;
  const isTwice = (rank: number): boolean => fromTier !== null && rank >= fromTier;
  const drawnFrom = population.filter(({ rank }) => !isTwice(rank)).map(({ item }) => item);
  const sample = new Set(nonce === '' ? [] : drawSample(nonce, root, drawnFrom, samplePercent));
  const byKey = new Map(population.map((row) => [row.item, row]));
  const tiers = new Map(plan.tiers.map((tier) => [tier.tier, tier]));
  const { people, share } = plan.reviewers;
  const groups = shareGroups(lotsOf(population), people, (tier) => tiers.get(tier)?.minutes ?? 0);
  const dealer = createDealer(share, people, plan.second.people, groups);
  const rows = bulkInsert(db, 'campaign_item', [
    'campaign',
    'item',
    'ordinal',
    'connector',
    'name',
    'platform',
    'tenant',
    'kind',
    'tier',
    'tier_rank',
    'grants',
    'people',
    'facts',
    'reviewer',
    'second_reviewer',
    'second_because',
    'due',
  ]);
  for (const [index, key] of queueOrder(root, population).entries()) {
    const row = byKey.get(key);
    if (row === undefined) continue;
    const reviewer = dealer.first(row.group);
    const because = isTwice(row.rank) ? 'tier' : sample.has(row.item) ? 'sample' : null;
    rows.add(
      campaign,
      row.item,
      index + 1,
      row.connector,
      row.name,
      row.platform,
      row.tenant,
      row.kind,
      row.tier,
      row.rank,
      row.grants,
      row.people,
      row.facts,
      reviewer,
      because === null ? null : dealer.second(reviewer),
      because,
      tiers.get(row.rank)?.due ?? null,
    );
  }
  rows.flush();
}

function lotsOf(population: readonly FrozenRow[]): Lot[] {
  const counts = new Map<string, Lot>();
  for (const { rank, group } of population) {
    const key = `${rank} ${group}`;
    counts.set(key, { tier: rank, group, items: (counts.get(key)?.items ?? 0) + 1 });
  }
  return [...counts.values()];
}
