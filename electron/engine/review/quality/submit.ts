import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { QualityFigures, Submission } from '../../../../shared/contract/quality.ts';
import { FINAL_DECISIONS } from '../../../../shared/domain/vocabulary.ts';
import { canonicalJson } from '../../evidence/canonical-json.ts';
import { nextEntry } from '../../evidence/hash-chain.ts';
import { AppError } from '../../lib/errors.ts';
import { counted } from '../../rules/wording.ts';
import type { Signer } from '../../signing/signer.ts';
import { recordCheckpoint, signCheckpoint } from '../checkpoint.ts';
import { submitDecisionsOf } from '../decide.ts';
import { appendJournal, type JournalAct, journalHead } from '../journal.ts';
import { qualityPlan } from './plan.ts';

/** uids of what somebody decided for good and did not submit yet, sorted. */
export function decisionsToSubmit(db: Database.Database, person: string): string[] {
  const final = FINAL_DECISIONS.map(() => '?').join(', ');
  return db
    .prepare<unknown[], string>(
      `SELECT uid FROM decision WHERE person = ? AND submitted_seq IS NULL AND undone_seq IS NULL AND decision IN (${final}) ORDER BY uid`,
    )
    .pluck()
    .all(person, ...FINAL_DECISIONS);
}

/** What somebody's signature under a submission says. */
export function attestationOf(decisions: number, undecided: number): string {
  return [
    `I took ${counted(decisions, 'decision', 'decisions')} myself, after looking at the evidence the screen showed me, and I stand by the reasons I gave.`,
    ...(undecided === 0
      ? []
      : [
          `${counted(undecided, 'item', 'items')} ${undecided === 1 ? 'is' : 'are'} left open that I could have decided.`,
        ]),
  ].join(' ');
}

/** Submissions of a person, newest first. */
export function submissionsOf(db: Database.Database, person: string): Submission[] {
  return db
    .prepare<[string], { seq: number; decisions: number; undecided: number; acted_at: string }>(
      'SELECT seq, decisions, undecided, acted_at FROM submission WHERE person = ? ORDER BY seq DESC',
    )
    .all(person)
    .map((row) => ({ at: row.acted_at, decisions: row.decisions, undecided: row.undecided, journalSeq: row.seq }));
}

export interface SubmissionOrder {
  readonly person: string;
  readonly name: string;
  readonly signer: Signer;
  /** As they were shown to the person. */
  readonly figures: QualityFigures;
  readonly undecided: number;
  readonly now: number;
}

/**
 * Submits what somebody decided: journal entry, checkpoint signed with their key and closing of the decisions in one
 * transaction. Throws `conflict` when there is nothing to submit or something was recorded meanwhile.
 */
export async function submit(db: Database.Database, order: SubmissionOrder): Promise<Submission> {
  const { person, name, signer, figures, undecided, now } = order;
  const uids = decisionsToSubmit(db, person);
  if (uids.length === 0)
    throw new AppError('conflict', `${name} has no decision that is not submitted yet. Nothing was signed.`);
  const entry = {
    person,
    name,
    campaign: qualityPlan(db).campaign?.id ?? null,
    attestation: attestationOf(uids.length, undecided),
    decisions: uids.length,
    undecided,
    decisionsDigest: digestOf(uids),
    figuresDigest: digestOf(figures),
  };
  const at = new Date(now).toISOString();
  const act: JournalAct = { at: now, actor: name, type: 'submission', payload: entry };
  const { head, count } = journalHead(db);
  const next = nextEntry({ seq: count, hash: head }, { ...act, at });
  const checkpoint = await signCheckpoint(db, signer, 'submission', { count: next.seq, head: next.hash }, now);
  db.transaction(() => {
    const seq = appendJournal(db, act);
    if (journalHead(db).head !== next.hash)
      throw new AppError(
        'conflict',
        'Something was recorded while the submission was being signed. Nothing was signed. Look at your figures again and submit.',
      );
    recordCheckpoint(db, signer, checkpoint);
    db.prepare(
      `INSERT INTO submission (seq, person, campaign, attestation, decisions, undecided, decisions_digest, figures_digest, acted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      seq,
      person,
      entry.campaign,
      entry.attestation,
      entry.decisions,
      undecided,
      entry.decisionsDigest,
      entry.figuresDigest,
      at,
    );
    submitDecisionsOf(db, person, seq);
  }).immediate();
  return { at, decisions: uids.length, undecided, journalSeq: next.seq };
}

function digestOf(value: QualityFigures | readonly string[]): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
