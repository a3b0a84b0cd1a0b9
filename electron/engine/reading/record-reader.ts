import type { Scanner, SlotMode } from './scanner/scanner.ts';
import type { JsonValue, ReadProblem } from './types.ts';

/** Where a reader hands over what it finds, in the order of the file. */
export interface RecordSink<R = JsonValue | readonly string[]> {
  readonly record: (record: R, line: number) => void;
  readonly problem: (problem: ReadProblem) => void;
}

/** Takes a file piece by piece. */
export interface RecordReader {
  /** The next piece: valid UTF-8, whole characters. The memory is the caller's again afterwards. */
  readonly push: (bytes: Buffer) => void;
  /** Call once after the last piece. Returns sentences about records that are missing. */
  readonly end: (bytesDone: number) => readonly string[];
}

/** A value of each record, found under the first of its names that the file has, and how it is handed over. */
export interface HotSlot {
  readonly from: readonly string[];
  readonly mode: SlotMode;
}

/** What a hot path sees of the record at hand. */
export interface HotView {
  readonly scanner: Scanner;
  /** The whole record whose slots begin at an index of `scanner.rows`, as the thorough reader would give it. */
  readonly record: (at: number) => JsonValue | readonly string[];
}

/**
 * The way of most records of a large file: it is given places and numbers of the values it names, and no text is made of
 * the rest. Whatever it does not take, and whatever is not plain, is read thoroughly and goes to the sink.
 */
export interface HotPath {
  readonly slots: readonly HotSlot[];
  readonly open: (view: HotView) => void;
  /** Takes the record whose slots begin at an index of `scanner.rows`, two numbers each; false leaves it to the sink. */
  readonly take: (at: number, line: number) => boolean;
  /** The numbers of a slot mean nothing any more. */
  readonly forget: (slot: number) => void;
}
