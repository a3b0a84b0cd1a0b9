import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { journalAfter, journalRow } from '../db/queries/journal.ts';
import { type ChainResult, GENESIS, verifyChain } from '../evidence/hash-chain.ts';
import { type CheckpointReader, type CheckpointResult, createCheckpointReader } from '../verify/checkpoints.ts';
import { toEntry } from './journal.ts';

export interface JournalState extends CheckpointResult {
  readonly chain: ChainResult;
}

interface Progress {
  seq: number;
  hash: string;
  fault: Extract<ChainResult, { ok: false }> | null;
  readonly checkpoints: CheckpointReader;
  /** The reading under way; the next one waits for it. */
  work: Promise<void>;
}

const known = new WeakMap<Database.Database, Progress>();
/** So few that the engine answers others in between. */
const SLICE = 500;

/**
 * Chain and checkpoints of the journal. The whole of it is read once in a session, in slices; later only what was added. A
 * change of what was read before shows in the hash of the last entry read, and everything is read again.
 */
export async function journalState(db: Database.Database): Promise<JournalState> {
  const before = known.get(db);
  const isSame = before !== undefined && (before.seq === 0 || journalRow(db, before.seq)?.hash === before.hash);
  const progress = isSame ? before : newProgress();
  known.set(db, progress);
  progress.work = progress.work.then(() => advance(db, progress));
  await progress.work;
  const { seq, hash, fault, checkpoints } = progress;
  return { ...checkpoints.result(), chain: fault ?? { ok: true, head: hash, count: seq } };
}

function newProgress(): Progress {
  return { seq: 0, hash: GENESIS, fault: null, checkpoints: createCheckpointReader(), work: Promise.resolve() };
}

async function advance(db: Database.Database, progress: Progress): Promise<void> {
  while (progress.fault === null && db.open) {
    const entries = journalAfter(db, progress.seq, SLICE).map(toEntry);
    if (entries.length === 0) return;
    const chain = verifyChain(entries, progress.hash, progress.seq);
    if (!chain.ok) {
      progress.fault = chain;
      return;
    }
    for (const entry of entries) progress.checkpoints.add(entry);
    progress.seq = chain.count;
    progress.hash = chain.head;
    await nextTurn();
  }
}
