import type Database from 'better-sqlite3';
import { z } from 'zod';
import { CASE_DUPLICATED } from '../evidence/checkpoint-layout.ts';
import { prepared } from '../db/prepared.ts';
import { journalHead } from '../review/journal.ts';

/** What the journal says of the case as a whole. All of it follows from the last entry of its type. */
export const CASE_ACTS = {
  backedUp: 'case-backed-up',
  moved: 'case-moved',
  duplicated: CASE_DUPLICATED,
  duplicateMade: 'case-duplicate-made',
  archived: 'case-archived',
  reopened: 'case-reopened',
  retention: 'case-retention',
  deleted: 'case-deleted',
  recovered: 'case-recovered',
  recoveryAccepted: 'case-recovery-accepted',
} as const;

export interface CaseState {
  /** The last backup that was made; `changedSince` counts the acts after it. */
  readonly lastBackup: {
    readonly at: string;
    readonly file: string;
    readonly sha256: string;
    readonly head: string;
    readonly changedSince: number;
  } | null;
  /** How long the case has to be kept: the last day of it; null when nothing is stated. */
  readonly retention: { readonly until: string; readonly reason: string; readonly by: string } | null;
  /** Since when it is archived, and so read-only; null while it is worked on. */
  readonly archived: { readonly at: string; readonly reason: string; readonly by: string } | null;
  /** A case that was put together from a damaged file, until somebody has accepted that with a reason. */
  readonly recovery: { readonly at: string; readonly lost: string; readonly accepted: string | null } | null;
}

interface Act {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly payload: string;
}

const backup = z.object({ file: z.string(), sha256: z.string(), head: z.string() });
const retention = z.object({ until: z.iso.date().nullable(), reason: z.string() });
const withReason = z.object({ reason: z.string() });
const recovery = z.object({ account: z.string() });

/** Reads the state of the case from its journal. */
export function caseState(db: Database.Database): CaseState {
  // A duplicate has the history of the first, and none of its backups.
  const since = last(db, CASE_ACTS.duplicated)?.seq ?? 0;
  const made = last(db, CASE_ACTS.backedUp);
  const backedUp = made !== null && made.seq > since ? made : null;
  const kept = last(db, CASE_ACTS.retention);
  const archived = last(db, CASE_ACTS.archived);
  const reopened = last(db, CASE_ACTS.reopened);
  const recovered = last(db, CASE_ACTS.recovered);
  const accepted = last(db, CASE_ACTS.recoveryAccepted);
  const stated = kept === null ? null : retention.parse(JSON.parse(kept.payload));
  return {
    lastBackup:
      backedUp === null
        ? null
        : {
            at: backedUp.at,
            ...backup.parse(JSON.parse(backedUp.payload)),
            changedSince: journalHead(db).count - backedUp.seq,
          },
    retention:
      kept === null || stated === null || stated.until === null
        ? null
        : { until: stated.until, reason: stated.reason, by: kept.actor },
    archived:
      archived === null || (reopened !== null && reopened.seq > archived.seq)
        ? null
        : { at: archived.at, reason: withReason.parse(JSON.parse(archived.payload)).reason, by: archived.actor },
    recovery:
      recovered === null
        ? null
        : {
            at: recovered.at,
            lost: recovery.parse(JSON.parse(recovered.payload)).account,
            accepted:
              accepted === null || accepted.seq < recovered.seq
                ? null
                : withReason.parse(JSON.parse(accepted.payload)).reason,
          },
  };
}

function last(db: Database.Database, type: string): Act | null {
  return (
    prepared<[string], Act>(
      db,
      `SELECT journal.seq, journal.at, journal.actor, journal.payload FROM journal_index AS i JOIN journal USING (seq)
       WHERE i.type = ? ORDER BY i.seq DESC LIMIT 1`,
    ).get(type) ?? null
  );
}
