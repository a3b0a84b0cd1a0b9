import type Database from 'better-sqlite3';
import type { TrustedUse } from '../../../shared/contract/trusted.ts';
import { trustedRows } from '../db/queries/trusted.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from './journal.ts';

export interface TrustedSubject {
  readonly use: TrustedUse;
  /** SHA-256: upper case, colons. */
  readonly fingerprint: string;
  readonly name: string;
  /** PEM; '' where only the fingerprint is known. */
  readonly certificate: string;
}

/** Records that a certificate is trusted, and how it was compared. Throws `conflict` when it is trusted already. */
export function addTrusted(
  db: Database.Database,
  subject: TrustedSubject,
  reason: string,
  acting: Acting,
  now: number,
): void {
  if (isTrusted(db, subject))
    throw new AppError('conflict', `${subject.name} is trusted in this case already. Nothing was changed.`);
  record(db, 'add', subject, reason, acting, now);
}

/** Takes a certificate out of those that are trusted. Throws `not-found` when it is none of them. */
export function removeTrusted(
  db: Database.Database,
  { use, fingerprint }: Pick<TrustedSubject, 'use' | 'fingerprint'>,
  reason: string,
  acting: Acting,
  now: number,
): void {
  const row = trustedRows(db).find((one) => one.use === use && one.fingerprint === fingerprint);
  if (row === undefined)
    throw new AppError('not-found', 'This certificate is none that the case trusts. Nothing was changed.');
  record(db, 'remove', row, reason, acting, now);
}

function isTrusted(db: Database.Database, { use, fingerprint }: TrustedSubject): boolean {
  return trustedRows(db).some((row) => row.use === use && row.fingerprint === fingerprint);
}

function record(
  db: Database.Database,
  act: 'add' | 'remove',
  { use, fingerprint, name, certificate }: TrustedSubject,
  reason: string,
  acting: Acting,
  now: number,
): void {
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: acting.name,
      type: act === 'add' ? 'certificate-trusted' : 'certificate-not-trusted',
      payload: { act, use, fingerprint, name, certificate, reason, person: acting.person },
    });
    db.prepare(
      `INSERT INTO trusted_act (seq, act, use, fingerprint, name, certificate, reason, acted_by, acted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(seq, act, use, fingerprint, name, certificate, reason, acting.name, new Date(now).toISOString());
  }).immediate();
}
