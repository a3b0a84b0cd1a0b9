import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { caseDetails } from '../../../shared/contract/workspace.ts';
import { readMeta } from '../db/meta.ts';
import { canonicalJsonBytes } from '../evidence/canonical-json.ts';
import {
  CHECKPOINT_TYPE,
  type CheckpointAct,
  type CheckpointPayload,
  type CheckpointStatement,
} from '../evidence/checkpoint-layout.ts';
import { signDetached } from '../signing/cms.ts';
import { assertCanSignAt } from '../signing/open-key.ts';
import type { Signer } from '../signing/signer.ts';
import { appendJournal, journalHead } from './journal.ts';

export interface Checkpoint {
  /** Number of the entry that holds the checkpoint; it covers all before it. */
  readonly seq: number;
  readonly count: number;
  readonly head: string;
}

/**
 * Signs number and hash of the last journal entry and appends the signature to the journal: what was done so far is
 * bound to the signer, and a chain that is rewritten later no longer fits. Must not run inside a transaction.
 * `now`: UTC milliseconds. Throws `invalid-request` when the certificate is not valid then.
 */
export async function makeCheckpoint(
  db: Database.Database,
  signer: Signer,
  act: CheckpointAct,
  now: number,
): Promise<Checkpoint> {
  for (;;) {
    const last = journalHead(db);
    const payload = await signCheckpoint(db, signer, act, last, now);
    const seq = db
      .transaction(() => (journalHead(db).head === last.head ? recordCheckpoint(db, signer, payload) : null))
      .immediate();
    // An entry that came while the key was at work is covered as well: sign again.
    if (seq !== null) return { seq, count: last.count, head: last.head };
  }
}

/**
 * Signs a checkpoint on a journal that ends in `last`. For acts that write entry and checkpoint in one transaction:
 * `recordCheckpoint` must then follow that entry directly.
 */
export async function signCheckpoint(
  db: Database.Database,
  signer: Signer,
  act: CheckpointAct,
  last: { readonly count: number; readonly head: string },
  now: number,
): Promise<CheckpointPayload> {
  const signingTime = new Date(now);
  assertCanSignAt(signer, signingTime);
  const details = caseDetails.parse(JSON.parse(readMeta(db, 'details') ?? '{}'));
  const statement: CheckpointStatement = {
    caseId: readMeta(db, 'case_id') ?? '',
    engagement: details.engagement || details.name,
    count: last.count,
    head: last.head,
    at: signingTime.toISOString(),
    act,
    person: signer.fingerprint,
  };
  const signature = await signDetached({
    signer,
    digest: createHash(signer.hash).update(canonicalJsonBytes(statement)).digest(),
    hash: signer.hash,
    signingTime,
  });
  return { statement, signature: Buffer.from(signature).toString('base64') };
}

/** Appends a signed checkpoint and answers its number. Runs inside the caller's transaction. */
export function recordCheckpoint(
  db: Database.Database,
  signer: Pick<Signer, 'commonName'>,
  payload: CheckpointPayload,
): number {
  return appendJournal(db, {
    at: Date.parse(payload.statement.at),
    actor: signer.commonName,
    type: CHECKPOINT_TYPE,
    payload: { ...payload },
  });
}
