import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  BATCH_MOST,
  BATCH_OPENED,
  BATCH_TIER,
  type batchContract,
  type BatchProblem,
  type BatchView,
} from '../../../shared/contract/batch.ts';
import {
  GRANT_KIND_LABELS,
  grantKindSchema,
  PLATFORM_LABELS,
  platformSchema,
  USAGE_STATUS_LABELS,
  USAGE_STATUSES,
} from '../../../shared/domain/vocabulary.ts';
import { readMeta } from '../db/meta.ts';
import { prepared } from '../db/prepared.ts';
import { ownersOf } from '../db/queries/connector.ts';
import { vendorsOf } from '../db/queries/queue-index.ts';
import { itemByKey, type QueueItem, toQueueRow } from '../db/queries/review.ts';
import { itemScopes } from '../db/queries/usage.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import { certifyLock, decide } from './decide.ts';
import { appendJournal } from './journal.ts';
import { wasShown } from './shown.ts';
import { turnOf } from './turn.ts';
import type { Viewer } from './viewer.ts';

type BatchParams = z.output<(typeof batchContract)['review.batch']['params']>;

/** Worse ones are looked at one by one. */
const SMALL: readonly string[] = ['low', 'info'];
const MOST_NAMED = 3;

/** An item with what decides whether it may be decided with others. */
export interface Candidate {
  readonly item: QueueItem;
  readonly vendors: readonly string[];
  readonly scopes: ReturnType<typeof itemScopes>;
  /** Kinds of statements the evidence makes about its scopes. */
  readonly evidence: string;
}

/** Throws `not-found`. */
export function readCandidates(db: Database.Database, itemIds: readonly string[]): Candidate[] {
  return [...new Set(itemIds)].map((id) => {
    const item = itemByKey(db, id);
    const scopes = itemScopes(db, item.id);
    const statuses = new Set(scopes.map(({ status }) => status));
    return {
      item,
      vendors: vendorsOf(db, item.connector),
      scopes,
      evidence: USAGE_STATUSES.filter((status) => statuses.has(status))
        .map((status) => USAGE_STATUS_LABELS[status])
        .join(', '),
    };
  });
}

/** What a batch of these items is: rows, differences, what stands against it, and what has to be opened first. Throws `not-found`. */
export function batchOf(
  db: Database.Database,
  itemIds: readonly string[],
  viewer: Viewer,
  acting: Acting | string,
): BatchView {
  const candidates = readCandidates(db, itemIds);
  const drawn = drawnOf(db, candidates);
  return {
    rows: candidates.map(({ item }) => toQueueRow(db, item, viewer)),
    facts: FACTS.map(([label, valueOf]) => {
      const values = candidates.map((candidate) => valueOf(db, candidate));
      return { label, values, isSame: new Set(values).size === 1 };
    }),
    problems:
      typeof acting === 'string' ? [{ itemId: null, sentence: acting }] : problemsOf(db, candidates, viewer, acting),
    certifyProblems: certifyProblemsOf(db, candidates),
    drawn: candidates.flatMap(({ item }) => (drawn.has(item.key) ? [item.key] : [])),
  };
}

const FACTS: readonly (readonly [string, (db: Database.Database, candidate: Candidate) => string])[] = [
  ['Vendor', (_db, { vendors }) => vendors.join(', ') || 'Not on record'],
  ['Platform', (_db, { item }) => PLATFORM_LABELS[platformSchema.parse(item.platform)]],
  ['Tenant', (_db, { item }) => item.tenant],
  ['Consent', (_db, { item }) => GRANT_KIND_LABELS[grantKindSchema.parse(item.kind)]],
  ['Tier', (_db, { item }) => (item.tier === null ? 'Unrated' : `T${item.tier}`)],
  ['Evidence', (_db, { evidence }) => evidence || 'No scopes'],
  ['Scopes', (_db, { scopes }) => scopes.map(({ scope }) => scope).join(', ')],
  ['People', (_db, { item }) => (item.kind === 'delegated-user' ? String(item.people) : 'Whole tenant')],
  ['Grants', (_db, { item }) => String(item.grants)],
  [
    'Last use',
    (_db, { item }) => (item.last_use === null ? 'Not known' : new Date(item.last_use).toISOString().slice(0, 10)),
  ],
  ['Business owner', (db, { item }) => ownersText(db, item.connector)],
];

function ownersText(db: Database.Database, connector: number): string {
  const owners = ownersOf(db, connector).filter(({ role }) => role === 'business');
  return owners.map(({ name }) => name).join(', ') || 'Nobody on record';
}

/** The items to be opened, drawn by the case and the batch itself: asking again draws the same, other items draw anew. */
function drawnOf(db: Database.Database, candidates: readonly Candidate[]): ReadonlySet<string> {
  const keys = candidates.map(({ item }) => item.key).toSorted();
  const seed = [readMeta(db, 'case_id') ?? '', ...keys].join('\n');
  const lot = (key: string): string => createHash('sha256').update(`${seed}\n\n${key}`).digest('hex');
  const lots = keys.map((key) => ({ key, lot: lot(key) })).toSorted((a, b) => (a.lot < b.lot ? -1 : 1));
  return new Set(lots.slice(0, BATCH_OPENED).map(({ key }) => key));
}

const planSchema = z.looseObject({ batch: z.boolean().optional() });

/** Whether the plan of the campaign keeps these items from being decided together. */
export function isBarredByPlan(db: Database.Database, candidates: readonly Candidate[]): boolean {
  const plan = prepared<[], { plan: string }>(db, 'SELECT plan FROM v_campaign').get();
  return (
    plan !== undefined &&
    candidates.some(({ item }) => item.in_campaign === 1) &&
    planSchema.safeParse(JSON.parse(plan.plan)).data?.batch === false
  );
}

