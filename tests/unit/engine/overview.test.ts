import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { InventoryFilter } from '../../../shared/contract/inventory.ts';
import type { overviewContract } from '../../../shared/contract/overview.ts';
import type { Params } from '../../../shared/contract/rpc.ts';
import type { reviewContract } from '../../../shared/contract/review.ts';
import { AGE_BANDS, SEVERITIES } from '../../../shared/domain/vocabulary.ts';
import { type EngineCase, importFiles, newCase, startEngine } from './engine-case.ts';

type QueueFilter = Omit<Params<typeof reviewContract, 'review.queue'>['filter'], 'state'>;

let sample: EngineCase;
let overview: z.output<(typeof overviewContract)['overview.get']['result']>;
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
  const queue = await sample.engine.handlers['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 3 }, {});
  for (const row of queue.rows)
    await sample.engine.handlers['review.decide'](
      {
        itemId: row.itemId,
        decision: 'revoke',
        reason: 'Nobody needs it.',
        scopes: [],
        principals: [],
        until: null,
        owner: null,
        agreed: null,
        round: 'first',
        trace: null,
      },
      {},
    );
  overview = await sample.engine.handlers['overview.get']({}, {});
}, 120_000);
afterAll(() => sample.dispose());

function count(sql: string, ...params: (string | number | null)[]): number {
  const row = sample.engine.context
    .open()
    .db.prepare<(string | number | null)[], { n: number }>(`SELECT count(*) AS n FROM ${sql}`)
    .get(...params);
  return row?.n ?? NaN;
}

async function inQueue(filter: Partial<QueueFilter>): Promise<number> {
  const page = await sample.engine.handlers['review.queue'](
    { filter: { state: 'all', ...filter }, offset: 0, limit: 1 },
    {},
  );
  return page.total;
}

async function inInventory(filter: InventoryFilter): Promise<number> {
  const page = await sample.engine.handlers['inventory.page'](
    { filter, sort: { by: 'name', descending: false }, offset: 0, limit: 1 },
    {},
  );
  return page.total;
}

/** The next test of a figure: equal to plain SQL, and to the number of rows its link leads to. */
describe('every figure is what SQL counts and what its link shows', () => {
  test('items by platform and tier', async () => {
    expect(overview.matrix.reduce((sum, cell) => sum + cell.items, 0)).toBe(count('item'));
    for (const { platform, tier, items } of overview.matrix) {
      expect(items).toBe(
        count('item JOIN connector c ON c.id = connector WHERE platform = ? AND item.tier IS ?', platform, tier),
      );
      expect(await inQueue({ platforms: [platform], tiers: [tier] })).toBe(items);
    }
    expect(overview.matrix.length).toBeGreaterThan(4);
  });

  test('population by platform', async () => {
    for (const row of overview.byPlatform) {
      expect(row.items).toBe(count('item JOIN connector c ON c.id = connector WHERE platform = ?', row.platform));
      expect(row.grants).toBe(
        count('consent_grant g JOIN connector c ON c.id = g.connector WHERE platform = ?', row.platform),
      );
      expect(await inQueue({ platforms: [row.platform] })).toBe(row.items);
    }
  });

  test('rules and severities', async () => {
    expect(overview.rulesWithFindings).toBeGreaterThanOrEqual(overview.topRules.length);
    expect(overview.rulesWithFindings).toBe(
      count(`(SELECT DISTINCT rule FROM finding WHERE outcome = 'finding' AND suppression IS NULL)`),
    );
    for (const { rule, severity, findings } of overview.topRules) {
      expect(findings).toBe(count(`finding WHERE outcome = 'finding' AND rule = ?`, rule));
      const page = await sample.engine.handlers['findings.page'](
        { filter: { rules: [rule] }, offset: 0, limit: 1 },
        {},
      );
      expect([page.total, page.rows[0]?.severity]).toEqual([findings, severity]);
    }
    const ranks = overview.topRules.map((row) => SEVERITIES.indexOf(row.severity));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    for (const { severity, findings } of overview.bySeverity)
      expect(findings).toBe(count(`finding WHERE outcome = 'finding' AND severity = ?`, severity));
    expect(overview.undeterminable).toBe(count(`finding WHERE outcome = 'undeterminable'`));
  });

  test('scopes by what the evidence says', async () => {
    expect(overview.scopeUse.reduce((sum, row) => sum + row.scopes, 0)).toBe(count('item_scope'));
    for (const { platform, status, scopes, connectors } of overview.scopeUse) {
      const of =
        'item_scope s JOIN item ON item.id = s.item JOIN connector c ON c.id = item.connector WHERE platform = ? AND s.status = ?';
      expect(scopes).toBe(count(of, platform, status));
      expect(connectors).toBe(count(`(SELECT DISTINCT c.id FROM ${of})`, platform, status));
      expect(await inInventory({ platforms: [platform], statuses: [status] })).toBe(connectors);
    }
    expect(overview.scopeUse.length).toBeGreaterThan(3);
  });

  test.each([
    ['grantAge', 'first_granted'],
    ['lastUse', 'last_use'],
  ] as const)('items by %s', async (figure, column) => {
    expect(overview[figure].map((row) => row.band)).toEqual([...AGE_BANDS]);
    expect(overview[figure].reduce((sum, row) => sum + row.items, 0)).toBe(count('item'));
    for (const { band, items } of overview[figure]) {
      const [first = '', last = ''] = band.split('-');
      const days = `CAST((as_of - ${column}) / 86400000 AS INTEGER)`;
      expect(items, band).toBe(
        band === 'unknown'
          ? count(`item WHERE ${column} IS NULL`)
          : count(
              `item WHERE ${days} >= ? AND (? = '' OR ${days} <= ?)`,
              first === '0' ? -1_000_000 : Number(first),
              last,
              Number(last),
            ),
      );
      expect(await inQueue({ [figure]: band })).toBe(items);
    }
    expect(overview[figure].filter((row) => row.items > 0).length).toBeGreaterThan(1);
  });

  test('who answers for connectors', async () => {
    expect(overview.ownership.reduce((sum, row) => sum + row.connectors, 0)).toBe(
      count('connector WHERE in_population = 1'),
    );
    for (const { outcome, connectors } of overview.ownership) {
      expect(await inInventory({ ownership: outcome })).toBe(connectors);
      expect(connectors).toBe(
        count(
          `(SELECT connector FROM finding WHERE rule = 'CS-01' GROUP BY connector HAVING ${
            outcome === 'finding'
              ? `max(outcome = 'finding') = 1`
              : `max(outcome = 'finding') = 0 AND max(outcome = ?) = 1`
          })`,
          ...(outcome === 'finding' ? [] : [outcome]),
        ),
      );
    }
    expect(overview.ownership.length).toBe(2);
  });

  test('decisions', async () => {
    expect(overview.byDecision.length).toBe(2);
    for (const { decision, items } of overview.byDecision)
      expect(await inQueue({ decision: decision ?? 'none' })).toBe(items);
  });

  test('tiers of connectors, unrated apart', async () => {
    for (const tier of [0, 1, 2, 3, 4, null] as const)
      expect(await inInventory({ tiers: [tier] })).toBe(
        count('connector WHERE is_resource_only = 0 AND tier IS ?', tier),
      );
  });
});

