import { isGuid } from './json-cells.ts';

/**
 * The scopes of a list separated by white space. Exports pad such lists with spaces and repeat entries, in another
 * letter case too; the first spelling stays. A blank list is a grant without scopes.
 */
export function scopeWords(text: string): string[] {
  const known = new Set<string>();
  return text.split(/[\s,;]+/).filter((word) => {
    const folded = word.toLowerCase();
    if (word === '' || known.has(folded)) return false;
    known.add(folded);
    return true;
  });
}

/** Whether a text can be the name of a permission (`User.Read.All`), not a sentence about one or its id. */
export function isPermissionName(text: string): boolean {
  return /^[\w.:/*-]{2,200}$/.test(text) && !isGuid(text);
}
