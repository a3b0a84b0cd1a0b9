import { z } from 'zod';
import { count, defineCheck, type CheckResult } from './check.ts';

const texts = z.array(z.string());
/** Exporters stop at such numbers; by chance a count ends so once in a thousand times. */
const ROUND = 1000;

/** Signs that a file ends before the data does: next-page markers, known caps, round counts, an end in mid-record. */
export default defineCheck({
  id: 'EV-2',
  title: 'Nothing cut off',
  effect: 'What is not seen in a file that may be cut off counts as partly covered, never as fully covered.',
  run: (db) =>
    db
      .prepare<
        [],
        {
          id: number;
          file_name: string;
          platform: string;
          tenant: string;
          read: number;
          truncation: string;
          whole: number;
        }
      >(
        `SELECT id, file_name, platform, tenant, read, truncation, completeness = 'whole' AS whole FROM import
         WHERE status = 'complete' ORDER BY platform, tenant, format, as_of, file_name, sha256`,
      )
      .all()
      .flatMap((row): CheckResult[] => {
        const subject = { platform: row.platform, tenant: row.tenant, importId: row.id };
        const signs = texts.parse(JSON.parse(row.truncation));
        if (row.whole === 0) signs.push('it was not stated to be the whole of what it lists.');
        if (signs.length === 0 && row.read > 0 && row.read % ROUND === 0)
          signs.push(
            `It holds exactly ${count(row.read)} records. Exports that stop at a limit have such round counts; compare with the total the system shows.`,
          );
        return signs.length === 0
          ? [{ ...subject, outcome: 'clear', sentence: `${row.file_name}: no sign of being cut off.` }]
          : signs.map((sign) => ({ ...subject, outcome: 'finding', sentence: `${row.file_name}: ${sign}` }));
      }),
});
