import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Connects to a database: a file, or bytes that are kept in memory. `binding` is the native addon where the one that npm brought
 * does not fit the runtime. Errors as those of the driver.
 */
export function connectTo(
  source: string | Buffer,
  binding: string | undefined,
  options: Database.Options = {},
): Database.Database {
  return new Database(source, { ...options, nativeBinding: binding ?? installedBinding() });
}

/** The driver is bundled, and so cannot tell where its addon lies. */
function installedBinding(): string {
  const description = createRequire(import.meta.url).resolve('better-sqlite3/package.json');
  return join(dirname(description), 'prebuilds', `${process.platform}-${process.arch}.node`);
}
