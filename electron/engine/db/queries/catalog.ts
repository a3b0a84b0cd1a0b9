import type Database from 'better-sqlite3';
import { z } from 'zod';
import { CATALOG_PLATFORMS, type TierOverride } from '../../catalog/types.ts';
import type { StoredOverlay } from '../../catalog/overlay.ts';
import { prepared } from '../prepared.ts';

export interface OverlayRow extends Omit<StoredOverlay, 'content'> {
  readonly id: number;
  readonly bytes: number;
  readonly reason: string;
  readonly added_by: string;
  readonly added_at: string;
  readonly removed_seq: number | null;
}

const OVERLAY =
  'id, kind, platform, part, file_name, sha256, bytes, version, as_of, reason, added_by, added_at, removed_seq';

/** Files laid over the catalog, in the order in which they were added; those taken out again too. */
export function listOverlays(db: Database.Database): OverlayRow[] {
  return prepared<[], OverlayRow>(db, `SELECT ${OVERLAY} FROM catalog_overlay ORDER BY seq`).all();
}

/** Those in force, with their content. */
export function overlaysInForce(db: Database.Database): StoredOverlay[] {
  return prepared<[], StoredOverlay>(db, 'SELECT * FROM catalog_overlay WHERE removed_seq IS NULL ORDER BY seq').all();
}

export interface OverrideRow {
  readonly id: number;
  readonly platform: string;
  readonly kind: string;
  readonly scope: string;
  readonly tier: number;
  readonly was: number | null;
  readonly reason: string;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly revoked_seq: number | null;
}

/** The organisation's own tiers, newest first; those taken back too. */
export function listOverrides(db: Database.Database): OverrideRow[] {
  return prepared<[], OverrideRow>(db, 'SELECT * FROM tier_override ORDER BY seq DESC').all();
}

const platform = z.enum(CATALOG_PLATFORMS);
const kind = z.enum(['delegated', 'application']);
const tier = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** Those in force, in an order that does not depend on when they were set. */
export function overridesInForce(db: Database.Database): TierOverride[] {
  return prepared<[], OverrideRow>(
    db,
    'SELECT * FROM tier_override WHERE revoked_seq IS NULL ORDER BY platform, kind, scope',
  )
    .all()
    .map((row) => ({
      platform: platform.parse(row.platform),
      kind: kind.parse(row.kind),
      scope: row.scope,
      tier: tier.parse(row.tier),
      reason: row.reason,
      by: row.decided_by,
      at: row.decided_at,
    }));
}

/** Names everything the catalog of a case depends on beside the shipped files; cheap enough to ask every time. */
export function catalogState(db: Database.Database): string {
  const files = prepared<[], { sha256: string; kind: string; seq: number }>(
    db,
    'SELECT sha256, kind, seq FROM catalog_overlay WHERE removed_seq IS NULL ORDER BY seq',
  ).all();
  return files.length === 0 && prepared<[], object>(db, 'SELECT 1 FROM tier_override LIMIT 1').get() === undefined
    ? ''
    : JSON.stringify([files, overridesInForce(db)]);
}
