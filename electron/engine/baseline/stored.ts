import type Database from 'better-sqlite3';
import { sha256 } from '../evidence/bundle-layout.ts';

/** Digest of what a case keeps of a bundle: the facts of the whole, then those of each item in the order of its key. */
export function storedDigest(whole: string, items: readonly string[]): string {
  return sha256([whole, ...items].join('\n'));
}

/** Bundles of which the case no longer keeps what it read, one sentence each. */
export function checkStoredBaselines(db: Database.Database): string[] {
  const items = db.prepare<[string], string>('SELECT facts FROM baseline_item WHERE bundle = ? ORDER BY key').pluck();
  return db
    .prepare<[], { bundle: string; report_id: string; facts: string; digest: string }>(
      'SELECT bundle, report_id, facts, digest FROM baseline_bundle ORDER BY bundle',
    )
    .all()
    .filter(({ bundle, facts, digest }) => storedDigest(facts, items.all(bundle)) !== digest)
    .map(
      ({ report_id: report }) =>
        `What the case keeps of the baseline ${report} is not what was read of its bundle: another program changed the case.`,
    );
}
