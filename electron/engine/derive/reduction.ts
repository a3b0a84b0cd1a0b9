import type Database from 'better-sqlite3';
import type { Reduction } from '../catalog/reduction.ts';
import type { ScopeUsage } from '../catalog/types.ts';
import { tierRank } from '../catalog/tier.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { certificateLine } from './certificate.ts';
import type { StatedWindow } from './statement.ts';

export interface ReductionRows {
  /** `windowOf` gives the span of the log that a scope was judged by. */
  readonly add: (item: number, reduction: Reduction, windowOf: (usage: ScopeUsage) => StatedWindow | null) => void;
  readonly flush: () => void;
}

/** Empties and refills the certificate of every item: one row per scope, and the sums beside the item. */
export function reductionRows(db: Database.Database): ReductionRows {
  db.exec('DELETE FROM item_reduction');
  const rows = bulkInsert(db, 'item_reduction', [
    'item',
    'scope',
    'advice',
    'replaced_by',
    'replaced_by_label',
    'replaced_by_tier',
    'tier_before',
    'tier_rank_before',
    'tier_after',
    'tier_rank_after',
    'operations',
    'sole',
    'covered_by',
    'statement',
  ]);
  const sums = db.prepare(
    'UPDATE item SET tier_after = ?, tier_rank_after = ?, scopes_after = ?, reduction_method = ? WHERE id = ?',
  );
  return {
    add(item, reduction, windowOf) {
      for (const line of reduction.scopes) {
        const { scope } = line.usage;
        const left = line.advice === 'remove' ? null : line.advice === 'narrow' ? (line.replacedBy ?? scope) : scope;
        rows.add(
          item,
          scope.id,
          line.advice,
          line.replacedBy?.id ?? null,
          line.replacedBy?.label ?? null,
          line.replacedBy?.tier ?? null,
          scope.tier,
          tierRank(scope.tier),
          left === null ? null : left.tier,
          left === null ? 0 : tierRank(left.tier),
          JSON.stringify(line.operations),
          JSON.stringify(line.sole),
          JSON.stringify(line.coveredBy),
          certificateLine(line, windowOf(line.usage), reduction.method),
        );
      }
      sums.run(reduction.after.tier, reduction.after.rank, reduction.after.scopes, reduction.method, item);
    },
    flush: () => rows.flush(),
  };
}
