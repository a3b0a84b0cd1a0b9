import { count, defineCheck, type CheckResult } from './check.ts';

/** Times that cannot all be right: events after the export, zones nobody stated, a clock behind the evidence. */
export default defineCheck({
  id: 'EV-6',
  title: 'Times are consistent',
  effect: 'Rules that compare times across these files say “possible”, not “is”.',
  run: (db) => {
    const rows = db
      .prepare<
        [],
        {
          id: number;
          file_name: string;
          platform: string;
          tenant: string;
          format: string;
          zone_assumed: number;
          as_of: number;
          imported_at: number;
          last_time: number | null;
        }
      >(
        `SELECT id, file_name, platform, tenant, format, zone_assumed, as_of, imported_at, last_time FROM import
         WHERE status = 'complete' ORDER BY platform, tenant, format, as_of, file_name, sha256`,
      )
      .all();
    const results = rows.flatMap((row): CheckResult[] => {
      const subject = { platform: row.platform, tenant: row.tenant, importId: row.id };
      const iso = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
      const problems: string[] = [];
      if (row.last_time !== null && row.last_time > row.as_of)
        problems.push(
          `its newest event (${iso(row.last_time)} UTC) is later than the stated as-of time (${iso(row.as_of)} UTC)`,
        );
      if (row.last_time !== null && row.last_time > row.imported_at)
        problems.push(`its newest event is later than the clock of the computer that imported it`);
      if (row.zone_assumed === 1)
        problems.push(
          'this export writes times in the zone of whoever made it, and no zone was stated; UTC was assumed',
        );
      return problems.map((problem) => ({ ...subject, outcome: 'finding', sentence: `${row.file_name}: ${problem}.` }));
    });
    return results.length > 0 || rows.length === 0
      ? results
      : [{ outcome: 'clear', sentence: `No time of ${count(rows.length)} file(s) contradicts another.` }];
  },
});
