import { createJsonSplitter } from './json-splitter.ts';
import { readUtf8 } from './source-bytes.ts';
import type { ReadOptions } from './source-bytes.ts';
import type { CsvHead, JsonHead } from './types.ts';

const MAX_TEXT = 64 * 1024;

/**
 * The raw text of the record that starts on a line (1-based; the number of the record where `JsonHead.position` says so),
 * for the evidence viewer: at most 64 KiB, null when no record starts there. Secrets are still in it.
 */
export async function readRecordAtLine(
  path: string,
  head: CsvHead | JsonHead,
  line: number,
  options: ReadOptions = {},
): Promise<string | null> {
  const bytes = await (head.kind === 'csv'
    ? csvRecord(path, head, line, options)
    : jsonRecord(path, head, line, options));
  return bytes === null ? null : cut(bytes);
}

const RETURN = 0x0d;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;

async function csvRecord(path: string, head: CsvHead, line: number, options: ReadOptions): Promise<Buffer | null> {
  const isEnd = lineEndTest(head.lineEnd);
  let at = 1;
  let wasReturn = false;
  let isQuoted = false;
  let isDone = false;
  const found: number[] = [];
  for await (const { bytes } of readUtf8(path, head.encoding, options)) {
    let position = 0;
    while (at < line && position < bytes.length) {
      if (head.lineEnd !== 'mixed') {
        const end = bytes.indexOf(head.lineEnd === '\r' ? RETURN : LINE_FEED, position);
        if (end < 0) position = bytes.length;
        else {
          at += 1;
          position = end + 1;
        }
        continue;
      }
      const byte = bytes[position] ?? 0;
      position += 1;
      // The line feed of CRLF belongs to the line end that the return made.
      if (isEnd(byte) && !(byte === LINE_FEED && wasReturn)) at += 1;
      wasReturn = byte === RETURN;
    }
    for (; at >= line && position < bytes.length && !isDone; position += 1) {
      const byte = bytes[position] ?? 0;
      if (found.length === 0 && byte === LINE_FEED && wasReturn) {
        wasReturn = false;
        continue;
      }
      if (byte === QUOTE) isQuoted = !isQuoted;
      isDone = (!isQuoted && isEnd(byte)) || found.length > MAX_TEXT;
      if (!isDone) found.push(byte);
    }
    if (isDone) break;
  }
  if (at < line || found.length === 0) return null;
  if (found.at(-1) === RETURN) found.pop();
  return Buffer.from(found);
}

function lineEndTest(lineEnd: CsvHead['lineEnd']): (byte: number) => boolean {
  if (lineEnd === '\n') return (byte) => byte === LINE_FEED;
  if (lineEnd === '\r') return (byte) => byte === RETURN;
  return (byte) => byte === LINE_FEED || byte === RETURN;
}

async function jsonRecord(path: string, head: JsonHead, line: number, options: ReadOptions): Promise<Buffer | null> {
  let found: Buffer | null = null;
  let isPast = false;
  let ordinal = 0;
  const take = (bytes: Buffer, startLine: number): void => {
    ordinal += 1;
    const at = head.position === 'record' ? ordinal : startLine;
    if (at > line) isPast = true;
    if (at === line && found === null) found = Buffer.from(bytes.subarray(0, MAX_TEXT + 4));
  };
  const splitter = createJsonSplitter(
    {
      wrapperPath: head.wrapperKey === null ? [] : head.wrapperKey.split('.'),
      isLineDelimited: head.shape === 'ndjson',
    },
    {
      record: take,
      problem: (_reason, at, start) => take(start, at),
      neighbor: () => undefined,
      page: () => undefined,
    },
  );
  for await (const { bytes } of readUtf8(path, head.encoding, options)) {
    splitter.push(bytes);
    if (found !== null || isPast) return found;
  }
  return found;
}

function cut(bytes: Buffer): string {
  const text = bytes.toString('utf8', 0, MAX_TEXT);
  // A character that the limit cuts in two would show as a replacement mark.
  return bytes.length > MAX_TEXT ? `${text.replace(/\ufffd$/, '')}…` : text;
}
