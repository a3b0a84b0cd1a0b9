import type Database from 'better-sqlite3';
import type { CatalogFileContent } from '../catalog/read-file.ts';
import type { PlatformCatalog, ScopeFact, Tier } from '../catalog/types.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from './journal.ts';

interface Who {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

/**
 * Lays a file over the catalog of the case, as an act in the journal. Throws `conflict` when the same file is in force or
 * when a part is older than the one it would replace, `corrupt-input` for a part that does not exist. Runs inside the caller's transaction.
 */
export function addCatalogFile(
  db: Database.Database,
  file: CatalogFileContent,
  fileName: string,
  current: PlatformCatalog | undefined,
  who: Who,
): void {
  const same = db
    .prepare<[string], { file_name: string }>(
      'SELECT file_name FROM catalog_overlay WHERE sha256 = ? AND removed_seq IS NULL',
    )
    .get(file.sha256);
  if (same !== undefined) {
    throw new AppError(
      'conflict',
      `${fileName} is part of the catalog already, as ${same.file_name}. Nothing was changed.`,
    );
  }
  const replaced = current?.parts.find(({ part }) => part === file.part);
  if (replaced === undefined) {
    throw new AppError(
      'corrupt-input',
      `${fileName} is a part of the catalog that this version does not know (${file.part}). The catalog is as it was.`,
    );
  }
  if (file.kind === 'catalog' && file.asOf < replaced.asOf) {
    throw new AppError(
      'conflict',
      `${fileName} is as of ${file.asOf}, the catalog of the case as of ${replaced.asOf}. An older catalog is not laid over a newer one; nothing was changed.`,
    );
  }
  const at = new Date(who.at).toISOString();
  const seq = appendJournal(db, {
    at: who.at,
    actor: who.by,
    type: 'catalog-file-added',
    payload: {
      file: fileName,
      sha256: file.sha256,
      kind: file.kind,
      platform: file.platform,
      part: file.part,
      version: file.version,
      asOf: file.asOf,
      reason: who.reason,
    },
  });
  db.prepare(
    `INSERT INTO catalog_overlay (seq, kind, platform, part, file_name, sha256, bytes, version, as_of, reason, added_by, added_at, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    seq,
    file.kind,
    file.platform,
    file.part,
    fileName,
    file.sha256,
    file.bytes,
    file.version,
    file.asOf,
    who.reason,
    who.by,
    at,
    JSON.stringify(file.content),
  );
}

/** Takes a file out of the catalog again. Throws `not-found` when it is not in force. Inside the caller's transaction. */
export function removeCatalogFile(db: Database.Database, id: number, who: Who): void {
  const file = db
    .prepare<[number], { file_name: string; sha256: string }>(
      'SELECT file_name, sha256 FROM catalog_overlay WHERE id = ? AND removed_seq IS NULL',
    )
    .get(id);
  if (file === undefined) {
    throw new AppError('not-found', 'That file is not part of the catalog of this case. Nothing was changed.');
  }
  const seq = appendJournal(db, {
    at: who.at,
    actor: who.by,
    type: 'catalog-file-removed',
    payload: { file: file.file_name, sha256: file.sha256, reason: who.reason },
  });
  db.prepare('UPDATE catalog_overlay SET removed_seq = ? WHERE id = ?').run(seq, id);
}

export interface TierAct {
  readonly platform: string;
  readonly fact: ScopeFact;
  readonly tier: Exclude<Tier, null>;
}

/**
 * Gives a scope the organisation's own tier; one that was in force ends with it. Throws `conflict` when nothing would change.
 * Inside the caller's transaction.
 */
export function overrideTier(db: Database.Database, { platform, fact, tier }: TierAct, who: Who): void {
  const was = fact.override === undefined ? fact.tier : fact.override.was;
  if (fact.tier === tier) {
    throw new AppError('conflict', `${fact.id} has tier ${tier} already. Nothing was changed.`);
  }
  const seq = appendJournal(db, {
    at: who.at,
    actor: who.by,
    type: 'tier-overridden',
    payload: { platform, kind: fact.kind, scope: fact.id, tier, was, reason: who.reason },
  });
  db.prepare(
    'UPDATE tier_override SET revoked_seq = ? WHERE platform = ? AND kind = ? AND scope = ? AND revoked_seq IS NULL',
  ).run(seq, platform, fact.kind, fact.id);
  db.prepare(
    'INSERT INTO tier_override (seq, platform, kind, scope, tier, was, reason, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(seq, platform, fact.kind, fact.id, tier, was, who.reason, who.by, new Date(who.at).toISOString());
}

/** Takes an own tier back. Throws `not-found` when it is not in force. Inside the caller's transaction. */
export function revokeOverride(db: Database.Database, id: number, who: Who): void {
  const row = db
    .prepare<[number], { platform: string; kind: string; scope: string; tier: number }>(
      'SELECT platform, kind, scope, tier FROM tier_override WHERE id = ? AND revoked_seq IS NULL',
    )
    .get(id);
  if (row === undefined) throw new AppError('not-found', 'That tier is not in force any more. Nothing was changed.');
  const seq = appendJournal(db, {
    at: who.at,
    actor: who.by,
    type: 'tier-override-revoked',
    payload: { ...row, reason: who.reason },
  });
  db.prepare('UPDATE tier_override SET revoked_seq = ? WHERE id = ?').run(seq, id);
}
