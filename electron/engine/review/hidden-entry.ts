import type Database from 'better-sqlite3';
import { z } from 'zod';
import { prepared } from '../db/prepared.ts';
import { hiddenRounds, type Viewer } from './viewer.ts';

const decisionPayload = z.looseObject({ item: z.string(), round: z.string(), person: z.string().nullable() });
const batchPayload = z.looseObject({ items: z.array(z.string()), person: z.string().nullable() });

/** Whether an entry of the journal says what the viewer must not know yet: a decision on an item of which they do the other review. */
export function isEntryHidden(
  db: Database.Database,
  { type, payload }: { readonly type: string; readonly payload: string },
  viewer: Viewer,
): boolean {
  if (!viewer.isOfPeople) return false;
  const isHidden = (key: string, round: string): boolean => {
    const item = prepared<[string], { id: number }>(db, 'SELECT id FROM item WHERE key = ?').get(key)?.id;
    return item !== undefined && hiddenRounds(db, viewer, item).some((hidden) => hidden === round);
  };
  const isOwn = (person: string | null): boolean => person !== null && person === viewer.person;
  if (type === 'decision' || type === 'decision-merged') {
    const decision = decisionPayload.safeParse(JSON.parse(payload)).data;
    return decision !== undefined && !isOwn(decision.person) && isHidden(decision.item, decision.round);
  }
  if (type === 'batch') {
    const batch = batchPayload.safeParse(JSON.parse(payload)).data;
    return batch !== undefined && !isOwn(batch.person) && batch.items.some((item) => isHidden(item, 'first'));
  }
  return false;
}
