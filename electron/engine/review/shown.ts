import type Database from 'better-sqlite3';

const shown = new WeakMap<Database.Database, Set<string>>();

/** Remembers, while the case is open, that the evidence of an item was asked for. */
export function noteShown(db: Database.Database, item: string): void {
  const known = shown.get(db);
  if (known === undefined) shown.set(db, new Set([item]));
  else known.add(item);
}

/** Whether the evidence of an item was asked for since the case was opened. */
export function wasShown(db: Database.Database, item: string): boolean {
  return shown.get(db)?.has(item) === true;
}
