import type Database from 'better-sqlite3';
import { timeText } from '../rules/wording.ts';
import type { RemedyVerdict } from './remedies.ts';
import type { RemedySubject } from './remedy-facts.ts';

interface Entry {
  readonly connector: number;
  readonly key: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly as_of: number;
  readonly import_id: number;
  readonly line: number;
}

/** Business owners that registers name, newest register first, by connector. */
export function createOwnersOnRecord(db: Database.Database): ReadonlyMap<number, readonly Entry[]> {
  return Map.groupBy(
    db
      .prepare<[], Entry>(
        `SELECT c.id AS connector, p.key, p.name, p.email, import.as_of, owner_fact.import_id, owner_fact.line
         FROM import CROSS JOIN owner_fact ON owner_fact.import_id = import.id
         JOIN entity AS c ON c.ref = owner_fact.client JOIN entity AS e ON e.ref = owner_fact.owner JOIN principal AS p ON p.id = e.id
         WHERE import.status = 'complete' AND owner_fact.role = 'business'
         ORDER BY import.as_of DESC, p.key, owner_fact.line`,
      )
      .all(),
    (entry) => entry.connector,
  );
}

/** Whether a register made after the decision names the person who was to own the connector. */
export function judgeOwner(
  subject: RemedySubject,
  wanted: string,
  owners: ReadonlyMap<number, readonly Entry[]>,
): RemedyVerdict {
  const later = (owners.get(subject.connector) ?? []).filter((entry) => entry.as_of > subject.decidedAt);
  const plain = wanted.trim().toLowerCase();
  const named = later.find(({ key, name, email }) =>
    [key, name ?? '', email ?? ''].some((text) => text.toLowerCase() === plain),
  );
  if (named !== undefined)
    return {
      verdict: 'verified',
      sentence: `The register of owners as of ${timeText(named.as_of)} names ${named.name ?? named.key}.`,
      asOf: named.as_of,
      evidence: [{ importId: named.import_id, line: named.line, note: 'owner on record' }],
    };
  const [other] = later;
  const missing = `A register of owners made after ${timeText(subject.decidedAt)} that names ${wanted}.`;
  return other === undefined
    ? {
        verdict: 'open',
        sentence: 'No register of owners made after the decision names the app.',
        missing,
        evidence: [],
      }
    : {
        verdict: 'open',
        sentence: `The register of owners as of ${timeText(other.as_of)} names ${other.name ?? other.key}, not ${wanted}.`,
        missing,
        asOf: other.as_of,
        evidence: [{ importId: other.import_id, line: other.line, note: 'another owner on record' }],
      };
}
