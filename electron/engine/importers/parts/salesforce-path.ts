/** Key prefixes of records have a digit among their first three characters; words of 15 letters are no ids. Pages of a query add a number. */
const RECORD_ID = /^(?=.{0,2}\d)[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?(?:-\d+)?$/;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const VERSION = /^v\d+(?:\.\d+)?$/i;
const MOST_SEGMENTS = 8;

/**
 * The path of a REST call as a name for the operation: without host, query, ids and values, and with `v*` for the API
 * version. '' when there is no path.
 */
export function pathTemplate(uri: string): string {
  const path = uri
    .slice(0, 2000)
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
    .replace(/[?#].*$/s, '');
  const segments = path.split('/').filter((segment) => segment !== '');
  const named = segments.map((segment, index) => {
    if (VERSION.test(segment)) return 'v*';
    // The value of an external id follows its field: `/sobjects/Account/Number__c/4711`.
    const isExternalId = /__c$/i.test(segments[index - 1] ?? '') && segments[index - 3]?.toLowerCase() === 'sobjects';
    return isExternalId || isValue(segment) ? '{id}' : segment;
  });
  const shown = named.slice(0, MOST_SEGMENTS);
  return shown.length === 0 ? '' : `/${shown.join('/')}${named.length > shown.length ? '/…' : ''}`;
}

function isValue(segment: string): boolean {
  return (
    segment.length > 40 ||
    /^\d+$/.test(segment) ||
    /[@%=;,]/.test(segment) ||
    RECORD_ID.test(segment) ||
    GUID.test(segment)
  );
}
