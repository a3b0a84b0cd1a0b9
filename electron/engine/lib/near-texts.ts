const LARGEST = 2 ** 20;

/**
 * Finds which of many texts could be within one edit of another one, without comparing it with each: two such texts have a
 * shortening in common (themselves, or themselves without one letter). Answers places in `texts`, ascending: all that are
 * within one edit, and now and then one that is not, so compare each. At most 2^20 texts; takes 8 bytes for each letter.
 */
export function createNearTexts(texts: readonly string[]): (text: string) => readonly number[] {
  if (texts.length > LARGEST) throw new RangeError(`${texts.length} texts are more than ${LARGEST}`);
  // Hash and place in one number each: sorted, everything of one hash lies together.
  const entries = Float64Array.from(
    texts.flatMap((text, place) => shortenings(text).map((hash) => hash * LARGEST + place)),
  ).sort();
  return (text) => {
    const found = new Set<number>();
    for (const hash of shortenings(text)) {
      const end = (hash + 1) * LARGEST;
      for (let at = firstFrom(entries, hash * LARGEST); (entries[at] ?? end) < end; at += 1)
        found.add((entries[at] ?? 0) % LARGEST);
    }
    return [...found].toSorted((a, b) => a - b);
  };
}

/** FNV-1a over the UTF-16 units of the text, and of the text without each one of them. */
function shortenings(text: string): number[] {
  const hashes: number[] = [];
  for (let without = -1; without < text.length; without += 1) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1)
      if (at !== without) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hashes.push(hash >>> 0);
  }
  return hashes;
}

function firstFrom(entries: Float64Array, value: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
