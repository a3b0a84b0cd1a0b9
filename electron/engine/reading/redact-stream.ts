import { createColumnRedactor } from './redact-columns.ts';
import { NEEDLE_LENGTH, type NeedleHit } from './redact-needles.ts';
import type { RedactionPlan } from './redact-plan.ts';
import type { Secret } from './redact-shapes.ts';
import { findHits, inOrder, lineEndsOf, markOf, matchHits, mayBeSecret } from './redact-text.ts';
import { decodeWindows1252 } from './windows-1252.ts';

export interface SecretRedactor {
  /**
   * Takes the next bytes of the file and returns what is certain by now, secrets replaced. Write it before the next call:
   * the memory is used again.
   */
  readonly push: (bytes: Buffer) => Buffer;
  readonly end: () => Buffer;
  /** The bytes of the file behind what the last call returned, and those it still holds back. */
  readonly source: () => Buffer;
  /** Secrets replaced so far; what is returned equals the file up to the first. */
  readonly count: () => number;
  /** What they are, sorted. */
  readonly kinds: () => readonly string[];
}

/** Characters behind the start of a secret that are looked at before it is decided on. Longer ones are cut off. */
const LOOK_AHEAD = 64 * 1024;
/** How far before a needle a secret or its name may begin: more than any rule looks back. */
const LOOK_BACK = 256;
/** A power of two, so that what is left of a run of quotes and backslashes is escaped like the run. */
const LONGEST_RUN = 4096;
const MOST_KINDS = 40;

interface Range {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** Goes on from the range before: no mark of its own. */
  readonly isRest: boolean;
}

/**
 * Takes secrets out of the bytes of a file, piece by piece, and leaves every other byte as it is: line ends, encoding and
 * byte order mark stay, so records keep their lines. Memory depends neither on the size of the file nor on its lines,
 * except for CSV rows with secret columns, of which one is held.
 */
