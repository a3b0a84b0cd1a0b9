import type Database from 'better-sqlite3';
import type { Role } from '../../../shared/contract/people.ts';
import { appendJournal } from '../../../electron/engine/review/journal.ts';

export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly manager?: string;
  readonly roles?: readonly Role[];
}

const NOW = Date.UTC(2026, 9, 2);

/** Brings people into a case, or changes what they may do: the newest act on a person counts. */
export function setPeople(db: Database.Database, people: readonly TestPerson[]): void {
  for (const { id, name, email, manager = '', roles = ['preparer', 'reviewer', 'approver'] } of people)
    db.transaction(() => {
      const seq = appendJournal(db, { at: NOW, actor: 'Test', type: 'person-set', payload: { person: id, roles } });
      db.prepare(
        `INSERT INTO person_act (seq, person, name, email, manager, certificate, roles, reason, acted_by, acted_at)
         VALUES (?, ?, ?, ?, ?, '', ?, 'For this test', 'Test', ?)`,
      ).run(seq, id, name, email, manager, JSON.stringify(roles), new Date(NOW).toISOString());
    })();
}
