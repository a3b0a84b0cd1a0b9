import type Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { AppError } from '../lib/errors.ts';
import { copyDatabaseNow } from './copy.ts';

/** "CSGN" in ASCII: marks a file as a Countersign case, so that a foreign SQLite file is refused by name. */
export const APPLICATION_ID = 0x4353474e;

const scripts = import.meta.glob<string>('./migrations/*.sql', { eager: true, query: '?raw', import: 'default' });

interface Migration {
  readonly version: number;
  readonly sql: string;
}

function migrations(): Migration[] {
  return Object.entries(scripts)
    .map(([path, sql]) => ({ version: Number(/\/(\d+)-/.exec(path)?.[1]), sql }))
    .toSorted((a, b) => a.version - b.version);
}

/** The schema version this build writes. */
export function currentSchemaVersion(): number {
  return migrations().at(-1)?.version ?? 0;
}

/**
 * Brings a case file to the current schema: one transaction per migration, after copying the file beside itself when it
 * already holds data. Throws `newer-workspace` for a file of a later build; a failed migration leaves the file as it was.
 */
export function migrate(db: Database.Database, path: string): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  const known = migrations();
  const newest = currentSchemaVersion();
  if (found > newest) {
    throw new AppError(
      'newer-workspace',
      `This case was written by a newer version of Countersign (schema ${found}, this version knows ${newest}). Nothing was changed. Open it with the newer version.`,
    );
  }
  const pending = known.filter((migration) => migration.version > found);
  if (pending.length === 0) return;
  if (found > 0) {
    const backup = `${path}.before-${newest}`;
    if (!existsSync(backup)) copyDatabaseNow(db, backup);
  }
  for (const migration of pending) apply(db, migration);
}

/** The schema version nearest to a stated one that this build knows, and not above it; the newest for none. */
export function knownSchemaVersion(stated: number): number {
  return migrations().findLast(({ version }) => version <= stated)?.version ?? currentSchemaVersion();
}

/** Makes the tables of a schema version in an empty database. */
export function makeSchema(db: Database.Database, version: number): void {
  for (const migration of migrations()) if (migration.version <= version) apply(db, migration);
}

function apply(db: Database.Database, { version, sql }: Migration): void {
  db.transaction(() => {
    db.exec(sql);
    db.pragma(`user_version = ${version}`);
    db.pragma(`application_id = ${APPLICATION_ID}`);
  }).immediate();
}
