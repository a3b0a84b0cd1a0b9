import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type Round, roundSchema } from '../../../../shared/contract/item-states.ts';
import { decisionSchema, type Decision } from '../../../../shared/domain/vocabulary.ts';
import type { MeasuredAct } from '../../evidence/quality-figures.ts';
import type { DecisionAct } from '../item-state.ts';

/** A decision with how it came about. */
export interface QualityAct extends DecisionAct, MeasuredAct {
  readonly by: string;
  /** Drawn for the re-performance sample. */
  readonly isSample: boolean;
  // Named by both.
  readonly round: Round;
  readonly decision: Decision;
  readonly isUndone: boolean;
  readonly at: string;
}

interface Row {
  readonly uid: string;
  readonly item: string;
  readonly tier_rank: number | null;
  readonly position: number | null;
  readonly round: string;
  readonly decision: string;
  readonly reason: string;
  readonly scopes: string;
  readonly principals: string;
  readonly person: string | null;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly batch: string | null;
  readonly origin: string | null;
  readonly replaces: string | null;
  readonly undone_seq: number | null;
  readonly agreed: number | null;
  readonly second_because: string | null;
  readonly active_ms: number | null;
  readonly panels: string | null;
  readonly provisional: string | null;
}

const textList = z.array(z.string());

/**
 * The decisions of the campaign of the case, or all of a case without one, in the order in which they were taken; those
 * taken back included. The item is the one the journal names: it may have left the case since.
 */
export function qualityActs(db: Database.Database): QualityAct[] {
  return db
    .prepare<[], Row>(
      `SELECT d.uid, journal.payload ->> '$.item' AS item, coalesce(c.tier_rank, item.tier_rank) AS tier_rank,
         coalesce(c.ordinal, s.position) AS position, d.round, d.decision, d.reason, d.scopes, d.principals, d.person, d.decided_by,
         d.decided_at, d.batch, d.origin, d.replaces, d.undone_seq, d.agreed, c.second_because, t.active_ms, t.panels, t.provisional
       FROM decision AS d
       JOIN journal ON journal.seq = d.seq
       LEFT JOIN item ON item.key = journal.payload ->> '$.item'
       LEFT JOIN review_state AS s ON s.item = item.id
       LEFT JOIN campaign_item AS c ON c.campaign = (SELECT campaign FROM v_campaign) AND c.item = journal.payload ->> '$.item'
       LEFT JOIN review_trace AS t ON t.decision = d.id
       WHERE d.campaign IS (SELECT id FROM v_campaign)
       ORDER BY d.decided_at, d.uid`,
    )
    .all()
    .map(toAct);
}

function toAct(row: Row): QualityAct {
  return {
    uid: row.uid,
    item: row.item,
    isHigh: row.tier_rank === null ? null : row.tier_rank >= 3,
    position: row.position,
    round: roundSchema.parse(row.round),
    decision: decisionSchema.parse(row.decision),
    reason: row.reason,
    scopes: textList.parse(JSON.parse(row.scopes)),
    principals: textList.parse(JSON.parse(row.principals)),
    person: row.person,
    by: row.decided_by,
    at: row.decided_at,
    isBatched: row.batch !== null,
    isMerged: row.origin !== null,
    replaces: row.replaces,
    isUndone: row.undone_seq !== null,
    agreed: row.agreed === null ? null : row.agreed === 1,
    isSample: row.second_because === 'sample',
    trace:
      row.active_ms === null || row.panels === null
        ? null
        : {
            activeMs: row.active_ms,
            panels: textList.parse(JSON.parse(row.panels)),
            provisional: row.provisional === null ? null : decisionSchema.parse(row.provisional),
          },
  };
}
