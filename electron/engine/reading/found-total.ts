import { canonicalKey } from './keys.ts';

/** Names under which vendors say how many records a query has in all, not on this page. */
const TOTALS = new Set([
  '@odatacount',
  'odatacount',
  'totalcount',
  'totalsize',
  'totalresults',
  'total',
  'totalrecords',
]);

/** The number of records that the file itself says the source has, from the scalars beside the records; null when it says none. */
export function foundTotal(envelope: ReadonlyMap<string, string>): number | null {
  for (const [path, value] of envelope) {
    const isAnnotation = path.startsWith('@') || path.startsWith('odata');
    const key = canonicalKey(isAnnotation ? path : path.slice(path.lastIndexOf('.') + 1));
    if (TOTALS.has(key) && /^\d{1,15}$/.test(value)) return Number(value);
  }
  return null;
}
