import type Database from 'better-sqlite3';
import { z } from 'zod';
import { decisionTrace } from '../../../shared/contract/review.ts';
import { roundSchema } from '../../../shared/contract/item-states.ts';
import { decisionSchema } from '../../../shared/domain/vocabulary.ts';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { type ChainEntry, entryHash } from '../evidence/hash-chain.ts';
import { actUid, type WholeDecision } from '../review/decide.ts';
import { traceDigest } from '../review/integrity.ts';

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
const plainText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => text.isWellFormed());
const keys = z.array(plainText(2000)).max(10_000);

const sealedTrace = decisionTrace.extend({ salt: z.string().regex(/^[0-9a-f]{32}$/) });

const chainEntry = z.strictObject({
  v: z.literal(1),
  seq: z.int().positive(),
  prev: hexDigest,
  at: z.iso.datetime(),
  actor: plainText(400),
  type: z.enum(['decision', 'decision-merged', 'undo']),
  payload: z.json(),
  hash: hexDigest,
});

const decisionPayload = z.object({
  uid: hexDigest,
  item: plainText(2000),
  name: plainText(2000),
  decision: decisionSchema,
  reason: plainText(4000).min(1),
  scopes: keys,
  principals: keys,
  until: z.iso.date().nullable(),
  owner: plainText(200).nullable(),
  agreed: z.boolean().nullable(),
  by: plainText(400),
  person: plainText(200).nullable(),
  at: z.iso.datetime(),
  round: roundSchema,
  replaces: plainText(100).nullable(),
  campaign: plainText(200).nullable(),
  batch: plainText(100).nullable(),
  after: plainText(100),
  trace: hexDigest.nullable(),
});

const undoPayload = z.object({
  uid: hexDigest,
  item: plainText(2000),
  by: plainText(400),
  person: plainText(200).nullable(),
  at: z.iso.datetime(),
});

/** An act as a packet carries it: the journal entry that recorded it, and for a decision how it came about. */
interface CarriedAct {
  readonly entry: ChainEntry;
  readonly trace: z.output<typeof sealedTrace> | null;
}

/** An act read from a packet. */
export type PacketAct =
  | {
      readonly kind: 'decision';
      readonly uid: string;
      readonly item: string;
      readonly name: string;
      readonly entry: ChainEntry;
      readonly decision: Omit<WholeDecision, 'origin'>;
    }
  | {
      readonly kind: 'undo';
      /** Of the decision it takes back. */
      readonly uid: string;
      readonly item: string;
      readonly entry: ChainEntry;
      readonly undo: { readonly by: string; readonly person: string | null; readonly at: string };
    };

interface OwnRow {
  readonly id: number;
  readonly seq: number;
  readonly undone_seq: number | null;
}

/** What a person decided in a campaign and took back, in the order of the journal, wherever it was done. */
export function actsOfPerson(db: Database.Database, person: string, campaign: string): CarriedAct[] {
  const entryOf = db.prepare<[number], Omit<ChainEntry, 'v' | 'payload'> & { readonly payload: string }>(
    'SELECT seq, prev, at, actor, type, payload, hash FROM journal WHERE seq = ?',
  );
  const traceOf = db.prepare<
    [number],
    {
      readonly shown_at: string;
      readonly active_ms: number;
      readonly panels: string;
      readonly provisional: string | null;
      readonly revealed: number;
      readonly salt: string;
    }
  >('SELECT shown_at, active_ms, panels, provisional, revealed, salt FROM review_trace WHERE decision = ?');
  const carried = (seq: number, decision: number | null): CarriedAct => {
    const row = entryOf.get(seq);
    if (row === undefined) throw new Error(`journal entry ${seq} is missing`);
    const trace = decision === null ? undefined : traceOf.get(decision);
    return {
      // The payload was written by canonicalJson.
      entry: { v: 1, ...row, payload: JSON.parse(row.payload) as JsonValue },
      trace:
        trace === undefined
          ? null
          : sealedTrace.parse({
              shownAt: trace.shown_at,
              activeMs: trace.active_ms,
              panels: JSON.parse(trace.panels),
              provisional: trace.provisional,
              revealed: trace.revealed === 1,
              salt: trace.salt,
            }),
    };
  };
  return db
    .prepare<[string, string], OwnRow>(
      'SELECT id, seq, undone_seq FROM decision WHERE person = ? AND campaign = ? ORDER BY seq',
    )
    .all(person, campaign)
    .flatMap(({ id, seq, undone_seq }) => [
      carried(seq, id),
      ...(undone_seq === null ? [] : [carried(undone_seq, null)]),
    ])
    .toSorted((a, b) => a.entry.seq - b.entry.seq);
}

/** One act a line, as canonical JSON. */
export function writeActs(acts: readonly CarriedAct[]): Uint8Array {
  return Buffer.from(acts.map((act) => `${canonicalJson(act)}\n`).join(''), 'utf8');
}

/**
 * Reads the acts of a packet. Throws an Error that names the line when one is not as the engine writes them: not readable, an
 * entry that does not fit its hash, an act that does not fit its name, or figures that do not fit their digest.
 */
export function readActs(bytes: Uint8Array): PacketAct[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('its list of acts is cut off');
  return lines.map((line, index) => {
    try {
      return readAct(line);
    } catch (cause) {
      throw new Error(`act ${index + 1} in it does not fit together`, { cause });
    }
  });
}

const carriedAct = z.strictObject({ entry: chainEntry, trace: sealedTrace.nullable() });

function readAct(line: string): PacketAct {
  const { entry, trace } = carriedAct.parse(JSON.parse(line));
  if (entryHash(entry) !== entry.hash) throw new Error('the entry does not fit its hash');
  if (entry.type === 'undo') {
    const { uid, item, by, person, at } = undoPayload.parse(entry.payload);
    return { kind: 'undo', uid, item, entry, undo: { by, person, at } };
  }
  const { name, trace: digest, uid, item, ...said } = decisionPayload.parse(entry.payload);
  if (actUid({ item, ...said }) !== uid) throw new Error('the act does not fit its name');
  if (digest !== (trace === null ? null : traceDigest(trace))) throw new Error('the trace does not fit its digest');
  return { kind: 'decision', uid, item, name, entry, decision: { ...said, uid, trace } };
}
