// What the import of JSON is compared with: split into records, and JSON.parse of each. Prints how many there were.
//   node tests/bench/json-baseline.ts lines|document|audit FILE
import { openSync, readSync } from 'node:fs';
import { inspectSource } from '../../electron/engine/reading/inspect.ts';
import { createJsonSplitter } from '../../electron/engine/reading/json-splitter.ts';
import { readCsvRecords } from '../../electron/engine/reading/records.ts';

const BLOCK = 4 * 1024 * 1024;
const LINE_FEED = 0x0a;

const [kind = '', file = ''] = process.argv.slice(2);
let records = 0;
const parse = (text: string): void => {
  JSON.parse(text);
  records += 1;
};

if (kind === 'lines') parseLines();
else if (kind === 'document') parseDocument();
else await parseAuditData();
process.stdout.write(`${records}\n`);

/** NDJSON: a line feed ends a record. */
function parseLines(): void {
  const handle = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(BLOCK);
  let held = 0;
  for (let got = readSync(handle, buffer, 0, BLOCK, null); got > 0;) {
    const length = held + got;
    let from = 0;
    for (let end = buffer.indexOf(LINE_FEED); end >= 0 && end < length; end = buffer.indexOf(LINE_FEED, from)) {
      parse(buffer.toString('latin1', from, end));
      from = end + 1;
    }
    buffer.copyWithin(0, from, length);
    held = length - from;
    got = readSync(handle, buffer, held, BLOCK - held, null);
  }
}

/** `{"value":[…]}`: the product's own splitter, nothing else. */
function parseDocument(): void {
  const ignore = (): void => undefined;
  const splitter = createJsonSplitter(
    { wrapperPath: ['value'], isLineDelimited: false },
    { record: (bytes) => parse(bytes.toString('latin1')), problem: ignore, neighbor: ignore, page: ignore },
  );
  const handle = openSync(file, 'r');
  const buffer = Buffer.allocUnsafe(BLOCK);
  for (let got = readSync(handle, buffer, 0, BLOCK, null); got > 0; got = readSync(handle, buffer, 0, BLOCK, null))
    splitter.push(buffer.subarray(0, got));
}

/** CSV by the product's own splitter, then the JSON in a cell. */
async function parseAuditData(): Promise<void> {
  const head = await inspectSource(file);
  if (head.kind !== 'csv') throw new Error(`${file} is no CSV file`);
  const column = head.header.indexOf('AuditData');
  for await (const batch of readCsvRecords(file, head, { chunkSize: BLOCK }))
    for (const row of batch.records) parse(row[column] ?? '');
}
