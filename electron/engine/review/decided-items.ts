import type Database from 'better-sqlite3';
import {
  type GrantKind,
  grantKindSchema,
  type Platform,
  platformSchema,
  type Tier,
  tierSchema,
} from '../../../shared/domain/vocabulary.ts';
import { itemKey } from '../derive/grants.ts';
import { inspectName } from '../lib/text.ts';
import { heads, standingOf } from './item-state.ts';
import { type ActRow, counting, currentCampaign, type StoredAct, toAct } from './review-state.ts';

/** A review item with its decision in force, whether or not the newest exports still show a grant of it. */
export interface DecidedItem {
  readonly act: StoredAct;
  readonly reason: string;
  readonly by: string;
  /** ISO date; null without one. */
  readonly until: string | null;
  /** Owner named by the decision. */
  readonly owner: string | null;
  /** Row id of the connector; null when no import names it any more. */
  readonly connector: number | null;
  readonly connectorKey: string;
  readonly nativeId: string;
  readonly name: string;
  readonly nameWarning: string | null;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly itemKey: string;
  /** Row id of the item; null when no grant of it stands in the newest exports. */
  readonly item: number | null;
  readonly tier: Tier;
  readonly people: number;
}

interface Row extends ActRow {
  readonly client: number;
  readonly tenant: string;
  readonly kind: string;
  readonly reason: string;
  readonly decided_by: string;
  readonly until: string | null;
  readonly owner: string | null;
  readonly space: string;
  readonly value: string;
  readonly connector: number | null;
  readonly connector_key: string | null;
  readonly name: string | null;
  readonly name_warning: string | null;
  readonly platform: string | null;
  readonly native_id: string | null;
  readonly item: number | null;
  readonly tier: number | null;
  readonly people: number | null;
}

interface FrozenRow {
  readonly item: string;
  readonly campaign: number;
  readonly name: string;
  readonly tier: number | null;
  readonly people: number;
  readonly second_reviewer: string | null;
}

/**
 * The decision in force of every item that was ever decided, by platform, connector, tenant and kind of grant. An item of
 * which no grant stands any more keeps its decision: that is what shows whether it was carried out. While a new campaign
 * has not decided an item, what was decided before goes on being carried out; what is disputed has nothing in force. An owner
 * assigned before the decision comes with it.
 */
export function decidedItems(db: Database.Database): DecidedItem[] {
  const rows = db
    .prepare<[], Row>(
      `SELECT decision.*, reference.space, reference.value, connector.id AS connector, connector.key AS connector_key, connector.name,
              connector.name_warning, connector.platform, connector.native_id, item.id AS item, item.tier, item.people
       FROM decision JOIN reference ON reference.id = decision.client
       LEFT JOIN entity ON entity.ref = decision.client LEFT JOIN connector ON connector.id = entity.id
       LEFT JOIN item ON item.connector = connector.id AND item.tenant = decision.tenant AND item.kind = decision.kind
       ORDER BY decision.id`,
    )
    .all();
  const frozen = frozenItems(db);
  const campaign = currentCampaign(db);
  const groups = Map.groupBy(rows, (row) => JSON.stringify([row.connector ?? -row.client, row.tenant, row.kind]));
  return [...groups.values()]
    .flatMap((group) => decidedOf(group, frozen, campaign))
    .toSorted(
      (a, b) =>
        compare(a.platform, b.platform) ||
        compare(a.connectorKey, b.connectorKey) ||
        compare(a.tenant, b.tenant) ||
        compare(a.kind, b.kind),
    );
}

/** What the newest campaign that holds an item froze of it. */
function frozenItems(db: Database.Database): ReadonlyMap<string, FrozenRow & { readonly isCurrent: boolean }> {
  const newest = db.prepare<[], number>('SELECT campaign FROM v_campaign').pluck().get();
  return new Map(
    db
      .prepare<[], FrozenRow>(
        'SELECT item, campaign, name, tier, people, second_reviewer FROM campaign_item ORDER BY campaign, item',
      )
      .all()
      .map((row) => [row.item, { ...row, isCurrent: row.campaign === newest }]),
  );
}

function decidedOf(
  group: readonly Row[],
  frozen: ReturnType<typeof frozenItems>,
  campaign: string | null,
): readonly DecidedItem[] {
  const [first] = group;
  if (first === undefined) return [];
  const connectorKey = first.connector_key ?? keyOfReference(first);
  const key = itemKey(first.tenant, connectorKey, first.kind);
  const known = frozen.get(key);
  const acts = group.map(toAct);
  const needsSecond = known?.isCurrent === true && known.second_reviewer !== null;
  const now = standingOf(counting(acts, known?.isCurrent === true ? campaign : null), needsSecond);
  const { inForce } = now.status === 'undecided' ? standingOf(acts, needsSecond) : now;
  if (inForce === null) return [];
  const name = first.name ?? known?.name ?? inspectName(first.value).display;
  return withOwnerChange(acts, inForce).flatMap((act): DecidedItem[] => {
    const row = group.find((one) => one.id === act.id);
    return row === undefined
      ? []
      : [
          {
            act,
            reason: row.reason,
            by: row.decided_by,
            until: row.until,
            owner: row.owner,
            connector: first.connector,
            connectorKey,
            nativeId: first.native_id ?? first.value,
            name,
            nameWarning: first.name_warning,
            platform: platformSchema.parse(platformOf(first)),
            tenant: first.tenant,
            kind: grantKindSchema.parse(first.kind),
            itemKey: key,
            item: first.item,
            tier: tierSchema.parse(first.item === null ? (known?.tier ?? null) : first.tier),
            people: first.people ?? known?.people ?? 0,
          },
        ];
  });
}

/**
 * The decision in force, and the assignment of an owner that it took the place of: who is to answer for an app that stays
 * has still to be entered where owners are kept, however the app itself was decided.
 */
function withOwnerChange(acts: readonly StoredAct[], inForce: StoredAct): readonly StoredAct[] {
  if (inForce.decision === 'assign-owner' || inForce.decision === 'revoke') return [inForce];
  const known = new Map(acts.map((act) => [act.uid, act]));
  const assigned = [inForce, ...heads(acts, 'first')].flatMap((head) => {
    const passed = new Set<string>();
    for (
      let at: StoredAct | undefined = head;
      at !== undefined && !passed.has(at.uid);
      at = known.get(at.replaces ?? '')
    ) {
      if (at.decision === 'assign-owner' && !at.isUndone) return [at];
      passed.add(at.uid);
    }
    return [];
  });
  const newest = assigned.toSorted((a, b) => compare(a.at, b.at) || compare(a.uid, b.uid)).at(-1);
  return newest === undefined ? [inForce] : [inForce, newest];
}

/** The key that the connector of an id had while imports named it. */
function keyOfReference({ space, value }: Row): string {
  const [platform = '', ...rest] = space.split('/');
  return [platform, ...rest.filter((kind) => kind !== 'app'), value].join(':');
}

/** An id of an app begins with its platform. */
function platformOf(row: Row): string {
  return row.platform ?? row.space.slice(0, row.space.indexOf('/'));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
