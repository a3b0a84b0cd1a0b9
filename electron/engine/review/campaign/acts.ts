import type Database from 'better-sqlite3';
import type { PlannedRound } from '../../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../../shared/contract/campaign-plan.ts';
import {
  type AssignedItem,
  assignedItems,
  type CampaignRecord,
  campaignUnderWay,
  eligibleFor,
} from '../../db/queries/campaign.ts';
import { personById } from '../../db/queries/people.ts';
import { drawSample, nonceDigest } from '../../evidence/frozen-population.ts';
import type { Acting } from '../../handlers/context.ts';
import { AppError } from '../../lib/errors.ts';
import { counted } from '../../rules/wording.ts';
import { requireRole } from '../acting.ts';
import { appendJournal } from '../journal.ts';
import { plantCanaries } from '../quality/canaries.ts';
import { refreshReviewState } from '../review-state.ts';
import { amendmentFault, planProblems } from './plan.ts';
import { addVersion } from './stage.ts';

/** Opens a frozen campaign for deciding. `blocked`: why the staging check does not let it, or null. */
export function openCampaign(
  db: Database.Database,
  reason: string,
  blocked: string | null,
  acting: Acting,
  now: number,
): void {
  requireRole(acting, 'preparer');
  const campaign = campaignUnderWay(db);
  if (campaign.state !== 'staged')
    throw new AppError('conflict', `The campaign “${campaign.plan.name}” is open already. Nothing was changed.`);
  if (blocked !== null) throw new AppError('conflict', `${blocked} Nothing was changed.`);
  act(db, () => {
    addVersion(db, campaign, { type: 'campaign-opened', state: 'open', plan: campaign.plan, reason }, acting, now);
    plantCanaries(db, acting.name, now);
  });
}

/** Closes a campaign; what was decided stays. */
export function closeCampaign(db: Database.Database, reason: string, acting: Acting, now: number): void {
  requireRole(acting, 'preparer');
  const campaign = campaignUnderWay(db);
  act(db, () => {
    addVersion(db, campaign, { type: 'campaign-closed', state: 'closed', plan: campaign.plan, reason }, acting, now);
  });
}

/**
 * Puts another version of the plan in force: deadlines, people, stricter rates and thresholds. Items that come under a
 * second review get a second reviewer; nothing that was decided changes. Throws `invalid-request` for what the freeze fixed.
 */
export function amendCampaign(
  db: Database.Database,
  plan: CampaignPlan,
  reason: string,
  acting: Acting,
  now: number,
): void {
  requireRole(acting, 'preparer');
  const campaign = campaignUnderWay(db);
  const fault = amendmentFault(db, campaign.plan, plan) ?? planProblems(db, plan)[0] ?? null;
  if (fault !== null) throw new AppError('invalid-request', `${fault} Nothing was changed.`);
  act(db, () => {
    const due = db.prepare('UPDATE campaign_item SET due = ? WHERE campaign = ? AND tier_rank = ? AND due IS NOT ?');
    for (const tier of plan.tiers) due.run(tier.due, campaign.number, tier.tier, tier.due);
    addSeconds(db, campaign, plan);
    addVersion(db, campaign, { type: 'campaign-amended', state: campaign.state, plan, reason }, acting, now);
  });
}

/** Draws the sample with the auditor's word, of which the plan has held the digest since before the freeze. */
export function drawWithWord(db: Database.Database, nonce: string, acting: Acting, now: number): void {
  requireRole(acting, 'preparer', 'reviewer', 'approver');
  const campaign = campaignUnderWay(db);
  const { second } = campaign.plan;
  if (second.nonce !== '' || second.nonceDigest === '')
    throw new AppError('conflict', 'The plan does not wait for a word of the auditor. Nothing was changed.');
  if (nonceDigest(nonce) !== second.nonceDigest)
    throw new AppError(
      'invalid-request',
      'This is not the word whose digest stands in the plan. Mind capitals and blanks. Nothing was changed.',
    );
  const plan = { ...campaign.plan, second: { ...second, nonce } };
  act(db, () => {
    addSeconds(db, campaign, plan);
    const reason = 'Sample drawn with the word of the auditor';
    addVersion(db, campaign, { type: 'campaign-drawn', state: campaign.state, plan, reason }, acting, now);
  });
}