export function createSecretRedactor({ encoding, columns }: RedactionPlan): SecretRedactor {
  const unit = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
  const columnRedactor = columns === null ? null : createColumnRedactor(columns.head, columns.names);
  const kinds = new Set<string>();
  let count = 0;

  // The bytes at hand, and which of them were held back. A line end stands before the first of the file.
  let memory = encode('\n');
  let heldFrom = 0;
  let length = memory.length;
  // Positions in the file are counted in characters (bytes, or pairs of them); this is that of the first held one.
  let base = -1;
  let scannedTo = 0;
  let hits: readonly NeedleHit[] = [];
  let ranges: readonly Range[] = [];
  /** Set while in a secret longer than LOOK_AHEAD. */
  let goOn: Secret['goOn'] | null = null;
  let sourceFrom = 0;

  function push(bytes: Buffer): Buffer {
    const held = length - heldFrom;
    if (memory.length < held + bytes.length) {
      const larger = Buffer.allocUnsafeSlow(held + bytes.length + LOOK_AHEAD);
      memory.copy(larger, 0, heldFrom, length);
      memory = larger;
    } else memory.copyWithin(0, heldFrom, length);
    bytes.copy(memory, held);
    heldFrom = 0;
    length = held + bytes.length;
    return take(false);
  }

  function end(): Buffer {
    memory = memory.subarray(heldFrom, length);
    length = memory.length;
    heldFrom = 0;
    return take(true);
  }

  function take(isLast: boolean): Buffer {
    const characters = Math.floor(length / unit);
    const text = lazily(() => decode(memory.subarray(0, characters * unit)));
    const newFrom = scannedTo - base;
    const found: Range[] = [...ranges, ...(columnRedactor?.push(text().slice(newFrom), isLast) ?? [])];
    const bytes = unit === 1 ? memory : Buffer.from(text(), 'latin1');
    const newHits = findHits(bytes, Math.max(0, newFrom - NEEDLE_LENGTH + 1), characters);
    hits = [...hits, ...newHits.map(({ at, needle }) => ({ at: at + base, needle }))];
    scannedTo = base + characters;

    // The text that is certain: what follows a run of quotes and backslashes says whether it ends a string.
    const settled = columnRedactor === null || isLast ? null : columnRedactor.settled() - base;
    const certain = isLast ? characters : (settled ?? characters - runAtEnd(bytes, characters));
    if (goOn !== null) {
      const stop = goOn(text().slice(0, certain), 0);
      if (stop > 0) found.push({ start: base, end: base + stop, kind: '', isRest: true });
      if (stop < certain || isLast) goOn = null;
      hits = hits.filter(({ at }) => at >= base + stop - 1);
    }
    const readyTo = isLast ? characters : settled === null ? characters - LOOK_AHEAD : settled - NEEDLE_LENGTH;
    const ready = hits.filter(({ at }) => at <= base + readyTo);
    if (ready.length > 0) {
      const here = ready
        .map(({ at, needle }) => ({ at: at - base, needle }))
        .filter(({ at, needle }) => mayBeSecret(bytes, at, needle, certain));
      const known = ranges.map(({ start, end: stop }) => ({ start: start - base, end: stop - base }));
      for (const secret of matchHits(text().slice(0, certain), here, known)) {
        found.push({ start: secret.start + base, end: secret.end + base, kind: secret.kind, isRest: false });
        if (secret.end === certain && !isLast && settled === null) ({ goOn } = secret);
      }
      hits = hits.slice(ready.length);
    }

    const merged = inOrder(found);
    let hold = base + characters;
    if (goOn !== null) hold = base + certain;
    else if (!isLast) {
      const undecided = Math.min(hold, hits[0]?.at ?? hold, base + (settled ?? characters)) - LOOK_BACK;
      hold = Math.max(base, undecided);
      hold = merged.find((range) => range.start < hold && hold < range.end)?.start ?? hold;
    }
    const kept = replace(merged, hold, text);
    if (isLast && length > characters * unit) kept.push(memory.subarray(characters * unit, length));
    ranges = merged.filter(({ start }) => start >= hold);
    heldFrom = (hold - base) * unit;
    sourceFrom = base < 0 ? unit : 0;
    base = hold;
    return kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept);
  }

  /** The bytes up to a position, with marks in place of the ranges before it. */
  function replace(merged: readonly Range[], until: number, text: () => string): Buffer[] {
    const kept: Buffer[] = [];
    let from = Math.max(base, 0);
    const keep = (to: number): void => {
      if (to > from) kept.push(memory.subarray((from - base) * unit, (to - base) * unit));
    };
    for (const { start, end: stop, kind, isRest } of merged) {
      if (start >= until) break;
      keep(start);
      const secret = text().slice(start - base, stop - base);
      kept.push(encode(isRest ? lineEndsOf(secret) : markOf(readable(secret))));
      if (!isRest) {
        count += 1;
        kinds.add(kinds.size < MOST_KINDS || kinds.has(kind) ? kind : 'others');
      }
      from = stop;
    }
    keep(until);
    return kept;
  }

  /** One character for each unit of the file, so that places in the text are places in the file. */
  function decode(bytes: Buffer): string {
    if (unit === 1) return bytes.toString('latin1');
    return (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
  }

  function encode(text: string): Buffer {
    if (unit === 1) return Buffer.from(text, 'latin1');
    const bytes = Buffer.from(text, 'utf16le');
    return encoding === 'utf-16le' ? bytes : bytes.swap16();
  }

  /** A secret as readUtf8 gives it. */
  function readable(secret: string): string {
    if (unit === 2 || !/[\u0080-\u00ff]/.test(secret)) return secret;
    const bytes = Buffer.from(secret, 'latin1');
    return encoding === 'windows-1252' ? decodeWindows1252(bytes) : bytes.toString('utf8');
  }

  return {
    push,
    end,
    source: () => memory.subarray(sourceFrom, length),
    count: () => count,
    kinds: () => [...kinds].toSorted(),
  };
}

/** How many quotes and backslashes the bytes end with; of a very long run the part that matters. */
function runAtEnd(bytes: Buffer, to: number): number {
  let run = 0;
  while (run < to && (bytes[to - run - 1] === 0x22 || bytes[to - run - 1] === 0x5c)) run += 1;
  return run % LONGEST_RUN;
}

function lazily(make: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= make());
}
