import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  REMEDY_STATE_LABELS,
  REMEDY_STATES,
  type RemedyAction,
  type remediationContract,
  type RemedyFilter,
  type RemedyState,
} from '../../../../shared/contract/remediation.ts';
import type { Decision } from '../../../../shared/domain/vocabulary.ts';
import { AppError } from '../../lib/errors.ts';
import { endOf } from '../../lib/stated-dates.ts';
import { type DecidedItem, decidedItems } from '../../review/decided-items.ts';
import { settledBy } from '../../remediation/settled-by.ts';
import { deadlineDays } from '../../rules/deadlines.ts';
import type { Policy } from '../../rules/policy.ts';
import { tierRank } from '../../../../shared/domain/vocabulary.ts';
import { counted, listed } from '../../rules/wording.ts';
import { prepared } from '../prepared.ts';
import { ownersOf } from './connector.ts';
import { iso } from './imports.ts';
import { itemImpact } from './reduction.ts';
import { itemByKey } from './review.ts';

const DAY = 86_400_000;

interface ActRow {
  readonly seq: number;
  readonly decision: string;
  readonly act: string;
  readonly owner: string | null;
  readonly due: string | null;
  readonly reason: string;
  readonly said_by: string | null;
  readonly reference: string | null;
  readonly format: string | null;
  readonly digest: string | null;
  readonly acted_by: string;
  readonly acted_at: string;
}

interface StateRow {
  readonly decision: number;
  readonly verdict: string;
  readonly sentence: string;
  readonly caution: string | null;
  readonly missing: string | null;
  readonly as_of: number | null;
  readonly evidence: string;
}

const spots = z.array(z.object({ importId: z.int(), line: z.int().nullable(), note: z.string() }));

/**
 * Every decision in force that needs work, with where it stands; `now` decides what is overdue. The order does not depend
 * on imports: what stands worst first, then by the day it is due.
 */
export function remedyActions(db: Database.Database, policy: Policy, now: number): RemedyAction[] {
  const acts = Map.groupBy(db.prepare<[], ActRow>('SELECT * FROM remedy_act ORDER BY id').all(), (row) => row.decision);
  const states = new Map(
    db
      .prepare<[], StateRow>('SELECT * FROM remedy_state')
      .all()
      .map((row) => [row.decision, row]),
  );
  return decidedItems(db)
    .filter(({ act }) => act.decision !== 'certify')
    .map((item) => toAction(db, item, acts.get(item.act.uid) ?? [], states.get(item.act.id) ?? null, policy, now))
    .map((action, place) => ({ action, place }))
    .toSorted(
      (a, b) =>
        REMEDY_STATES.indexOf(a.action.state) - REMEDY_STATES.indexOf(b.action.state) ||
        compare(a.action.due, b.action.due) ||
        tierRank(b.action.tier) - tierRank(a.action.tier) ||
        a.place - b.place,
    )
    .map(({ action }) => action);
}

function toAction(
  db: Database.Database,
  item: DecidedItem,
  acts: readonly ActRow[],
  said: StateRow | null,
  policy: Policy,
  now: number,
): RemedyAction {
  const { act } = item;
  const claim = acts.findLast((one) => one.act === 'claim' || one.act === 'withdraw');
  const isClaimed = claim?.act === 'claim';
  const exported = acts.findLast((one) => one.act === 'export');
  const deadline = acts.findLast((one) => one.act === 'deadline');
  const state = stateOf(act.decision, said?.verdict ?? null, isClaimed, exported !== undefined);
  const isCondition = act.decision === 'conditional' && item.until !== null;
  const due =
    deadline?.due ??
    (isCondition && item.until !== null
      ? item.until
      : iso(Date.parse(act.at) + deadlineDays(tierRank(item.tier), policy) * DAY).slice(0, 10));
  return {
    actionId: act.uid,
    itemId: item.itemKey,
    isInPopulation: item.item !== null,
    connectorId: item.connectorKey,
    hasConnector: item.connector !== null,
    name: item.name,
    nameWarning: item.nameWarning,
    platform: item.platform,
    tenant: item.tenant,
    kind: item.kind,
    tier: item.tier,
    decision: act.decision,
    by: item.by,
    at: act.at,
    reason: item.reason,
    until: item.until,
    scopes: [...act.scopes],
    principals: [...act.principals],
    what: whatOf(item),
    state,
    stateLabel: stateLabel(state, act.decision),
    sentence: said?.sentence ?? NOTHING_LATER,
    caution: said?.caution ?? null,
    missing: missingOf(db, item, said),
    evidenceAsOf: iso(said?.as_of ?? null),
    evidence:
      said === null
        ? []
        : spots.parse(JSON.parse(said.evidence)).map((spot) => ({ ...spot, ...fileOf(db, spot.importId) })),
    owner: acts.findLast((one) => one.act === 'owner')?.owner ?? null,
    due,
    dueBasis: deadline !== undefined ? 'changed' : isCondition ? 'condition' : 'policy',
    isOverdue: state !== 'verified' && (endOf(due) ?? Infinity) <= now,
    exportedAt: exported?.acted_at ?? null,
    claim: isClaimed
      ? { by: claim.said_by ?? claim.acted_by, at: claim.acted_at, reference: claim.reference ?? '' }
      : null,
  };
}

