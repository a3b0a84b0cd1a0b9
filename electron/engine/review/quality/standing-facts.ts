import type Database from 'better-sqlite3';
import { personById } from '../../db/queries/people.ts';
import { CHECKPOINT_TYPE } from '../../evidence/checkpoint-layout.ts';

/** Decisions of one person that no checkpoint signed with their key covers. */
export interface Uncovered {
  readonly name: string;
  readonly decisions: number;
  /** All decisions of this person; equal to the above when they never signed after deciding. */
  readonly of: number;
}

/** What is open about who decided, apart from the figures. */
export interface StandingFacts {
  /** Items that were decided once and wait for their second review. */
  readonly secondOpen: number;
  /** Items that were decided differently, and not settled. */
  readonly disputed: number;
  readonly uncovered: readonly Uncovered[];
  /** Exceptions from independence that were recorded for the campaign. */
  readonly exceptions: number;
}

export function standingFacts(db: Database.Database): StandingFacts {
  const statuses = new Map(
    db
      .prepare<[], { status: string; n: number }>('SELECT status, count(*) AS n FROM review_state GROUP BY status')
      .all()
      .map(({ status, n }) => [status, n]),
  );
  return {
    secondOpen: statuses.get('second-open') ?? 0,
    disputed: (statuses.get('disagreement') ?? 0) + (statuses.get('conflict') ?? 0),
    uncovered: uncoveredDecisions(db),
    exceptions: exceptionsOf(db),
  };
}

/**
 * A decision is covered by a checkpoint of the person who took it that was made after it. What another machine brought is
 * covered by the signature of its packet. Whether checkpoints hold is checked with the journal.
 */
function uncoveredDecisions(db: Database.Database): Uncovered[] {
  return db
    .prepare<[string], { person: string; decisions: number; total: number }>(
      `SELECT d.person, sum(d.seq > coalesce(c.covered, 0)) AS decisions, count(*) AS total
       FROM decision AS d LEFT JOIN (
         SELECT payload ->> '$.statement.person' AS person, max(payload ->> '$.statement.count') AS covered
         FROM journal WHERE type = ? GROUP BY 1) AS c ON c.person = d.person
       WHERE d.person IS NOT NULL AND d.undone_seq IS NULL AND d.origin IS NULL AND d.campaign IS (SELECT id FROM v_campaign)
       GROUP BY d.person HAVING decisions > 0`,
    )
    .all(CHECKPOINT_TYPE)
    .map(({ person, decisions, total }) => ({ name: personById(db, person)?.name ?? person, decisions, of: total }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function exceptionsOf(db: Database.Database): number {
  return (
    db
      .prepare<[], { n: number }>(
        `SELECT count(*) AS n FROM campaign_exception WHERE kind = 'independence' AND campaign = (SELECT campaign FROM v_campaign)`,
      )
      .get()?.n ?? 0
  );
}
