import { z } from 'zod';
import { neededWindow } from '../derive/scopes.ts';
import { isoDay } from '../derive/usage.ts';
import { count, defineCheck, type CheckResult } from './check.ts';

const texts = z.array(z.string());
const DAY = 86_400_000;
const HOUR = 3_600_000;

interface Window {
  readonly platform: string;
  readonly tenant: string;
  readonly log: string;
  readonly label: string;
  readonly from_day: number;
  readonly to_day: number;
  readonly as_of: number;
  readonly missing_days: string;
}

/** Days and logs that are missing from the window use is judged over. */
export default defineCheck({
  id: 'EV-4',
  title: 'Logs cover the window',
  effect: 'Scopes that such a log would show are judged “not seen, partly covered” or “not observable”.',
  run: (db, { policy, asOf }) => {
    const need = neededWindow(asOf, policy);
    const [needFrom, needTo] = [need.from / DAY, need.to / DAY - 1];
    const windows = db.prepare<[], Window>('SELECT * FROM log_window ORDER BY platform, tenant, log').all();
    const latency = db
      .prepare<[string, string], number | null>(
        `SELECT max(log_latency_hours) FROM import WHERE status = 'complete' AND tenant = ? AND log = ?`,
      )
      .pluck();
    const results = windows.map((window): CheckResult => {
      const subject = { platform: window.platform, tenant: window.tenant };
      const missing = texts.parse(JSON.parse(window.missing_days));
      const parts = [
        ...(missing.length === 0
          ? []
          : [
              `${count(missing.length)} day(s) inside it hold no record (${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''})`,
            ]),
        ...(window.from_day > needFrom
          ? [`it begins ${count(window.from_day - needFrom)} day(s) after the window`]
          : []),
        ...(window.to_day < needTo ? [`it ends ${count(needTo - window.to_day)} day(s) before the window does`] : []),
      ];
      const hours = latency.get(window.tenant, window.log) ?? 0;
      const late =
        hours > 0 && window.as_of < (window.to_day + 1) * DAY + hours * HOUR
          ? ` Records may arrive up to ${count(hours)} hours late: silence after ${new Date(window.as_of - hours * HOUR).toISOString().slice(0, 16).replace('T', ' ')} UTC proves nothing.`
          : '';
      const span = `${window.label} of ${window.tenant}, ${isoDay(window.from_day)} to ${isoDay(window.to_day)}`;
      return parts.length === 0
        ? {
            ...subject,
            outcome: 'clear',
            sentence: `${span}: covers the whole window of ${count(policy.windowDays)} days.${late}`,
          }
        : {
            ...subject,
            outcome: 'finding',
            sentence: `${span}: ${parts.join('; ')}. The window is ${isoDay(needFrom)} to ${isoDay(needTo)}.${late}`,
          };
    });
    const logged = new Set(windows.map((window) => `${window.platform}\n${window.tenant}`));
    const granted = db
      .prepare<[], { platform: string; tenant: string; items: number }>(
        'SELECT platform, tenant, count(*) AS items FROM item JOIN connector ON connector.id = item.connector GROUP BY 1, 2 ORDER BY 1, 2',
      )
      .all();
    for (const { platform, tenant, items } of granted) {
      if (logged.has(`${platform}\n${tenant}`)) continue;
      results.push({
        platform,
        tenant,
        outcome: 'finding',
        sentence: `No log of ${tenant} was imported: the use of ${count(items)} review item(s) cannot be observed.`,
      });
    }
    return results;
  },
});
