import type Database from 'better-sqlite3';

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/**
 * The statement of a constant SQL text, compiled once per connection: compiling takes far longer than one look-up. For
 * `get`, `all` and `run` of texts that do not vary; never `pluck`, `raw` or `iterate`, which would change it for others.
 */
export function prepared<P extends unknown[], R>(db: Database.Database, sql: string): Database.Statement<P, R> {
  let known = statements.get(db);
  if (known === undefined) statements.set(db, (known = new Map()));
  let statement = known.get(sql);
  if (statement === undefined) known.set(sql, (statement = db.prepare(sql)));
  // What a text takes and gives is known where it is written, as for `db.prepare` itself.
  return statement as unknown as Database.Statement<P, R>;
}
