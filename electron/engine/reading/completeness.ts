import { canonicalKey } from './keys.ts';

const NEXT_PAGE = new Set([
  '@odatanextlink',
  'odatanextlink',
  'nextlink',
  '@nextlink',
  'nextpagetoken',
  'nextcursor',
  'nextrecordsurl',
  'nextpageuri',
  'next',
  'nextpage',
]);

/**
 * Sentences about pages that are missing, from the scalars beside the records of the last page (dotted path to value).
 * Empty when nothing says that the export goes on.
 */
export function completenessWarnings(envelope: ReadonlyMap<string, string>): readonly string[] {
  const markers: string[] = [];
  let page: number | null = null;
  let pages: number | null = null;
  for (const [path, value] of envelope) {
    const key = canonicalKey(
      path.slice(path.startsWith('@') || path.startsWith('odata') ? 0 : path.lastIndexOf('.') + 1),
    );
    const isSet = value !== '' && value !== 'null' && value !== 'false';
    if (NEXT_PAGE.has(key) && isSet) markers.push(path);
    else if (key === 'done' && value === 'false') markers.push(`${path}: false`);
    else if ((key === 'hasmore' || key === 'hasnextpage' || key === 'truncated') && value === 'true')
      markers.push(`${path}: true`);
    else if (key === 'page') page = Number(value);
    else if (key === 'pages') pages = Number(value);
  }
  if (page !== null && pages !== null && pages > page) markers.push(`page ${page} of ${pages}`);
  return markers.map(
    (marker) =>
      `The export is incomplete: it ends with a marker for a next page (${marker}). Records of later pages are missing; export all pages, or import the later pages too.`,
  );
}
