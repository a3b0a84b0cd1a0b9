import { createCsvReader } from './csv-reader.ts';
import { createJsonReader } from './json-reader.ts';
import type { RecordReader, RecordSink } from './record-reader.ts';
import { readUtf8 } from './source-bytes.ts';
import type { ReadOptions } from './source-bytes.ts';
import type { CsvHead, Encoding, JsonHead, JsonValue, ReadProblem, RecordBatch } from './types.ts';

/**
 * The rows of a CSV file, one batch per read of the file; see createCsvReader. Throws AppError `cancelled` when the signal
 * is raised, `io` or `not-found` when the file cannot be read.
 */
export function readCsvRecords(
  path: string,
  head: CsvHead,
  options: ReadOptions = {},
): AsyncGenerator<RecordBatch<readonly string[]>> {
  return batches(path, head.encoding, options, (sink) => createCsvReader(head, sink));
}

/**
 * The records of a JSON file, one batch per read of the file; see createJsonReader. The last batch carries what only the
 * whole file can tell. Errors as for readCsvRecords.
 */
export function readJsonRecords(
  path: string,
  head: Pick<JsonHead, 'encoding' | 'shape' | 'wrapperKey' | 'position'>,
  options: ReadOptions = {},
): AsyncGenerator<RecordBatch<JsonValue>> {
  return batches(path, head.encoding, options, (sink) => createJsonReader(head, sink));
}

async function* batches<R>(
  path: string,
  encoding: Encoding,
  options: ReadOptions,
  open: (sink: RecordSink<R>) => RecordReader,
): AsyncGenerator<RecordBatch<R>> {
  let records: R[] = [];
  let lines: number[] = [];
  let problems: ReadProblem[] = [];
  let bytesDone = 0;
  const reader = open({
    record: (record, line) => {
      records.push(record);
      lines.push(line);
    },
    problem: (problem) => {
      problems.push(problem);
    },
  });
  const batch = (truncation: readonly string[]): RecordBatch<R> => {
    const done = { records, lines, problems, truncation, bytesDone };
    records = [];
    lines = [];
    problems = [];
    return done;
  };
  for await (const chunk of readUtf8(path, encoding, options)) {
    bytesDone = chunk.bytesDone;
    reader.push(chunk.bytes);
    yield batch([]);
  }
  yield batch(reader.end(bytesDone));
}
