import { app } from 'electron';

/**
 * The stock better-sqlite3 binding needs Node-API 10; where Electron is older, the set-up has built another. A package holds
 * the one that fits, where it is looked for, and is led to no other by its environment.
 */
export function sqliteBinding(): string | null {
  if (app.isPackaged) return null;
  return Number(process.versions['napi']) < 10 ? (process.env['COUNTERSIGN_SQLITE_BINDING'] ?? null) : null;
}
