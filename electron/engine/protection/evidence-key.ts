import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { readMeta, writeMeta } from '../db/meta.ts';
import { forgetFolder, sealFolder } from '../reading/sealed/folders.ts';
import { KEY_BYTES } from '../reading/sealed/format.ts';

/** The key of the copies of sources lies in the encrypted case file: whoever opens the case can read them. */
const EVIDENCE_KEY = 'evidence_key';

/** A protected case, and no other, has such a key. */
export function evidenceKeyOf(db: Database.Database): Buffer | null {
  const key = readMeta(db, EVIDENCE_KEY);
  return key === null ? null : Buffer.from(key, 'hex');
}

export function giveEvidenceKey(db: Database.Database, key: Buffer): void {
  writeMeta(db, EVIDENCE_KEY, key.toString('hex'));
}

/** For a copy of the case that leaves its protection, or the copies of sources, behind. */
export function dropEvidenceKey(db: Database.Database): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(EVIDENCE_KEY);
}

export function newEvidenceKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Reading and writing in the folder of copies goes through the key of the case from now on; in clear without one. */
export function useEvidenceKey(db: Database.Database, evidenceFolder: string): void {
  const key = evidenceKeyOf(db);
  if (key === null) forgetFolder(evidenceFolder);
  else sealFolder(evidenceFolder, key);
}
