import { SCANNER_WASM } from './scanner-wasm.ts';

/**
 * What a slot of a row holds. `span`: place and length of the value in `bytes`. `number`: the number of the value among
 * those of its slot (0 = empty), and its length. `address`: the same for a request address without its query and with
 * all GUIDs as one.
 */
export type SlotMode = 'span' | 'number' | 'address';
const MODES: Readonly<Record<SlotMode, number>> = { span: 0, number: 1, address: 2 };

/** Why a scan ended: all that is complete was read, the next record is for the thorough reader, a table of values is full, or a key is new. */
export type ScanEnd = 'done' | 'odd' | 'full' | 'new-key';
const ENDS: readonly ScanEnd[] = ['done', 'odd', 'full', 'new-key'];

/** Where a key of a JSON object leads: nowhere, to a slot under the name of that rank, into an object, or to the thorough reader. */
export type KeyAction =
  'ignore' | 'unsure' | { readonly slot: number; readonly rank: number } | { readonly object: number };

/** Numbers of a row before its slots: start, length, and its cells (CSV) or the line ends before it (JSON). */
export const ROW_HEAD = 3;
/** Most values of one slot between two clearings. */
export const MOST_TEXTS = 32_768;
/** Columns behind this one are not read. */
export const MOST_COLUMNS = 1024;
const MOST_SLOTS = 200;
/** Most bytes that one scan reads. */
export const INPUT_BYTES = 1024 * 1024;
const MOST_ROWS = 2048;
/** Vectors are read whole, past the end of the input. */
const PADDING = 64;

/** The part of the JavaScript interface of WebAssembly that is used here; Node's types leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};
interface WasmNumber {
  readonly value: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly reserve: (bytes: number) => number;
  readonly addSlot: (mode: number) => number;
  readonly clearSlot: (slot: number) => void;
  readonly tableOf: (slot: number) => number;
  readonly textAt: (table: number, id: number) => number;
  readonly textLength: (table: number, id: number) => number;
  readonly addKey: (object: number, from: number, length: number, action: number) => number;
  readonly scanCsv: (
    from: number,
    length: number,
    delimiter: number,
    columns: number,
    rows: number,
    most: number,
  ) => void;
  readonly scanJson: (from: number, length: number, oneLine: number, rows: number, most: number) => void;
  readonly columnSlots: WasmNumber;
  readonly reason: WasmNumber;
  readonly rowCount: WasmNumber;
  readonly consumed: WasmNumber;
  readonly fullSlot: WasmNumber;
  readonly lineEnds: WasmNumber;
  readonly keyAt: WasmNumber;
  readonly keyLength: WasmNumber;
  readonly keyObject: WasmNumber;
}

let compiled: object | null | undefined;

function scannerModule(): object | null {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(Buffer.from(SCANNER_WASM, 'base64'));
    } catch {
      compiled = null;
    }
  }
  return compiled;
}

/**
 * Reads selected values of CSV and JSON records without a text for each. It takes plain records only and leaves all
 * others to the caller's thorough reader. One scanner reads one file.
 */
export class Scanner {
  /** All memory of the scanner: spans point into it. */
  readonly bytes: Buffer;
  /** The rows of the last scan, `stride` numbers each. */
  readonly rows: Int32Array;
  readonly stride: number;
  readonly #exports: Exports;
  readonly #input: number;
  readonly #rowsAt: number;
  readonly #tables: readonly number[];

  /** A scanner with the given slots, or null for too many of them and where WebAssembly is refused. */
  static open(modes: readonly SlotMode[]): Scanner | null {
    const module = scannerModule();
    // The exports are those of the sources beside this file.
    return module === null || modes.length > MOST_SLOTS
      ? null
      : new Scanner(new WebAssembly.Instance(module).exports as unknown as Exports, modes);
  }