/** Gives a second reviewer to every item that the plan asks one for and that has none: whoever has the fewest so far. */
function addSeconds(db: Database.Database, { number, root }: CampaignRecord, plan: CampaignPlan): void {
  const { fromTier, nonce, samplePercent } = plan.second;
  const items = assignedItems(db, number);
  const isTwice = ({ tier }: AssignedItem): boolean => fromTier !== null && tier >= fromTier;
  const drawnFrom = items.filter((item) => !isTwice(item)).map(({ item }) => item);
  const sample = new Set(nonce === '' ? [] : drawSample(nonce, root, drawnFrom, samplePercent));
  const people = [...eligibleFor(db, plan, 'second').keys()].toSorted();
  const load = new Map(people.map((person) => [person, 0]));
  for (const { second } of items) if (second !== null) load.set(second, (load.get(second) ?? 0) + 1);
  const update = db.prepare(
    'UPDATE campaign_item SET second_reviewer = ?, second_because = ? WHERE campaign = ? AND item = ?',
  );
  for (const item of items) {
    if (item.second !== null) continue;
    const because = isTwice(item) ? 'tier' : sample.has(item.item) ? 'sample' : null;
    if (because === null) continue;
    const [least] = people
      .filter((person) => person !== item.reviewer)
      .toSorted((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
    if (least === undefined)
      throw new AppError(
        'invalid-request',
        'Nobody else could review some of the items a second time. Name another person. Nothing was changed.',
      );
    load.set(least, (load.get(least) ?? 0) + 1);
    update.run(least, because, number, item.item);
  }
}

/**
 * Gives open items to another person, as one act in the journal; answers how many. Items of which the round is decided stay
 * with whoever decided them. Throws `invalid-request` for somebody who may not have them, `conflict` when nothing changes.
 */
export function reassign(
  db: Database.Database,
  order: { readonly round: PlannedRound; readonly to: string; readonly reason: string },
  choose: (item: AssignedItem) => boolean,
  acting: Acting,
  now: number,
): number {
  requireRole(acting, 'preparer', 'approver');
  const campaign = campaignUnderWay(db);
  const { round, to, reason } = order;
  const refuse = (sentence: string): never => {
    throw new AppError('invalid-request', `${sentence} Nothing was changed.`);
  };
  const name = personById(db, to)?.name ?? refuse('This person is not in the case.');
  const word = round === 'first' ? 'reviewers' : 'second reviewers';
  if (!eligibleFor(db, campaign.plan, round).has(to))
    refuse(`${name} is not among the ${word} of the plan. Amend the plan first.`);
  const [field, other] = round === 'first' ? (['reviewer', 'second'] as const) : (['second', 'reviewer'] as const);
  const items = assignedItems(db, campaign.number).filter(
    (item) => (round === 'first' ? item.isFirstOpen : item.isSecondOpen) && item[field] !== to && choose(item),
  );
  if (items.length === 0)
    throw new AppError('conflict', 'None of these items is still open with somebody else. Nothing was changed.');
  const twice = items.filter((item) => item[other] === to);
  if (twice.length > 0)
    refuse(
      `${name} has the ${round === 'first' ? 'second' : 'first'} review of ${counted(twice.length, 'of these items', 'of these items')}, and nobody reviews an item twice.`,
    );
  act(db, () => {
    appendJournal(db, {
      at: now,
      actor: acting.name,
      type: 'campaign-reassigned',
      payload: {
        campaign: campaign.number,
        id: campaign.id,
        round,
        to,
        name,
        items: items.map((item) => ({ item: item.item, from: item[field] })),
        reason,
        person: acting.person,
      },
    });
    const column = round === 'first' ? 'reviewer' : 'second_reviewer';
    const update = db.prepare(`UPDATE campaign_item SET ${column} = ? WHERE campaign = ? AND item = ?`);
    for (const { item } of items) update.run(to, campaign.number, item);
  });
  return items.length;
}

/** One transaction, at the end of which the queue agrees with the campaign. */
function act(db: Database.Database, work: () => void): void {
  db.transaction(() => {
    work();
    refreshReviewState(db);
  }).immediate();
}
