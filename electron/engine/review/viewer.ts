import type Database from 'better-sqlite3';
import type { Round } from '../../../shared/contract/item-states.ts';
import { hasPeople } from '../db/queries/people.ts';
import { prepared } from '../db/prepared.ts';
import type { EngineContext } from '../handlers/context.ts';

/** For whose eyes something is read: two reviews of one item are worth something only while neither sees the other. */
export interface Viewer {
  /** Fingerprint of the certificate of who signed in; null when nobody did. */
  readonly person: string | null;
  /** Whether the case knows people; in a case without them nothing is hidden from anybody. */
  readonly isOfPeople: boolean;
}

/** Whoever reads the case as a whole: the report that is signed, the command line. */
export const WHOLE_CASE: Viewer = { person: null, isOfPeople: false };

/** Who looks at the screens now. */
export function viewerOf(context: EngineContext): Viewer {
  return { person: context.session.person, isOfPeople: hasPeople(context.open().db) };
}

interface StateRow {
  readonly status: string;
  readonly reviewer: string | null;
  readonly second_reviewer: string | null;
}

/**
 * The rounds of an item whose decisions this viewer must not see yet: the first review from the second reviewer and from
 * everybody who did not sign in, the second one from the first reviewer. Both until the item is decided, so that nobody
 * can take their own decision back and follow the other.
 */
export function hiddenRounds(db: Database.Database, viewer: Viewer, item: number): readonly Round[] {
  if (!viewer.isOfPeople) return [];
  const state = prepared<[number], StateRow>(
    db,
    'SELECT status, reviewer, second_reviewer FROM review_state WHERE item = ?',
  ).get(item);
  if (state === undefined || state.second_reviewer === null || state.status === 'decided') return [];
  if (viewer.person === null) return ['first', 'second'];
  const hidden: Round[] = [];
  if (state.second_reviewer === viewer.person) hidden.push('first');
  if (state.reviewer === viewer.person) hidden.push('second');
  return hidden;
}

/** Whether the decision in force of an item, which is one of its first review until both agree, is hidden from a viewer. */
export function isBlind(db: Database.Database, viewer: Viewer, item: number): boolean {
  return hiddenRounds(db, viewer, item).includes('first');
}

/** Keys of the items whose first review is hidden from a viewer. */
export function blindItemKeys(db: Database.Database, viewer: Viewer): ReadonlySet<string> {
  if (!viewer.isOfPeople) return new Set();
  const keys = prepared<[string | null, string | null], { key: string }>(
    db,
    `SELECT item.key FROM review_state AS s JOIN item ON item.id = s.item
     WHERE s.second_reviewer IS NOT NULL AND (? IS NULL OR s.second_reviewer = ?) AND s.status <> 'decided'`,
  ).all(viewer.person, viewer.person);
  return new Set(keys.map(({ key }) => key));
}

/** How many items there are whose first review is hidden from a viewer. */
export function blindItems(db: Database.Database, viewer: Viewer): number {
  return blindItemKeys(db, viewer).size;
}
