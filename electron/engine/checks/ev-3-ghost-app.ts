import { count, defineCheck, type CheckResult } from './check.ts';

/** Apps that act in the logs while no list of grants names them. */
export default defineCheck({
  id: 'EV-3',
  title: 'Every active app has a grant',
  effect:
    'The app is shown as “grant not in export”; the population is not complete until its grant is found or explained.',
  run: (db) => {
    const lists = new Set(
      db
        .prepare<[], { key: string }>(
          `SELECT DISTINCT platform || char(10) || tenant AS key FROM import WHERE status = 'complete' AND grants > 0`,
        )
        .all()
        .map((row) => row.key),
    );
    const active = db
      .prepare<[], { id: number; name: string; platform: string; tenant: string; calls: number; last: number }>(
        `SELECT connector.id, connector.name, connector.platform, u.tenant, sum(u.count) AS calls, max(u.last_time) AS last
         FROM usage_pair u JOIN connector ON connector.id = u.connector
         WHERE connector.in_population = 0 AND u.class % 4 = 0
         GROUP BY connector.id, u.tenant ORDER BY connector.platform, u.tenant, connector.key`,
      )
      .all();
    const results: CheckResult[] = [];
    const unlisted = new Map<string, { platform: string; tenant: string; apps: number }>();
    for (const row of active) {
      const key = `${row.platform}\n${row.tenant}`;
      if (lists.has(key)) {
        results.push({
          outcome: 'finding',
          platform: row.platform,
          tenant: row.tenant,
          connector: row.id,
          sentence: `${row.name} made ${count(row.calls)} successful call(s) or token use(s), the last on ${new Date(row.last).toISOString().slice(0, 10)}, but no imported list of grants names it.`,
        });
        continue;
      }
      const entry = unlisted.get(key) ?? { platform: row.platform, tenant: row.tenant, apps: 0 };
      entry.apps += 1;
      unlisted.set(key, entry);
    }
    for (const { platform, tenant, apps } of unlisted.values())
      results.push({
        outcome: 'undeterminable',
        platform,
        tenant,
        sentence: `${count(apps)} app(s) act in the logs of ${tenant}, and no list of its grants was imported: whether they hold grants cannot be told.`,
      });
    for (const key of lists) {
      const [platform = '', tenant = ''] = key.split('\n');
      if (!results.some((one) => one.platform === platform && one.tenant === tenant))
        results.push({
          outcome: 'clear',
          platform,
          tenant,
          sentence: `Every app that acts in the logs of ${tenant} is named by a list of grants.`,
        });
    }
    return results;
  },
});
