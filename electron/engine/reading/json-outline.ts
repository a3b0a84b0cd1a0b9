/** A member of an object of which only the start may be at hand. */
export interface OutlineEntry {
  readonly key: string;
  readonly kind: 'array' | 'object' | 'scalar';
  readonly isEmpty: boolean;
  /** True for an array whose first element is an object. */
  readonly hasObjects: boolean;
  /** Members of an object value; empty for other values. */
  readonly members: readonly OutlineEntry[];
  readonly length: number;
}

const OPENERS = new Set(['{', '[']);

/** Position after the JSON value that starts at a position, or null when the text ends first. Text inside is not checked. */
export function endOfValue(text: string, start: number): number | null {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === undefined || !OPENERS.has(first)) {
    const end = /[\s,\]}]/g;
    end.lastIndex = start;
    return end.exec(text)?.index ?? null;
  }
  let depth = 0;
  const mark = /["{}[\]]/g;
  mark.lastIndex = start;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const [character] = match;
    if (character === '"') {
      const end = endOfString(text, match.index);
      if (end === null) return null;
      mark.lastIndex = end;
    } else if (OPENERS.has(character)) depth += 1;
    else {
      depth -= 1;
      if (depth === 0) return match.index + 1;
    }
  }
  return null;
}

/** The members of the object that starts at a position, two levels deep, as far as the text goes. */
export function outlineObject(text: string, start: number, levels = 2): readonly OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  let position = start + 1;
  for (;;) {
    position = skip(text, position, /[\s,]*/y);
    if (text[position] !== '"') return entries;
    const keyEnd = endOfString(text, position);
    if (keyEnd === null) return entries;
    const key = text.slice(position + 1, keyEnd - 1);
    const valueStart = skip(text, keyEnd, /\s*:\s*/y);
    const first = text[valueStart];
    if (first === undefined) return entries;
    const end = endOfValue(text, valueStart);
    const inner = text[skip(text, valueStart + 1, /\s*/y)];
    const kind = first === '[' ? 'array' : first === '{' ? 'object' : 'scalar';
    entries.push({
      key,
      kind,
      isEmpty: kind === 'array' ? inner === ']' : kind === 'object' ? inner === '}' : text.startsWith('""', valueStart),
      hasObjects: kind === 'array' && inner === '{',
      members: kind === 'object' && levels > 1 ? outlineObject(text, valueStart, levels - 1) : [],
      length: (end ?? text.length) - valueStart,
    });
    if (end === null) return entries;
    position = end;
  }
}

function skip(text: string, position: number, pattern: RegExp): number {
  pattern.lastIndex = position;
  const match = pattern.exec(text);
  return match === null ? position : pattern.lastIndex;
}

function endOfString(text: string, start: number): number | null {
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) return null;
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    position = quote + 1;
  }
}