/** Rules that found something on an item that is to be looked at on its own: medium severity or more. */
export function graveRules(db: Database.Database, { item }: Candidate, viewer: Viewer): string[] {
  return toQueueRow(db, item, viewer)
    .findings.filter(({ severity }) => !SMALL.includes(severity))
    .map(({ rule }) => rule);
}

/** Why an item is not this person's to decide now, or null. */
export function whyNotNow(db: Database.Database, { item }: Candidate, acting: Acting): string | null {
  const turn = turnOf(db, item.id, acting, 'first');
  if ('closed' in turn) return turn.closed;
  return item.status === 'undecided' ? null : 'It is decided already.';
}

function problemsOf(
  db: Database.Database,
  candidates: readonly Candidate[],
  viewer: Viewer,
  acting: Acting,
): BatchProblem[] {
  const problems: BatchProblem[] = [];
  const whole = (sentence: string): void => void problems.push({ itemId: null, sentence });
  if (candidates.length < 2) whole('A batch has at least two items.');
  if (candidates.length > BATCH_MOST)
    whole(`A batch has at most ${BATCH_MOST} items, and these are ${candidates.length}.`);
  if (isBarredByPlan(db, candidates)) whole('The plan of the campaign does not allow items to be decided together.');
  const [first] = candidates;
  for (const candidate of candidates) {
    const { item, vendors, evidence } = candidate;
    const name = `“${item.name}”`;
    const add = (sentence: string): void => void problems.push({ itemId: item.key, sentence: `${name} ${sentence}` });
    if (item.tier === null) add('is unrated; only items of tier 0 to 2 may be decided together.');
    else if (item.tier > BATCH_TIER) add(`is of tier ${item.tier}; only items of tier 0 to 2 may be decided together.`);
    const worse = graveRules(db, candidate, viewer);
    if (worse.length > 0)
      add(`has ${worse.length === 1 ? 'a finding' : 'findings'} of medium severity or more: ${worse.join(', ')}.`);
    if (first !== undefined && !sharesVendor(first, { item, vendors }))
      add(
        vendors.length === 0
          ? 'has no vendor on record, so it cannot be told that all are of one vendor.'
          : `is of another vendor than “${first.item.name}”.`,
      );
    if (first !== undefined && evidence !== first.evidence)
      add(
        `has other evidence than “${first.item.name}”: ${evidence || 'no scopes'} instead of ${first.evidence || 'no scopes'}.`,
      );
    const turn = turnOf(db, item.id, acting, 'first');
    if ('closed' in turn) add(`is not to be decided here. ${turn.closed}`);
    else if (item.status !== 'undecided') add('is decided already.');
  }
  return problems;
}

/** Whether two items are of one vendor: of the same app, or of apps that have one in common. */
export function sharesVendor(first: Candidate, other: Pick<Candidate, 'item' | 'vendors'>): boolean {
  return (
    first.item.connector === other.item.connector || first.vendors.some((vendor) => other.vendors.includes(vendor))
  );
}

function certifyProblemsOf(db: Database.Database, candidates: readonly Candidate[]): BatchProblem[] {
  return candidates.flatMap(({ item }) => {
    const lock = certifyLock(db, item.connector);
    return lock === null ? [] : [{ itemId: item.key, sentence: `“${item.name}” cannot be certified. ${lock}` }];
  });
}

/**
 * Decides several items with one justification, in one durable transaction: all of them or none. Checks every condition
 * anew and refuses with the items that break one. Each decision is an act of its own; those after the first name it.
 */
export function decideBatch(
  db: Database.Database,
  params: BatchParams,
  acting: Acting,
  viewer: Viewer,
  now: number,
): number {
  const candidates = readCandidates(db, params.itemIds);
  const drawn = drawnOf(db, candidates);
  const problems = [
    ...problemsOf(db, candidates, viewer, acting),
    ...(params.decision === 'certify' ? certifyProblemsOf(db, candidates) : []),
    ...candidates.flatMap(({ item }): BatchProblem[] =>
      !drawn.has(item.key) || (params.opened.includes(item.key) && wasShown(db, item.key))
        ? []
        : [{ itemId: item.key, sentence: `“${item.name}” was drawn to be looked at and was not opened.` }],
    ),
  ];
  if (problems.length > 0) {
    const more = problems.length - MOST_NAMED;
    throw new AppError(
      'invalid-request',
      [
        ...problems.slice(0, MOST_NAMED).map(({ sentence }) => sentence),
        ...(more > 0 ? [`${more} more ${more === 1 ? 'condition is' : 'conditions are'} broken.`] : []),
        'Nothing was recorded.',
      ].join(' '),
    );
  }
  const { decision, reason, until, owner } = params;
  db.transaction(() => {
    let batch: string | null = null;
    for (const { item } of candidates) {
      const act = { itemId: item.key, decision, reason, until, owner, scopes: [], principals: [] };
      const trace = params.traces.find(({ itemId }) => itemId === item.key)?.trace ?? null;
      const uid = decide(db, { ...act, agreed: null, round: 'first', trace }, acting, now, batch);
      batch ??= uid;
    }
    appendJournal(db, {
      at: now,
      actor: acting.name,
      type: 'batch',
      payload: {
        batch,
        decision,
        reason,
        items: candidates.map(({ item }) => item.key),
        opened: candidates.flatMap(({ item }) => (drawn.has(item.key) ? [item.key] : [])),
        person: acting.person,
      },
    });
  }).immediate();
  return candidates.length;
}
