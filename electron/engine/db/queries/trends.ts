import type Database from 'better-sqlite3';
import type { z } from 'zod';
import type { overviewContract } from '../../../../shared/contract/overview.ts';
import { listSnapshots, diffSnapshots } from './snapshots.ts';

type Trends = z.output<(typeof overviewContract)['overview.trends']['result']>;
type Point = Trends[number]['points'][number];

/** Grants of two lists together up to which they are compared in passing: comparing takes about a second per 100,000. */
const COMPARED = 200_000;

/** Every list of grants with its size, oldest first, and what appeared and disappeared since the list before. */
export function snapshotTrends(db: Database.Database): Trends {
  const lists = Map.groupBy(listSnapshots(db), (one) => JSON.stringify([one.platform, one.tenant, one.format]));
  const sizes = db.prepare<[string], { connectors: number; scopes: number }>(
    // Imports run one at a time, so the grants of one lie side by side: only those of the list are read.
    `WITH stated AS MATERIALIZED (
       SELECT DISTINCT grant_fact.client, grant_fact.scope_set, grant_fact.scope_ids
       FROM snapshot JOIN snapshot_import ON snapshot_import.snapshot = snapshot.id JOIN import ON import.id = snapshot_import.import_id
       CROSS JOIN grant_fact ON grant_fact.id BETWEEN import.first_grant AND import.first_grant + import.grants - 1
       WHERE snapshot.key = ?)
     SELECT (SELECT count(DISTINCT entity.id) FROM stated JOIN entity ON entity.ref = stated.client) AS connectors,
            (SELECT count(*) FROM (SELECT scope.value FROM stated JOIN scope_set ON scope_set.id = stated.scope_set JOIN json_each(scope_set.value) scope
                                   UNION SELECT named.value FROM stated JOIN json_each(stated.scope_ids) named)) AS scopes`,
  );
  return [...lists.values()].flatMap((newestFirst) => {
    const oldestFirst = newestFirst.toReversed();
    const [first] = oldestFirst;
    if (first === undefined) return [];
    const points = oldestFirst.map((one, index): Point => {
      const before = oldestFirst[index - 1];
      const counts =
        before === undefined || before.grants + one.grants > COMPARED
          ? null
          : diffSnapshots(db, before.id, one.id, null, 0, 1).counts;
      return {
        snapshotId: one.id,
        asOf: one.asOf,
        isWhole: one.isWhole,
        grants: one.grants,
        ...(sizes.get(one.id) ?? { connectors: 0, scopes: 0 }),
        appeared: counts === null ? null : counts.appeared,
        disappeared: counts === null ? null : counts.disappeared,
      };
    });
    const { platform, tenant, format, formatLabel } = first;
    return [{ platform, tenant, format, formatLabel, points }];
  });
}
