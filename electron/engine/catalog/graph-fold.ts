const SAME_GUID = '00000000-0000-0000-0000-000000000000';
/** What a message, file or link id looks like: a long segment of letters, digits and the signs of base64url. */
const TOKEN = /\/[a-z0-9_=-]{40,}(?=\/|$)/gi;
const SAME_TOKEN = `/${'0'.repeat(40)}`;
const SHORTEST_TOKEN = 40;
const VERSION = /^\/v\d+$/i;

/**
 * The address with every GUID replaced by the same one: it is matched as the address is, and calls that differ only in
 * such ids become one. By hand, from hyphen to hyphen: a pattern takes several times as long, and this runs once for
 * every line of a log.
 */
export function foldGuids(address: string): string {
  let result = '';
  let taken = 0;
  let hyphen = address.indexOf('-', 8);
  // Behind a percent sign two digits mean another character, so they may not be taken for the start of an id.
  if (hyphen < 0 || address.includes('%')) return address;
  while (hyphen >= 0) {
    const start = hyphen - 8;
    if (start >= taken && isGuidAt(address, start)) {
      result += address.slice(taken, start) + SAME_GUID;
      taken = start + SAME_GUID.length;
      hyphen = address.indexOf('-', taken + 8);
    } else hyphen = address.indexOf('-', hyphen + 1);
  }
  return taken === 0 ? address : result + address.slice(taken);
}

/** The address with every long opaque token replaced by one, in the same sense. Words of the catalog stay, however long. */
export function foldTokens(address: string, vocabulary: ReadonlySet<string>): string {
  if (!hasLongSegment(address) || address.includes('%')) return address;
  return address.replace(TOKEN, (segment) => {
    const isWord = vocabulary.has(segment.slice(1).toLowerCase()) || !/\d/.test(segment) || VERSION.test(segment);
    return isWord ? segment : SAME_TOKEN;
  });
}

function isGuidAt(text: string, start: number): boolean {
  if (start + SAME_GUID.length > text.length) return false;
  for (let index = 0; index < SAME_GUID.length; index += 1) {
    const code = text.charCodeAt(start + index);
    const isHyphen = index === 8 || index === 13 || index === 18 || index === 23;
    if (isHyphen ? code !== 0x2d : !isHexDigit(code)) return false;
  }
  return true;
}

function isHexDigit(code: number): boolean {
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}

/** Cheaper than the pattern, which nearly no address needs. */
function hasLongSegment(address: string): boolean {
  let start = 0;
  for (;;) {
    const slash = address.indexOf('/', start);
    if (slash < 0) return address.length - start >= SHORTEST_TOKEN;
    if (slash - start >= SHORTEST_TOKEN) return true;
    start = slash + 1;
  }
}
