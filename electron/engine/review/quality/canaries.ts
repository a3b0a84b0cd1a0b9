import { createHash, createHmac, randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { CanaryFigures } from '../../../../shared/contract/quality.ts';
import { type Decision, decisionSchema } from '../../../../shared/domain/vocabulary.ts';
import { prepared } from '../../db/prepared.ts';
import { canonicalJson } from '../../evidence/canonical-json.ts';
import type { Acting } from '../../handlers/context.ts';
import { sampleSize } from '../../evidence/frozen-population.ts';
import { answerDigest } from '../integrity.ts';
import { appendJournal } from '../journal.ts';
import { qualityPlan } from './plan.ts';

const FAULTS = ['no-owner', 'look-alike', 'use-after-revocation'] as const;
const faultSchema = z.enum(FAULTS);
/** What is wrong with a made-up item. */
export type Fault = z.output<typeof faultSchema>;

/** An item made up as known to be bad. */
export interface Canary {
  readonly key: string;
  /** Key of the item whose screen is copied. */
  readonly source: string;
  /** Key of the item it follows in the queue. */
  readonly after: string;
  readonly name: string;
  readonly fault: Fault;
}

/** Answers that leave the access of a known-bad item as it is: the fault was not recognized. */
const MISSES: readonly Decision[] = ['certify', 'conditional'];

/**
 * Makes up as many bad items as the plan in force says and answers how many. Which items they copy and follow is drawn by
 * HMAC-SHA256 with root of the frozen population and word of the auditor as the key ("root|word"): nobody who plans can
 * choose, and whoever knows both can draw them again. Runs in the transaction that opens the campaign; `now`: UTC milliseconds.
 */
export function plantCanaries(db: Database.Database, actor: string, now: number): number {
  const { campaign, canaryPercent } = qualityPlan(db);
  if (campaign === null || canaryPercent === 0) return 0;
  const items = db
    .prepare<[number], { item: string; name: string }>(
      'SELECT item, name FROM campaign_item WHERE campaign = ? ORDER BY item',
    )
    .all(campaign.number);
  const canaries = drawCanaries(`${campaign.root}|${campaign.nonce}`, items, sampleSize(items.length, canaryPercent));
  const insert = db.prepare('INSERT INTO canary (key, campaign, source, after, name, fault) VALUES (?, ?, ?, ?, ?, ?)');
  for (const { key, source, after, name, fault } of canaries) insert.run(key, campaign.id, source, after, name, fault);
  appendJournal(db, {
    at: now,
    actor,
    type: 'canaries-planted',
    payload: {
      campaign: campaign.id,
      percent: canaryPercent,
      canaries: canaries.length,
      digest: createHash('sha256')
        .update(canonicalJson(canaries.map((canary) => ({ ...canary }))))
        .digest('hex'),
    },
  });
  return canaries.length;
}

/** The made-up items that a population gives; the same for the same seed and items in any order. */
export function drawCanaries(
  seed: string,
  items: readonly { readonly item: string; readonly name: string }[],
  count: number,
): Canary[] {
  const draw = (what: string) =>
    items
      .map((one) => ({ ...one, draw: hmac(seed, `${what}|${one.item}`) }))
      .toSorted((a, b) => compare(a.draw, b.draw) || compare(a.item, b.item));
  const [places, sources, names] = [draw('after'), draw('source'), draw('name')];
  const known = new Set(items.map(({ item }) => item));
  return places.slice(0, count).flatMap(({ item: after }, index) => {
    const [source, other] = [sources[index], names[index]];
    const key = `i-${hmac(seed, `canary|${after}`).slice(0, 12)}`;
    if (source === undefined || other === undefined || known.has(key)) return [];
    const fault = FAULTS[index % FAULTS.length] ?? 'no-owner';
    return [{ key, source: source.item, after, name: madeUpName(source.name, other.name), fault }];
  });
}

/** A name that could be one of the population and is none: the beginning of one, the end of another. */
function madeUpName(name: string, other: string): string {
  const first = name.trim().split(/\s+/u)[0] ?? name;
  const last = other.trim().split(/\s+/u).at(-1) ?? other;
  return first === last ? `${first} Connect` : `${first} ${last}`;
}

interface CanaryRow {
  readonly key: string;
  readonly source: string;
  readonly after: string;
  readonly name: string;
  readonly fault: string;
}

function toCanary(row: CanaryRow): Canary {
  return { ...row, fault: faultSchema.parse(row.fault) };
}

/** A made-up item by its key, or null. */
export function canaryByKey(db: Database.Database, key: string): Canary | null {
  const row = prepared<[string], CanaryRow>(db, 'SELECT key, source, after, name, fault FROM canary WHERE key = ?').get(
    key,
  );
  return row === undefined ? null : toCanary(row);
}

/** The made-up items of the campaign, with the row id and reviewer of the item each follows, in the order of the queue. */
export function canariesInQueue(
  db: Database.Database,
): (Canary & { readonly item: number; readonly reviewer: string | null })[] {
  return prepared<[], CanaryRow & { item: number; reviewer: string | null }>(
    db,
    `SELECT canary.key, canary.source, canary.after, canary.name, canary.fault, s.item, s.reviewer
     FROM canary CROSS JOIN item ON item.key = canary.after CROSS JOIN review_state AS s ON s.item = item.id
     WHERE canary.campaign = (SELECT id FROM v_campaign) ORDER BY s.position`,
  )
    .all()
    .map((row) => ({ ...row, fault: faultSchema.parse(row.fault) }));
}

/** What was answered first to a made-up item. */
export interface CanaryAnswer {
  readonly canary: string;
  readonly person: string | null;
  readonly decision: Decision;
  readonly reason: string;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly seq: number;
}

interface AnswerRow extends Omit<CanaryAnswer, 'decision'> {
  readonly decision: string;
}

/** The first answers, by made-up item. */
export function canaryAnswers(db: Database.Database): ReadonlyMap<string, CanaryAnswer> {
  const rows = prepared<[], AnswerRow>(
    db,
    `SELECT a.canary, a.person, a.decision, a.reason, a.acted_by AS "by", a.acted_at AS at, a.seq
     FROM canary_answer AS a JOIN canary ON canary.key = a.canary
     WHERE canary.campaign = (SELECT id FROM v_campaign) ORDER BY a.seq DESC`,
  ).all();
  return new Map(rows.map((row) => [row.canary, { ...row, decision: decisionSchema.parse(row.decision) }]));
}

/** Records an answer to a made-up item: a digest of it in the journal, the answer beside it. */
export function answerCanary(
  db: Database.Database,
  canary: Canary,
  answer: { readonly decision: Decision; readonly reason: string },
  acting: Acting,
  now: number,
): void {
  const at = new Date(now).toISOString();
  const salt = randomBytes(16).toString('hex');
  const { decision, reason } = answer;
  const told = { canary: canary.key, person: acting.person, decision, reason, by: acting.name, at, salt };
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: acting.name,
      type: 'canary-answered',
      payload: { person: acting.person, answer: answerDigest(told) },
    });
    prepared(
      db,
      `INSERT INTO canary_answer (seq, canary, person, decision, reason, acted_by, acted_at, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(seq, canary.key, acting.person, decision, reason, acting.name, at, salt);
  }).immediate();
}

/**
 * How many made-up items each person was given, answered and recognized; null where the plan has none. Given to the
 * reviewer of the item they follow.
 */
export function canaryFigures(db: Database.Database): ReadonlyMap<string | null, CanaryFigures> | null {
  const planted = canariesInQueue(db);
  if (planted.length === 0) return null;
  const answers = canaryAnswers(db);
  const figures = new Map<string | null, CanaryFigures>();
  for (const { key, reviewer } of planted) {
    const answer = answers.get(key);
    const person = answer?.person ?? reviewer;
    const own = figures.get(person) ?? { planted: 0, answered: 0, detected: 0 };
    figures.set(person, {
      planted: own.planted + 1,
      answered: own.answered + (answer === undefined ? 0 : 1),
      detected: own.detected + (answer === undefined || MISSES.includes(answer.decision) ? 0 : 1),
    });
  }
  return figures;
}

function hmac(key: string, message: string): string {
  return createHmac('sha256', key).update(message).digest('hex');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
