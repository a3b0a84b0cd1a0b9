const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const SAME_GUID = '00000000-0000-0000-0000-000000000000';
/** What a message, file or link id looks like: a long segment of letters, digits and the signs of base64url. */
const TOKEN = /\/[a-z0-9_=-]{40,}(?=\/|$)/gi;
const SAME_TOKEN = `/${'0'.repeat(40)}`;
const SHORTEST_TOKEN = 41;

/**
 * The address with every GUID and every long opaque token replaced by one of the same kind: it is matched as the address
 * is, and calls that differ only in such ids become one. Words of the catalog stay, however long they are.
 */
export function foldIds(address: string, vocabulary: ReadonlySet<string>): string {
  // Behind a percent sign two digits mean another character, so they may not be taken for the start of an id.
  if (address.includes('%')) return address;
  const folded = address.includes('-') ? address.replace(GUID, SAME_GUID) : address;
  if (!hasLongSegment(folded)) return folded;
  return folded.replace(TOKEN, (segment) => {
    const isWord = vocabulary.has(segment.slice(1).toLowerCase()) || !/\d/.test(segment) || VERSION.test(segment);
    return isWord ? segment : SAME_TOKEN;
  });
}

const VERSION = /^\/v\d+$/i;

/** Cheaper than the pattern, which nearly no address needs. */
function hasLongSegment(address: string): boolean {
  if (address.length < SHORTEST_TOKEN) return false;
  let start = 0;
  for (;;) {
    const slash = address.indexOf('/', start);
    if (slash < 0) return address.length - start >= SHORTEST_TOKEN - 1;
    if (slash - start >= SHORTEST_TOKEN - 1) return true;
    start = slash + 1;
  }
}
