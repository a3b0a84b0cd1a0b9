import type { CsvHead, JsonHead } from '../../reading/types.ts';
import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** What a query over the sign-in table summed up: start, end and sets of names, but no single sign-in. */
export default defineRefusal({
  id: 'entra.signin-aggregate',
  label: 'Summary of sign-ins',
  detect: (head) => {
    if (!namesSignInTable(head)) return { score: 0, reason: 'the table SigninLogs is not named' };
    return scoreSignature(head, {
      required: ['StartTime', 'EndTime', 'Type'],
      bonus: ['applicationSet|appSet', 'IPAddress'],
      against: ['AppId', 'CorrelationId', 'ResourceDisplayName'],
      proof: 'the table SigninLogs without single sign-ins',
    });
  },
  sentence:
    'This is a summary that a query made of the sign-in table, not the log: its rows stand for several sign-ins, without application ids and times of their own. It proves no use and no silence. Export the rows of SigninLogs themselves.',
});

function namesSignInTable(head: CsvHead | JsonHead): boolean {
  if (head.kind === 'csv') return head.sample.some((row) => row.some((cell) => /^SigninLogs$/i.test(cell.trim())));
  return head.sample.some((record) => /"Type":"SigninLogs"/i.test(JSON.stringify(record).slice(0, 20_000)));
}
