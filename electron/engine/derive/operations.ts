import type Database from 'better-sqlite3';
import { coverOf } from '../catalog/crediting.ts';
import type { AssessmentInput, ObservedOperation, ScopeAssessment } from '../catalog/types.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { UNSTATED_OPERATION } from './observed-operations.ts';

export interface ItemOperationRows {
  /** `input` is null on platforms without a catalog: no call is tied to a scope there. */
  readonly add: (
    item: number,
    operations: readonly ObservedOperation[],
    input: AssessmentInput | null,
    assessment: ScopeAssessment,
  ) => void;
  readonly flush: () => void;
}

/** Empties and refills the operations of every item, with the granted scopes that allow each. */
export function itemOperationRows(db: Database.Database): ItemOperationRows {
  db.exec('DELETE FROM item_operation');
  const rows = bulkInsert(db, 'item_operation', [
    'item',
    'operation',
    'quality',
    'scopes',
    'creditable',
    'success',
    'denied',
    'attempted',
    'people',
    'first_time',
    'last_time',
  ]);
  return {
    add(item, operations, input, assessment) {
      const granted = new Map((input?.granted ?? []).map((scope) => [scope.id, scope]));
      const doubtful = new Set([...assessment.unattributable, ...assessment.containers]);
      for (const operation of operations) {
        const listed = input?.catalog.coveringScopes(input.kind, operation.match).filter((id) => granted.has(id)) ?? [];
        const cover =
          input === null || doubtful.has(operation) ? null : coverOf(input.catalog, input.kind, granted, operation);
        rows.add(
          item,
          operation.key,
          operation.match.quality,
          JSON.stringify(listed),
          JSON.stringify(cover?.creditable ?? []),
          operation.succeeded,
          operation.denied,
          operation.attempted,
          operation.people.length,
          operation.first,
          operation.last,
        );
      }
    },
    flush: () => rows.flush(),
  };
}

/** Sums the calls of each connector per operation; times speak of successful calls where there are any. */
export function writeConnectorOperations(db: Database.Database): void {
  db.exec(`
    DELETE FROM connector_operation;
    INSERT INTO connector_operation (connector, matcher, operation, success, denied, attempted, people, first_time, last_time)
    SELECT connector, coalesce(matcher, 'plain'), coalesce(key, '${UNSTATED_OPERATION}'),
           sum(iif(class = 0, count, 0)), sum(iif(class = 1, count, 0)), sum(iif(class = 2, count, 0)),
           count(DISTINCT nullif(principal, 0)),
           coalesce(min(iif(class = 0, first_time, NULL)), min(first_time)),
           coalesce(max(iif(class = 0, last_time, NULL)), max(last_time))
    FROM usage_pair LEFT JOIN operation ON operation.id = usage_pair.operation
    WHERE class < 3
    GROUP BY 1, 2, 3;
  `);
}
