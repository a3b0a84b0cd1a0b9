import type Database from 'better-sqlite3';
import type { RegisteredPerson } from '../../../../shared/contract/named-owner.ts';
import { ACTIVE_STATUSES, isActiveStatus } from '../../rules/ownership.ts';
import { prepared } from '../prepared.ts';
import { likePattern } from './inventory.ts';

interface Row {
  readonly key: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly status: string | null;
}

/** People of the register whose name, address or id holds the text, active ones first, then by name and id. */
export function registeredPeople(db: Database.Database, text: string, limit: number): RegisteredPerson[] {
  const pattern = likePattern(text.trim());
  return prepared<[string, string, string, string, number], Row>(
    db,
    `SELECT key, name, email, status FROM principal
     WHERE in_register = 1 AND (name LIKE ? ESCAPE '\\' OR email LIKE ? ESCAPE '\\' OR key LIKE ? ESCAPE '\\')
     ORDER BY NOT EXISTS (SELECT 1 FROM json_each(?) WHERE value = lower(trim(status))), coalesce(name, email, key) COLLATE NOCASE, key
     LIMIT ?`,
  )
    .all(pattern, pattern, pattern, JSON.stringify(ACTIVE_STATUSES), limit)
    .map(({ key, name, email, status }) => ({
      key,
      name: name ?? email ?? key,
      address: email ?? key,
      status,
      isActive: isActiveStatus(status),
    }));
}
