import type { CsvHead, JsonHead } from '../../reading/types.ts';
import { canonicalKey } from '../../reading/keys.ts';
import { defineRefusal } from '../importer.ts';
import { isGuid } from '../parts/json-cells.ts';

/** The portal's audit CSV has its columns in one order, whatever language names them. */
const COLUMNS = { time: 0, correlation: 1, result: 5 } as const;
const LEAST_COLUMNS = 40;

/** The portal's audit log with translated column names, told by what stands in its columns. */
export default defineRefusal({
  id: 'entra.audit-translated',
  label: 'Directory audit log with translated column names',
  detect: (head) =>
    isTranslated(head)
      ? { score: 0.9, reason: 'times, correlation ids and results in the columns of the portal’s audit log' }
      : { score: 0, reason: 'not the columns of the portal’s audit log' },
  sentence:
    'This is the portal’s audit log with its column names in another language, so what was changed cannot be read by name. Set the language of the portal to English, or download JSON, whose names are never translated, and import that file.',
});

function isTranslated(head: CsvHead | JsonHead): boolean {
  if (head.kind !== 'csv' || head.header.length < LEAST_COLUMNS || head.sample.length === 0) return false;
  if (head.header.some((name) => canonicalKey(name) === 'activity')) return false;
  return head.sample.every(
    (row) =>
      /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(row[COLUMNS.time] ?? '') &&
      isGuid((row[COLUMNS.correlation] ?? '').trim()) &&
      /^(?:success|failure|timeout|unknownfuturevalue)$/i.test((row[COLUMNS.result] ?? '').trim()),
  );
}
