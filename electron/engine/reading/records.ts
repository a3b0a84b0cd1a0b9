import { isAscii } from 'node:buffer';
import { completenessWarnings } from './completeness.ts';
import { createCsvSplitter, excerptOf } from './csv-rows.ts';
import { cellText, isRepeatedHeaderRow, isRepeatedHeaderRecord } from './header.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { flattenNeighbor, parseJsonRecord, payloadOf } from './json-value.ts';
import { readUtf8 } from './source-bytes.ts';
import type { ReadOptions } from './source-bytes.ts';
import type { CsvHead, JsonHead, JsonValue, ReadProblem, RecordBatch } from './types.ts';

/**
 * The rows of a CSV file, one batch per read of the file, cells as written, header row left out. Rows keep the number
 * of cells they have, but one with fewer than half the columns is a problem, and so is a repeated header. Throws
 * AppError `cancelled` when the signal is raised, `io` or `not-found` when the file cannot be read.
 */
export async function* readCsvRecords(
  path: string,
  head: CsvHead,
  options: ReadOptions = {},
): AsyncGenerator<RecordBatch<string[]>> {
  const splitter = createCsvSplitter(head);
  const columns = head.header.length;
  let header: readonly string[] | null = null;
  let bytesDone = 0;

  function batch(text: string, isLast: boolean): RecordBatch<string[]> {
    const { rows, lines, problems } = splitter.push(text, isLast);
    const records: string[][] = [];
    const starts: number[] = [];
    const found: ReadProblem[] = problems.filter((problem) => problem.line >= head.headerLine);
    rows.forEach((row, index) => {
      const line = lines[index] ?? 0;
      if (line < head.headerLine) return;
      if (header === null) {
        header = row.map(cellText);
        if (head.hasHeader) return;
      }
      const reason = rowProblem(row);
      if (reason === null) {
        records.push(row);
        starts.push(line);
      } else found.push({ line, reason, excerpt: excerptOf(row.join(head.delimiter)) });
    });
    return { records, lines: starts, problems: found.toSorted((a, b) => a.line - b.line), warnings: [], bytesDone };
  }

  function rowProblem(row: readonly string[]): string | null {
    if (row.length * 2 < columns) return `the row has ${row.length} of ${columns} cells`;
    if (head.hasHeader && header !== null && isRepeatedHeaderRow(row, header)) return 'repeated header';
    return null;
  }

  for await (const chunk of readUtf8(path, head.encoding, options)) {
    bytesDone = chunk.bytesDone;
    yield batch(withoutInnerMarks(textOf(chunk.bytes)), false);
  }
  yield batch('', true);
}

/**
 * The records of a JSON file, however they are packed, one batch per read of the file. A record that cannot be parsed
 * is a problem and reading goes on behind it. The last batch carries warnings that only the whole file can give. Errors
 * as for readCsvRecords.
 */
export async function* readJsonRecords(
  path: string,
  head: Pick<JsonHead, 'encoding' | 'shape' | 'wrapperKey' | 'position'>,
  options: ReadOptions = {},
): AsyncGenerator<RecordBatch<JsonValue>> {
  let records: JsonValue[] = [];
  let lines: number[] = [];
  let problems: ReadProblem[] = [];
  let envelope = new Map<string, string>();
  let lastPage = new Map<string, string>();
  let bytesDone = 0;
  let ordinal = 0;
  const placeOf = (line: number): number => {
    ordinal += 1;
    return head.position === 'record' ? ordinal : line;
  };
  const unwrapsSource = head.wrapperKey === 'hits.hits';

  const splitter = createJsonSplitter(
    {
      wrapperPath: head.wrapperKey === null ? [] : head.wrapperKey.split('.'),
      isLineDelimited: head.shape === 'ndjson',
    },
    {
      record: (bytes, startLine, hasLongNumber) => {
        const line = placeOf(startLine);
        try {
          const text = textOf(bytes);
          const parsed = parseJsonRecord(text, hasLongNumber);
          const value = unwrapsSource ? payloadOf(parsed) : parsed;
          if (isRepeatedHeaderRecord(value)) {
            problems.push({ line, reason: 'repeated header', excerpt: excerptOf(text) });
            return;
          }
          records.push(value);
          lines.push(line);
        } catch (error) {
          const detail = error instanceof Error ? error.message : String(error);
          problems.push({
            line,
            reason: `not valid JSON (${detail.slice(0, 80)})`,
            excerpt: excerptOf(bytes.toString('utf8', 0, 800)),
          });
        }
      },
      problem: (reason, line, start) => {
        problems.push({ line: placeOf(line), reason, excerpt: excerptOf(start.toString('utf8')) });
      },
      neighbor: (keyPath, bytes) => flattenNeighbor(keyPath, bytes.toString('utf8'), envelope),
      page: (hadRecords, line) => {
        if (!hadRecords) {
          const text = [...envelope].map(([key, value]) => `${key}: ${value}`).join(', ');
          problems.push({ line, reason: `a page without “${head.wrapperKey ?? ''}”`, excerpt: excerptOf(text) });
        }
        lastPage = envelope;
        envelope = new Map();
      },
    },
  );

  function batch(warnings: readonly string[]): RecordBatch<JsonValue> {
    const done = { records, lines, problems, warnings, bytesDone };
    records = [];
    lines = [];
    problems = [];
    return done;
  }

  for await (const chunk of readUtf8(path, head.encoding, options)) {
    bytesDone = chunk.bytesDone;
    splitter.push(chunk.bytes);
    yield batch([]);
  }
  splitter.end(bytesDone);
  yield batch(completenessWarnings(lastPage));
}

/** Text of valid UTF-8; plain ASCII takes the short way, which also gives strings that are half as large. */
function textOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}

/** Files put together from several keep the byte order mark of each; it would hide the quote behind it. */
function withoutInnerMarks(text: string): string {
  return text.includes('\ufeff') ? text.replace(/(^|[\r\n])\ufeff/g, '$1') : text;
}
