import { canonicalKey } from './keys.ts';
import type { JsonScan } from './json-splitter.ts';
import { parseJsonRecord } from './json-value.ts';
import type { HotPath, HotSlot } from './record-reader.ts';
import { INPUT_BYTES, type KeyAction, ROW_HEAD, Scanner } from './scanner/scanner.ts';

/** A value still to be found below some object. */
interface Wanted {
  readonly slot: number;
  readonly rank: number;
  readonly segments: readonly string[];
}

const MOST_OBJECTS = 30;

/**
 * Reads runs of plain records by the scanner. `each` is called for every record with a function that offers it to the hot
 * path, its bytes and its line. Null when the paths of the slots are beyond the scanner.
 */
export function createJsonScan(
  hot: HotPath,
  isLineDelimited: boolean,
  each: (take: (line: number) => boolean, bytes: Buffer, line: number) => void,
): JsonScan | null {
  const wanted = hot.slots.flatMap(wantedOf);
  if (wanted.some(({ segments }) => segments.some((segment) => /^\d+$/.test(segment)))) return null;
  const opened = Scanner.open(hot.slots.map(({ mode }) => mode));
  if (opened === null) return null;
  const scanner = opened;
  const bytesOf = (at: number): Buffer => {
    const start = scanner.rows[at - ROW_HEAD] ?? 0;
    return scanner.bytes.subarray(start, start + (scanner.rows[at - ROW_HEAD + 1] ?? 0));
  };
  hot.open({ scanner, record: (at) => parseJsonRecord(bytesOf(at).toString('utf8'), true) });
  /** What is to be found in each object that keys lead to; the record itself is the first. */
  const objects: (readonly Wanted[])[] = [wanted];
  let length = 0;
  let isOff = false;

  function actionOf(object: number, name: string): KeyAction {
    const key = canonicalKey(name);
    const found: Wanted[] = [];
    const below: Wanted[] = [];
    for (const { slot, rank, segments } of objects[object] ?? []) {
      for (let count = 1; count <= segments.length; count += 1) {
        if (canonicalKey(segments.slice(0, count).join('.')) !== key) continue;
        const rest = { slot, rank, segments: segments.slice(count) };
        if (rest.segments.length === 0) found.push(rest);
        else below.push(rest);
      }
    }
    const [only] = found;
    if (only === undefined && below.length === 0) return 'ignore';
    if (only !== undefined) return found.length === 1 && below.length === 0 ? only : 'unsure';
    if (objects.length >= MOST_OBJECTS) return 'unsure';
    objects.push(below);
    return { object: objects.length - 1 };
  }

  let lineEnds = 0;

  function take(position: number, line: number): number {
    lineEnds = 0;
    if (isOff || length === 0) return position;
    let at = position;
    for (;;) {
      const end = scanner.scanJson(at, length - at, isLineDelimited);
      const { rows, stride, rowCount } = scanner;
      for (let index = 0; index < rowCount; index += 1) {
        const slots = index * stride + ROW_HEAD;
        each((place) => hot.take(slots, place), bytesOf(slots), line + lineEnds + (rows[slots - 1] ?? 0));
      }
      at += scanner.consumed;
      lineEnds += scanner.lineEnds;
      if (end === 'new-key') {
        const { object, name } = scanner.newKey();
        isOff = !scanner.addNewKey(actionOf(object, name));
        if (isOff) return at;
      } else if (end === 'full') hot.forget(scanner.clearFullSlot());
      else if (end === 'odd' || !scanner.isCutOff) return at;
    }
  }

  return {
    begin: (bytes) => {
      length = bytes.length > INPUT_BYTES ? 0 : bytes.length;
      if (length > 0) scanner.load(bytes, 0);
    },
    take,
    lineEnds: () => lineEnds,
  };
}

function wantedOf({ from }: HotSlot, slot: number): Wanted[] {
  return from.map((name, rank) => ({ slot, rank, segments: name.split('.') }));
}