  private constructor(exports: Exports, modes: readonly SlotMode[]) {
    this.#exports = exports;
    this.stride = ROW_HEAD + 2 * modes.length;
    this.#tables = modes.map((mode) => exports.tableOf(exports.addSlot(MODES[mode])));
    this.#input = exports.reserve(INPUT_BYTES + PADDING);
    this.#rowsAt = exports.reserve(MOST_ROWS * this.stride * 4);
    // Nothing is reserved after this, so the memory stays where it is.
    this.bytes = Buffer.from(exports.memory.buffer);
    this.rows = new Int32Array(exports.memory.buffer, this.#rowsAt, MOST_ROWS * this.stride);
  }

  /** Puts bytes where scans read them, at an offset. */
  load(bytes: Uint8Array, offset: number): void {
    this.bytes.set(bytes, this.#input + offset);
  }

  /** The loaded bytes between two offsets, not copied. */
  loaded(from: number, to: number): Buffer {
    return this.bytes.subarray(this.#input + from, this.#input + to);
  }

  /** Offset of a place that a row names. */
  offsetOf(place: number): number {
    return place - this.#input;
  }

  /** Says which column fills which slot; -1 for columns that are not read. */
  setColumns(slots: readonly number[]): void {
    const columns = new Int32Array(this.#exports.memory.buffer, this.#exports.columnSlots.value, MOST_COLUMNS);
    columns.fill(-1);
    columns.set(slots.slice(0, MOST_COLUMNS));
  }

  scanCsv(from: number, length: number, delimiter: number, columns: number): ScanEnd {
    this.#exports.scanCsv(
      this.#input + from,
      length,
      delimiter,
      Math.min(columns, MOST_COLUMNS),
      this.#rowsAt,
      MOST_ROWS,
    );
    return this.#end();
  }

  scanJson(from: number, length: number, isLineDelimited: boolean): ScanEnd {
    this.#exports.scanJson(this.#input + from, length, isLineDelimited ? 1 : 0, this.#rowsAt, MOST_ROWS);
    return this.#end();
  }

  #end(): ScanEnd {
    return ENDS[this.#exports.reason.value] ?? 'odd';
  }

  get rowCount(): number {
    return this.#exports.rowCount.value;
  }

  /** True when the table of rows was full before the input ended. */
  get isCutOff(): boolean {
    return this.#exports.rowCount.value === MOST_ROWS;
  }

  get consumed(): number {
    return this.#exports.consumed.value;
  }

  /** Line ends in what the JSON scan consumed. */
  get lineEnds(): number {
    return this.#exports.lineEnds.value;
  }

  /** The slot whose table was full; its numbers lose their meaning when it is cleared. */
  clearFullSlot(): number {
    const slot = this.#exports.fullSlot.value;
    this.#exports.clearSlot(slot);
    return slot;
  }

  /** The key that ended a scan, and the number of the object it stands in; 0 = the record. */
  newKey(): { readonly object: number; readonly name: string } {
    const at = this.#exports.keyAt.value;
    return {
      object: this.#exports.keyObject.value,
      name: this.bytes.toString('utf8', at, at + this.#exports.keyLength.value),
    };
  }

  /** Says where the new key leads; false when there are too many keys. */
  addNewKey(action: KeyAction): boolean {
    const { keyObject, keyAt, keyLength } = this.#exports;
    return this.#exports.addKey(keyObject.value, keyAt.value, keyLength.value, actionCode(action)) !== 0;
  }

  /** The value of a number of a slot, as it stands in the file. */
  text(slot: number, id: number): string {
    if (id === 0) return '';
    const table = this.#tables[slot] ?? 0;
    const at = this.#exports.textAt(table, id);
    return this.bytes.toString('utf8', at, at + this.#exports.textLength(table, id));
  }
}

function actionCode(action: KeyAction): number {
  if (action === 'ignore') return 0;
  if (action === 'unsure') return -1;
  return 'object' in action ? 0x10000 + action.object : action.slot + 1 + (action.rank << 8);
}
