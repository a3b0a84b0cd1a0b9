/** How the bytes of a file were turned into text. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A JSON value as JSON.parse gives it; objects may carry hostile keys, so read them with Object.hasOwn only. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

interface HeadCommon {
  readonly encoding: Encoding;
  /** Sentences about the whole file: invalid bytes replaced, error payload, next page missing, placeholders… */
  readonly warnings: readonly string[];
  /** Of the warnings, those that say that records are missing: a next page, an end in the middle of a record. */
  readonly truncation: readonly string[];
}

/** The first records of a CSV file and what was learned from them. */
export interface CsvHead extends HeadCommon {
  readonly kind: 'csv';
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** Header cells as written, whitespace (incl. NBSP) trimmed; a repeated name gets `#2`, `#3`. */
  readonly header: readonly string[];
  /** Line of the header (or of the first row), 1-based, after prelude lines (`sep=;`, `#TYPE …`) and blank lines. */
  readonly headerLine: number;
  /** What ends a line: `\n` stands for CRLF too; `mixed` means that lone carriage returns end lines as well. */
  readonly lineEnd: '\n' | '\r' | 'mixed';
  /** False when the first row looks like data; `header` is then `column 1…n`. */
  readonly hasHeader: boolean;
  readonly sample: readonly (readonly string[])[];
}

/** The first records of a JSON file, however they are packed. */
export interface JsonHead extends HeadCommon {
  readonly kind: 'json';
  readonly shape: 'array' | 'wrapper' | 'ndjson' | 'documents' | 'object';
  /** How many JSON documents the file holds one after the other, or its first MiB when it is larger. */
  readonly documents?: number;
  /** The key the records were found under (`value`, `items`, `result.records`…), or null. */
  readonly wrapperKey: string | null;
  /** Scalar neighbors of the wrapper key: `@odata.nextLink`, `nextPageToken`, `kind`, `done`… */
  readonly envelope: ReadonlyMap<string, string>;
  /** What `lines` count: lines, or records (1-based) in a file that puts several records on one line. */
  readonly position: 'line' | 'record';
  readonly sample: readonly JsonValue[];
}

/** The file holds nothing to import; `sentence` says what it is and what to do. */
export interface NothingHead extends HeadCommon {
  readonly kind: 'nothing';
  readonly why: 'empty' | 'binary' | 'archive' | 'html' | 'error-payload' | 'pointer' | 'text';
  readonly sentence: string;
}

export type SourceHead = CsvHead | JsonHead | NothingHead;

/** A record that could not be read; it counts as read and rejected. The rest of the file goes on. */
export interface ReadProblem {
  readonly line: number;
  readonly reason: string;
  /** At most 200 characters of the spot, secrets redacted. */
  readonly excerpt: string;
}

/** One chunk of a file: one progress tick, one cancel point, one transaction. */
export interface RecordBatch<R> {
  readonly records: readonly R[];
  /** 1-based line on which each record starts (or its number, see `JsonHead.position`): where readRecordAtLine finds it. */
  readonly lines: readonly number[];
  readonly problems: readonly ReadProblem[];
  /** Sentences about records that are missing, which only the whole content can tell: a next page, an end cut off. */
  readonly truncation: readonly string[];
  /** Bytes of the source read so far. */
  readonly bytesDone: number;
}
