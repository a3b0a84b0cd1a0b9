/** Names in the order of their UTF-16 code units, the order of a canonical zip. */
export function sortedNames(files: ReadonlyMap<string, unknown>): string[] {
  return [...files.keys()].sort((a, b) => (a < b ? -1 : 1));
}