const NOTHING_LATER = 'Every import of the case is older than the decision.';

/** Where it stands: what later evidence says outranks what people say. */
function stateOf(decision: Decision, verdict: string | null, isClaimed: boolean, isExported: boolean): RemedyState {
  if (verdict === 'verified' || verdict === 'regressed' || verdict === 'still-there') return verdict;
  if (isClaimed) return 'claimed';
  if (verdict === 'waiting' || (verdict === null && decision === 'conditional')) return 'waiting';
  return isExported ? 'exported' : 'decided';
}

function stateLabel(state: RemedyState, decision: Decision): string {
  if (state !== 'verified') return REMEDY_STATE_LABELS[state];
  if (decision === 'reduce') return 'Verified reduced';
  return decision === 'assign-owner' ? 'Owner on record' : 'Verified absent';
}

function whatOf({ act, kind, people, owner, until }: DecidedItem): string {
  const holders =
    kind !== 'delegated-user'
      ? 'all grants'
      : act.principals.length > 0
        ? `the ${counted(act.principals.length, 'person', 'people')} named`
        : people === 0
          ? 'everybody'
          : `all ${counted(people, 'person', 'people')}`;
  switch (act.decision) {
    case 'reduce':
      return `Remove ${listed(act.scopes)} for ${holders}`;
    case 'assign-owner':
      return `Make ${owner ?? 'the person named'} the owner`;
    case 'need-info':
      return 'Get the information that is missing';
    case 'escalate':
      return 'Nothing is changed; the incident team decides';
    case 'conditional':
      return `Nothing ends before ${until ?? 'the date'}; by then the condition must be met, or ${kind === 'delegated-user' ? `the consents of ${holders}` : 'all grants'} end`;
    default:
      return kind === 'delegated-user' ? `End the consents of ${holders}` : 'End all grants';
  }
}

/** What would settle an action that the evidence leaves open. */
function missingOf(db: Database.Database, item: DecidedItem, said: StateRow | null): string | null {
  if (said !== null && said.verdict !== 'open' && said.verdict !== 'waiting') return said.missing;
  return said?.missing ?? settledBy(item, newestLabels(db, item));
}

/** The newest label of every kind of list that ever showed grants of the item. */
function newestLabels(db: Database.Database, { connector, platform, tenant, kind }: DecidedItem): readonly string[] {
  if (connector === null) return [];
  return prepared<[string, string, number, string, string], { label: string }>(
    db,
    `SELECT (SELECT format_label FROM snapshot AS s WHERE s.platform = ? AND s.tenant = ? AND s.format = grant_source.format
             ORDER BY as_of DESC, format_label LIMIT 1) AS label
     FROM grant_source WHERE connector = ? AND tenant = ? AND kind = ? AND format <> '' AND label IS NOT NULL ORDER BY format`,
  )
    .all(platform, tenant, connector, tenant, kind)
    .map(({ label }) => label);
}

function fileOf(db: Database.Database, importId: number): { file: string; asOf: string } {
  const row = prepared<[number], { file_name: string; as_of: number }>(
    db,
    'SELECT file_name, as_of FROM import WHERE id = ?',
  ).get(importId);
  return { file: row?.file_name ?? '', asOf: iso(row?.as_of ?? 0) };
}

type Board = Omit<z.output<(typeof remediationContract)['remediation.board']['result']>, 'blind'>;

