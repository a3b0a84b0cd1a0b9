import { isAscii } from 'node:buffer';
import { completenessWarnings } from './completeness.ts';
import { excerptOf } from './csv-rows.ts';
import { cutOffSentence } from './cut-off.ts';
import { isRepeatedHeaderRecord } from './header.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { flattenNeighbor, parseJsonRecord, payloadOf } from './json-value.ts';
import type { HotPath, RecordReader, RecordSink } from './record-reader.ts';
import { createJsonScan } from './json-scan.ts';
import type { JsonHead, JsonValue } from './types.ts';

/**
 * Reads the records of a JSON file, however they are packed. A record that cannot be parsed is a problem and reading goes
 * on behind it.
 */
export function createJsonReader(
  head: Pick<JsonHead, 'encoding' | 'shape' | 'wrapperKey' | 'position'>,
  sink: RecordSink<JsonValue>,
  hot: HotPath | null = null,
): RecordReader {
  let envelope = new Map<string, string>();
  let lastPage = new Map<string, string>();
  let ordinal = 0;
  const placeOf = (line: number): number => {
    ordinal += 1;
    return head.position === 'record' ? ordinal : line;
  };
  const unwrapsSource = head.wrapperKey === 'hits.hits';
  const isLineDelimited = head.shape === 'ndjson';

  const record = (bytes: Buffer, line: number, hasLongNumber: boolean): void => {
    const text = textOf(bytes);
    let value: JsonValue;
    try {
      const parsed = parseJsonRecord(text, hasLongNumber);
      value = unwrapsSource ? payloadOf(parsed) : parsed;
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      sink.problem({ line, reason: `not valid JSON (${detail.slice(0, 80)})`, excerpt: excerptOf(text.slice(0, 800)) });
      return;
    }
    if (isRepeatedHeaderRecord(value)) sink.problem({ line, reason: 'repeated header', excerpt: excerptOf(text) });
    else sink.record(value, line);
  };
  const scan =
    hot === null || unwrapsSource
      ? null
      : createJsonScan(hot, isLineDelimited, (take, bytes, startLine) => {
          const line = placeOf(startLine);
          if (!take(line)) record(bytes, line, true);
        });

  const splitter = createJsonSplitter(
    { wrapperPath: head.wrapperKey === null ? [] : head.wrapperKey.split('.'), isLineDelimited },
    {
      record: (bytes, startLine, hasLongNumber) => record(bytes, placeOf(startLine), hasLongNumber),
      problem: (reason, line, start) => {
        sink.problem({ line: placeOf(line), reason, excerpt: excerptOf(start.toString('utf8')) });
      },
      neighbor: (keyPath, bytes) => flattenNeighbor(keyPath, bytes.toString('utf8'), envelope),
      page: (hadRecords, line) => {
        if (!hadRecords) {
          const text = [...envelope].map(([key, value]) => `${key}: ${value}`).join(', ');
          sink.problem({ line, reason: `a page without “${head.wrapperKey ?? ''}”`, excerpt: excerptOf(text) });
        }
        lastPage = envelope;
        envelope = new Map();
      },
    },
    scan,
  );

  return {
    push: splitter.push,
    end: (bytesDone) => {
      const isCut = splitter.end(bytesDone);
      return [...completenessWarnings(lastPage), ...(isCut ? [cutOffSentence(bytesDone)] : [])];
    },
  };
}

/** Text of valid UTF-8; plain ASCII takes the short way, which also gives strings that are half as large. */
function textOf(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}
