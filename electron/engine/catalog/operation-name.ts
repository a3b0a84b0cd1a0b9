const LONGEST = 300;

/**
 * A name of an operation as it may be stored: one line, without query, and with `{}` in the place of words that look like
 * values (addresses, numbers, tokens). Cleaning a cleaned name changes nothing.
 */
export function cleanName(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[?#].*$/s, '')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/([ /])/)
    .map((piece) => (isValue(piece) ? '{}' : piece))
    .join('')
    .slice(0, LONGEST)
    .trim();
}

function isValue(piece: string): boolean {
  return piece.length > 80 || /[@%=&]/.test(piece) || /\d{5}|(?:\d.*){8}/.test(piece) || LONG_TOKEN.test(piece);
}

/** Letters and digits mixed, longer than any word of a platform. */
const LONG_TOKEN = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{24,}$/;
