import type Database from 'better-sqlite3';
import type { TrustedUse } from '../../../../shared/contract/trusted.ts';
import { prepared } from '../prepared.ts';

export interface TrustedRow {
  readonly use: TrustedUse;
  readonly fingerprint: string;
  readonly name: string;
  /** PEM; '' where only the fingerprint is known. */
  readonly certificate: string;
  readonly reason: string;
  readonly acted_by: string;
  readonly acted_at: string;
}

/** What a case trusts now, in the order in which it was added. */
export function trustedRows(db: Database.Database): TrustedRow[] {
  return prepared<[], TrustedRow>(
    db,
    'SELECT use, fingerprint, name, certificate, reason, acted_by, acted_at FROM v_trusted ORDER BY id',
  ).all();
}