/** One page of the actions that pass the filter; states and owners count what the rest of the filter leaves. */
export function remedyBoard(all: readonly RemedyAction[], filter: RemedyFilter, offset: number, limit: number): Board {
  const passes = (action: RemedyAction, aside: keyof RemedyFilter | null): boolean =>
    PARTS.every(([part, test]) => part === aside || test(action, filter));
  const rows = all.filter((action) => passes(action, null));
  const forStates = all.filter((action) => passes(action, 'states'));
  const forOwners = all.filter((action) => passes(action, 'owner'));
  return {
    total: rows.length,
    rows: rows.slice(offset, offset + limit),
    states: REMEDY_STATES.map((state) => ({
      state,
      actions: forStates.filter((action) => action.state === state).length,
    })),
    owners: [...Map.groupBy(forOwners, (action) => action.owner ?? '')]
      .map(([owner, list]) => ({
        owner,
        actions: list.length,
        overdue: list.filter((action) => action.isOverdue).length,
      }))
      .toSorted((a, b) => b.overdue - a.overdue || b.actions - a.actions || compare(a.owner, b.owner)),
    platforms: [...new Set(all.map((action) => action.platform))].toSorted(),
    overdue: all.filter((action) => passes(action, 'overdue') && action.isOverdue).length,
    all: all.length,
  };
}

const PARTS: readonly (readonly [keyof RemedyFilter, (action: RemedyAction, filter: RemedyFilter) => boolean])[] = [
  ['states', (action, { states = [] }) => states.length === 0 || states.includes(action.state)],
  ['platforms', (action, { platforms = [] }) => platforms.length === 0 || platforms.includes(action.platform)],
  ['overdue', (action, { overdue }) => overdue !== true || action.isOverdue],
  ['owner', (action, { owner }) => owner === undefined || (action.owner ?? '') === owner],
  [
    'text',
    (action, { text = '' }) =>
      [
        action.name,
        action.tenant,
        action.sentence,
        action.owner ?? '',
        action.claim?.reference ?? '',
        action.itemId,
      ].some((value) => value.toLowerCase().includes(text.trim().toLowerCase())),
  ],
];

/** Throws `not-found` for a decision that is not in force or needs no work. */
export function actionOf(actions: readonly RemedyAction[], actionId: string): RemedyAction {
  const found = actions.find((action) => action.actionId === actionId);
  if (found === undefined)
    throw new AppError('not-found', 'There is no such action: the decision was taken back or replaced.');
  return found;
}

/** What people did about one decision, oldest first. */
export function remedyHistory(
  db: Database.Database,
  actionId: string,
): { journalSeq: number; at: string; by: string; text: string }[] {
  return prepared<[string], ActRow>(db, 'SELECT * FROM remedy_act WHERE decision = ? ORDER BY id')
    .all(actionId)
    .map((row) => ({ journalSeq: row.seq, at: row.acted_at, by: row.acted_by, text: actText(row) }));
}

function actText(row: ActRow): string {
  switch (row.act) {
    case 'owner':
      return row.owner === null ? 'Took the owner away' : `Owner: ${row.owner}`;
    case 'deadline':
      return `Due on ${row.due ?? ''}. ${row.reason}`;
    case 'export':
      return `Exported as ${row.format === 'csv' ? 'a table' : 'a text'}, SHA-256 ${row.digest ?? ''}`;
    case 'claim':
      return `Said to be done by ${row.said_by ?? ''}: ${row.reference ?? ''}`;
    default:
      return `Claim taken back. ${row.reason}`;
  }
}

type Breaks = z.output<(typeof remediationContract)['remediation.action']['result']>['wouldBreak'];

/** Decisions that end no grant by themselves. */
const ENDS_NOTHING: readonly Decision[] = ['assign-owner', 'need-info', 'escalate'];

/**
 * What the logs saw the item do that carrying out the decision may stop: with `reduce` only what its scopes allow, as the
 * reviewer saw it. Null when the decision ends nothing by itself or no grant of the item stands.
 */
export function whatWouldBreak(
  db: Database.Database,
  { itemId, decision, scopes, isInPopulation }: Pick<RemedyAction, 'itemId' | 'decision' | 'scopes' | 'isInPopulation'>,
): Breaks {
  if (!isInPopulation || ENDS_NOTHING.includes(decision)) return null;
  return {
    impact: itemImpact(db, itemId, decision === 'reduce' ? scopes : []),
    owners: ownersOf(db, itemByKey(db, itemId).connector).map((owner) => owner.name),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
