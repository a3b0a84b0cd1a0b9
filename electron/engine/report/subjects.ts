import type Database from 'better-sqlite3';
import { ownersOf } from '../db/queries/connector.ts';

/** Owners and publishers that a report can be limited to: those of connectors in the population, by name. */
export function reportSubjects(db: Database.Database): { owners: string[]; vendors: string[] } {
  const connectors = db
    .prepare<[], { id: number; publisher: string | null }>(
      'SELECT id, publisher FROM connector WHERE in_population = 1 ORDER BY key',
    )
    .all();
  const owners = connectors.flatMap(({ id }) =>
    ownersOf(db, id)
      .filter(({ role }) => role === 'business')
      .map(({ name }) => name),
  );
  const vendors = connectors.flatMap(({ publisher }) => publisher ?? []);
  return { owners: distinct(owners), vendors: distinct(vendors) };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