describe('trends', () => {
  test('what appeared and disappeared between two lists', async () => {
    const started = await newCase();
    try {
      const list = (name: string, people: readonly string[]): string => {
        const path = join(started.folder, name);
        const rows = people.map(
          (person) => `${person},1-a.apps.googleusercontent.com,Wren,False,False,key-of-${person},openid email`,
        );
        writeFileSync(path, ['user,clientId,displayText,anonymous,nativeApp,userKey,scopes', ...rows, ''].join('\n'));
        return path;
      };
      await importFiles(started, [
        {
          path: list('old.csv', ['ann@firm.example', 'bob@firm.example']),
          format: 'google.gam.tokens',
          asOf: '2026-07-01T06:00:00Z',
        },
        {
          path: list('new.csv', ['bob@firm.example', 'cy@firm.example', 'dee@firm.example']),
          format: 'google.gam.tokens',
        },
      ]);
      const [trend] = await started.engine.handlers['overview.trends']({}, {});
      expect(trend?.points).toMatchObject([
        { grants: 2, connectors: 1, scopes: 2, appeared: null, disappeared: null },
        { grants: 3, connectors: 1, scopes: 2, appeared: 2, disappeared: 1 },
      ]);
    } finally {
      await started.dispose();
    }
  });

  test('each list of grants with its size', async () => {
    const trends = await sample.engine.handlers['overview.trends']({}, {});
    expect(trends.flatMap((one) => one.points).length).toBe(count('snapshot'));
    for (const { points } of trends) {
      expect(points.map((point) => point.asOf)).toEqual(points.map((point) => point.asOf).toSorted());
      expect(points[0]).toMatchObject({ appeared: null, disappeared: null });
      for (const point of points) {
        const stated =
          'snapshot JOIN snapshot_import si ON si.snapshot = snapshot.id JOIN grant_fact g ON g.import_id = si.import_id WHERE snapshot.key = ?';
        expect(point.grants).toBe(count(stated, point.snapshotId));
        expect(point.connectors).toBe(
          count(
            `(SELECT DISTINCT entity.id FROM entity JOIN (SELECT client FROM ${stated}) s ON s.client = entity.ref)`,
            point.snapshotId,
          ),
        );
        expect(point.scopes).toBe(
          count(
            `(SELECT DISTINCT value FROM json_each((SELECT json_group_array(e.value) FROM scope_set, json_each(scope_set.value) e WHERE scope_set.id IN (SELECT scope_set FROM ${stated})))
             UNION SELECT value FROM json_each((SELECT json_group_array(e.value) FROM (SELECT scope_ids FROM ${stated}) s, json_each(s.scope_ids) e)))`,
            point.snapshotId,
            point.snapshotId,
          ),
        );
      }
    }
  });
});
