import Database from 'better-sqlite3';

/**
 * Connects to a database: a file, or bytes that are kept in memory. `binding` is the native addon where the packaged one does
 * not fit the runtime. Errors as those of the driver.
 */
export function connectTo(
  source: string | Buffer,
  binding: string | undefined,
  options: Database.Options = {},
): Database.Database {
  return new Database(source, { ...options, ...(binding === undefined ? {} : { nativeBinding: binding }) });
}
