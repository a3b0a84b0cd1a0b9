import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJsonBytes } from '../evidence/canonical-json.ts';
import {
  CASE_DUPLICATED,
  CHECKPOINT_TYPE,
  checkpointPayload,
  PERSON_ADDED,
  type CheckpointAct,
  type CheckpointStatement,
} from '../evidence/checkpoint-layout.ts';
import type { ChainEntry } from '../evidence/hash-chain.ts';
import { readCertificate } from '../lib/certificate.ts';
import { verifyCms } from './cms.ts';

/** One checkpoint of a journal after its checks. */
export interface CheckedCheckpoint {
  /** Number of the entry that holds it. */
  readonly seq: number;
  /** ISO 8601 UTC, by the signer's clock. */
  readonly at: string;
  /** null when the statement cannot be read. */
  readonly act: CheckpointAct | null;
  /** Name in the certificate that signed; null when there is none to read. */
  readonly name: string | null;
  /** SHA-256 of that certificate: upper case, colons. */
  readonly person: string | null;
  /** Why it proves nothing, in one sentence; null when it holds. */
  readonly problem: string | null;
}

export interface CheckpointResult {
  readonly checkpoints: readonly CheckedCheckpoint[];
  readonly entries: number;
  /** Entries after the last checkpoint that holds: nothing but the chain covers them, and whoever has the file can cut them off. */
  readonly unsealed: number;
}

/** Checks checkpoints entry by entry; what it has seen it need not see again. */
export interface CheckpointReader {
  /** The next entry of the journal, in order. The chain itself is checked elsewhere. */
  readonly add: (entry: ChainEntry) => void;
  readonly result: () => CheckpointResult;
}

const registration = z.object({ person: z.string() });
const duplicate = z.object({ of: z.string(), id: z.string() });

/**
 * Checks every signed checkpoint: its signature, that it names the entry before it by number and hash, that all speak of
 * one case, and, where the journal registers people by their keys, that the key is one of theirs. A chain that was
 * rewritten as a whole fails here: the hash before the checkpoint is no longer the one that was signed.
 */
export function checkCheckpoints(entries: Iterable<ChainEntry>): CheckpointResult {
  const reader = createCheckpointReader();
  for (const entry of entries) reader.add(entry);
  return reader.result();
}

/** For journals that grow; see {@link checkCheckpoints}. */
export function createCheckpointReader(): CheckpointReader {
  const checkpoints: CheckedCheckpoint[] = [];
  const people = new Set<string>();
  let caseId: string | null = null;
  let entries = 0;
  let sealed = 0;
  return {
    add(entry) {
      entries += 1;
      if (entry.type === PERSON_ADDED) {
        const added = registration.safeParse(entry.payload);
        if (added.success) people.add(added.data.person);
      }
      // A duplicate has the history of the first case, and from this entry on an id of its own.
      if (entry.type === CASE_DUPLICATED) {
        const duplicated = duplicate.safeParse(entry.payload);
        if (duplicated.success && (caseId === null || caseId === duplicated.data.of)) caseId = duplicated.data.id;
      }
      if (entry.type !== CHECKPOINT_TYPE) return;
      const checked = check(entry, caseId, people);
      caseId ??= checked.caseId;
      if (checked.checkpoint.problem === null) sealed = entries;
      checkpoints.push(checked.checkpoint);
    },
    result: () => ({ checkpoints: [...checkpoints], entries, unsealed: entries - sealed }),
  };
}

function check(
  entry: ChainEntry,
  caseId: string | null,
  people: ReadonlySet<string>,
): { readonly checkpoint: CheckedCheckpoint; readonly caseId: string | null } {
  const { seq, at } = entry;
  const payload = checkpointPayload.safeParse(entry.payload);
  if (!payload.success) {
    const problem = 'It is not a checkpoint this program can read.';
    return { checkpoint: { seq, at, act: null, name: null, person: null, problem }, caseId: null };
  }
  const { statement, signature } = payload.data;
  const cms = verifyCms(Buffer.from(signature, 'base64'), (hash) =>
    createHash(hash).update(canonicalJsonBytes(statement)).digest(),
  );
  const certificate = cms.certificate === null ? null : readCertificate(cms.certificate);
  const problem =
    cms.problems.length > 0
      ? `Its signature does not hold: ${cms.problems.join('; ')}.`
      : problemOf(statement, entry, caseId, people, certificate, cms.signingTime);
  return {
    checkpoint: {
      seq,
      at,
      act: statement.act,
      name: certificate?.commonName ?? null,
      person: certificate?.fingerprint ?? null,
      problem,
    },
    caseId: problem === null ? statement.caseId : null,
  };
}

/** What a statement with a good signature says that does not fit where it stands. */
function problemOf(
  statement: CheckpointStatement,
  entry: ChainEntry,
  caseId: string | null,
  people: ReadonlySet<string>,
  certificate: ReturnType<typeof readCertificate> | null,
  signingTime: number | null,
): string | null {
  const { count, head, person } = statement;
  const at = Date.parse(statement.at);
  if (certificate === null || certificate.fingerprint !== person)
    return 'It names another certificate than the one that signed.';
  // The signing-time attribute has whole seconds.
  if (signingTime !== Math.floor(at / 1000) * 1000 || statement.at !== entry.at)
    return 'Entry, statement and signature name different times.';
  if (at < certificate.notBefore || at > certificate.notAfter) return 'The certificate was not valid at its time.';
  if (count !== entry.seq - 1)
    return `It was signed over a journal of ${count} entries, but stands after ${entry.seq - 1}.`;
  if (head !== entry.prev) return 'The head at the checkpoint differs: what stands before it is not what was signed.';
  if (caseId !== null && statement.caseId !== caseId) return 'It was signed for another case.';
  if (people.size > 0 && !people.has(person)) return 'Its key belongs to nobody whom this journal registers.';
  return null;
}
