import { count, defineCheck, type CheckResult } from './check.ts';

const DAY = 86_400_000;

interface Row {
  readonly platform: string;
  readonly tenant: string;
  readonly format_label: string;
  readonly as_of: number;
}

/**
 * The newest export of each kind against the newest of the case: exports that lie further apart than the policy allows do
 * not show one state of affairs.
 */
export default defineCheck({
  id: 'EV-7',
  title: 'Exports are of one time',
  effect: 'A warning, printed: what changed since then is not in the review.',
  run: (db, { policy, asOf }) => {
    const rows = db
      .prepare<[], Row>(
        `SELECT platform, tenant, format_label, max(as_of) AS as_of FROM import
         WHERE status = 'complete' AND format NOT LIKE 'register.%' GROUP BY platform, tenant, format ORDER BY platform, tenant, format`,
      )
      .all();
    const stale = rows.flatMap((row): CheckResult[] => {
      const days = Math.floor((asOf - row.as_of) / DAY);
      return days <= policy.staleDays
        ? []
        : [
            {
              platform: row.platform,
              tenant: row.tenant,
              outcome: 'finding',
              sentence: `${row.format_label} of ${row.tenant}: the newest export is ${count(days)} days older than the newest of the case.`,
            },
          ];
    });
    return stale.length > 0 || rows.length === 0
      ? stale
      : [{ outcome: 'clear', sentence: `All exports lie within ${policy.staleDays} days of each other.` }];
  },
});
