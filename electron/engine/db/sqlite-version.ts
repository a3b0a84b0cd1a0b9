import { connectTo } from './driver.ts';

/** The version of SQLite at work, asked of itself with a database that is nowhere. `binding`: as for `openDatabase`. */
export function sqliteVersion(binding: string | undefined): string {
  const db = connectTo(':memory:', binding);
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
