import type Database from 'better-sqlite3';
import type { Campaign, CampaignVersion, PlannedRound } from '../../../../shared/contract/campaign.ts';
import { type CampaignPlan, campaignPlan, campaignStateSchema } from '../../../../shared/contract/campaign-plan.ts';
import { AppError } from '../../lib/errors.ts';
import { prepared } from '../prepared.ts';
import { listPeople } from './people.ts';

interface VersionRow {
  readonly seq: number;
  readonly campaign: number;
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly plan: string;
  readonly root: string;
  readonly reason: string;
  readonly acted_by: string;
  readonly acted_at: string;
}

/** The newest version of the newest campaign. */
export interface CampaignRecord {
  readonly number: number;
  readonly id: string;
  readonly version: number;
  readonly state: Campaign['state'];
  readonly plan: CampaignPlan;
  readonly root: string;
  /** When the population was frozen, ISO 8601 UTC. */
  readonly frozenAt: string;
}

/** The newest campaign, closed or not; null in a case without one. */
export function newestCampaign(db: Database.Database): CampaignRecord | null {
  const row = prepared<[], VersionRow>(db, 'SELECT * FROM v_campaign').get();
  if (row === undefined) return null;
  const frozen = prepared<[number], { at: string }>(
    db,
    'SELECT acted_at AS at FROM campaign_version WHERE campaign = ? ORDER BY version LIMIT 1',
  ).get(row.campaign);
  return {
    number: row.campaign,
    id: row.id,
    version: row.version,
    state: campaignStateSchema.parse(row.state),
    plan: campaignPlan.parse(JSON.parse(row.plan)),
    root: row.root,
    frozenAt: frozen?.at ?? row.acted_at,
  };
}

/** The campaign under way. Throws `conflict` when there is none, or it is closed. */
export function campaignUnderWay(db: Database.Database): CampaignRecord {
  const found = newestCampaign(db);
  if (found === null) throw new AppError('conflict', 'No campaign is planned. Nothing was changed.');
  if (found.state === 'closed')
    throw new AppError('conflict', `The campaign “${found.plan.name}” is closed. Nothing was changed.`);
  return found;
}

/** Every version of a campaign, newest first, with what each changed in words. */
export function campaignHistory(
  db: Database.Database,
  number: number,
  changesBetween: (before: CampaignPlan, after: CampaignPlan) => CampaignVersion['changes'],
): CampaignVersion[] {
  const rows = db
    .prepare<[number], VersionRow>('SELECT * FROM campaign_version WHERE campaign = ? ORDER BY version')
    .all(number);
  const plans = rows.map((row) => campaignPlan.parse(JSON.parse(row.plan)));
  return rows
    .map((row, index) => {
      const [before, after] = [plans[index - 1], plans[index]];
      return {
        version: row.version,
        seq: row.seq,
        state: campaignStateSchema.parse(row.state),
        reason: row.reason,
        by: row.acted_by,
        at: row.acted_at,
        changes: before === undefined || after === undefined ? [] : changesBetween(before, after),
      };
    })
    .toReversed();
}

/** How far each tier of a campaign is. Unrated items count under tier 3. */
export function tierProgress(db: Database.Database, { number, plan }: CampaignRecord): Campaign['tiers'] {
  const rows = db
    .prepare<[number], { tier: number; items: number; unrated: number; decided: number; second: number }>(
      `SELECT c.tier_rank AS tier, count(*) AS items, sum(c.tier IS NULL) AS unrated,
              sum(coalesce(s.status = 'decided', 0)) AS decided, sum(c.second_reviewer IS NOT NULL) AS second
       FROM campaign_item AS c LEFT JOIN item ON item.key = c.item LEFT JOIN review_state AS s ON s.item = item.id
       WHERE c.campaign = ? GROUP BY c.tier_rank`,
    )
    .all(number);
  return plan.tiers.map(({ tier, due }) => ({
    ...(rows.find((row) => row.tier === tier) ?? { items: 0, unrated: 0, decided: 0, second: 0 }),
    tier,
    due,
  }));
}

/** Items whose reviews are not at one, or of which the second is still to come. */
export function waitingItems(db: Database.Database): number {
  return (
    db
      .prepare<[], { n: number | null }>(
        `SELECT sum(items) AS n FROM review_count WHERE in_campaign = 1 AND status IN ('second-open', 'disagreement', 'conflict')`,
      )
      .get()?.n ?? 0
  );
}

/** An item of a campaign with who reviews it and what is still to be done. */
export interface AssignedItem {
  readonly item: string;
  readonly tier: number;
  readonly ordinal: number;
  readonly reviewer: string | null;
  readonly second: string | null;
  readonly because: string | null;
  readonly due: string | null;
  /** The first review has something left to do. */
  readonly isFirstOpen: boolean;
  /** The second review has something left to do. */
  readonly isSecondOpen: boolean;
}

/** Every item of a campaign in the order of its queue. An item that left the case has nothing left to do. */
export function assignedItems(db: Database.Database, campaign: number): AssignedItem[] {
  return db
    .prepare<
      [number],
      {
        item: string;
        tier: number;
        ordinal: number;
        reviewer: string | null;
        second: string | null;
        because: string | null;
        due: string | null;
        first_open: number;
        second_open: number;
      }
    >(
      `SELECT c.item, c.tier_rank AS tier, c.ordinal, c.reviewer, c.second_reviewer AS second, c.second_because AS because, c.due,
              coalesce(s.is_open, 0) AS first_open, coalesce(s.second_waits, 0) AS second_open
       FROM campaign_item AS c LEFT JOIN item ON item.key = c.item LEFT JOIN review_state AS s ON s.item = item.id
       WHERE c.campaign = ? ORDER BY c.ordinal`,
    )
    .all(campaign)
    .map(({ first_open, second_open, ...row }) => ({
      ...row,
      isFirstOpen: first_open === 1,
      isSecondOpen: second_open === 1,
    }));
}

/** Who may be given items of a campaign: people of its plan who still review in this case. */
export function eligibleFor(
  db: Database.Database,
  plan: CampaignPlan,
  round: PlannedRound,
): ReadonlyMap<string, string> {
  const named = new Set(round === 'first' ? plan.reviewers.people : plan.second.people);
  return new Map(
    listPeople(db)
      .filter((person) => named.has(person.id) && person.roles.includes('reviewer'))
      .map((person) => [person.id, person.name]),
  );
}

/** What was accepted of a staging check, by kind and key. */
export function exceptionsOf(
  db: Database.Database,
  campaign: number,
): ReadonlyMap<string, { readonly reason: string; readonly by: string; readonly at: string }> {
  return new Map(
    db
      .prepare<[number], { kind: string; subject: string; reason: string; by: string; at: string }>(
        'SELECT kind, subject, reason, acted_by AS "by", acted_at AS at FROM campaign_exception WHERE campaign = ?',
      )
      .all(campaign)
      .map(({ kind, subject, ...exception }) => [`${kind} ${subject}`, exception]),
  );
}

/** Names of the apps that a plan leaves out; of one that is not in the case any more its id. */
export function excludedApps(db: Database.Database, plan: CampaignPlan): Campaign['excluded'] {
  const find = prepared<[string], { name: string; warning: string | null }>(
    db,
    'SELECT name, name_warning AS warning FROM connector WHERE key = ?',
  );
  return plan.scope.excluded.map(({ connectorId }) => {
    const row = find.get(connectorId);
    return { connectorId, name: row?.name ?? connectorId, nameWarning: row?.warning ?? null };
  });
}
