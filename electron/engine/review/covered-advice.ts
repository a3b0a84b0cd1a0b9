import type Database from 'better-sqlite3';
import type { Finding } from '../../../shared/contract/connectors.ts';
import { personById } from '../db/queries/people.ts';
import { prepared } from '../db/prepared.ts';
import type { Viewer } from './viewer.ts';

interface CoveredRow {
  readonly item: string;
  readonly connector: string;
}

/** Items on which a viewer has still to judge, by key, with the keys of their connectors. */
export interface CoveredAdvice {
  readonly items: ReadonlySet<string>;
  readonly connectors: ReadonlySet<string>;
}

/**
 * Of some connectors, by key, the items of high risk that the viewer has still to decide: what is recommended for them is
 * kept back on every screen as it is on the item's own, for reading it elsewhere first would be no judging blind. An item
 * that this person decided, or decided once with the recommendation shown, hides nothing any more. While nobody is signed
 * in to a case of several people, the next one to look may be whoever decides.
 */
export function coveredAdvice(
  db: Database.Database,
  viewer: Viewer,
  connectors: ReadonlySet<string> | readonly string[],
): CoveredAdvice {
  const { person } = viewer;
  const isReviewer =
    !viewer.isOfPeople || person === null || personById(db, person)?.roles.includes('reviewer') === true;
  const isAnybody = !viewer.isOfPeople || person === null;
  const rows = prepared<[string, number, number, string | null, string | null, string | null], CoveredRow>(
    db,
    `SELECT item.key AS item, connector.key AS connector
     FROM json_each(?) AS asked CROSS JOIN connector ON connector.key = asked.value
     CROSS JOIN item ON item.connector = connector.id CROSS JOIN review_state AS s ON s.item = item.id
     WHERE (item.tier IS NULL OR s.tier_rank >= 3) AND s.status <> 'decided'
       AND (? OR (? AND s.reviewer IS NULL) OR s.reviewer = ? OR s.second_reviewer = ? OR s.status IN ('disagreement', 'conflict'))
       AND NOT EXISTS (SELECT 1 FROM v_decision AS d LEFT JOIN review_trace AS t ON t.decision = d.id
         WHERE d.item = item.id AND d.person IS ? AND (d.undone_seq IS NULL OR t.revealed = 1))`,
  ).all(JSON.stringify([...connectors]), Number(isAnybody), Number(isReviewer), person, person, person);
  return {
    items: new Set(rows.map(({ item }) => item)),
    connectors: new Set(rows.map(({ connector }) => connector)),
  };
}

/** Whether what a finding recommends is kept back: for its item, or for any item of the connector it is about as a whole. */
export function isAdviceCovered(
  covered: CoveredAdvice,
  { itemId, connectorId }: Pick<Finding, 'itemId' | 'connectorId'>,
): boolean {
  return itemId === null ? covered.connectors.has(connectorId) : covered.items.has(itemId);
}

/** A finding without what it recommends, where that is kept back. */
export function withoutAdvice<
  One extends Pick<Finding, 'itemId' | 'connectorId' | 'recommendation' | 'recommendedAction'>,
>(covered: CoveredAdvice, finding: One): One {
  return isAdviceCovered(covered, finding) ? { ...finding, recommendation: null, recommendedAction: '' } : finding;
}
