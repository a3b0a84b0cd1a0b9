import { redactSecrets } from '../lib/redact.ts';
import { completenessWarnings } from './completeness.ts';
import { cutOffSentence } from './cut-off.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { flattenNeighbor, parseJsonRecord, payloadOf } from './json-value.ts';
import { endOfValue, outlineObject } from './json-outline.ts';
import { findWrapper } from './json-wrapper.ts';
import type { SourceEnds } from './inspect.ts';
import type { JsonHead, JsonObject, JsonValue, NothingHead } from './types.ts';

type Layout = Omit<JsonHead, 'encoding'> | Omit<NothingHead, 'encoding'>;

const SAMPLE_RECORDS = 200;

/** Learns how the records of a JSON file are packed; null when the text is no JSON. */
export function inspectJson(source: SourceEnds): Layout | null {
  const { text } = source;
  const documents = documentsOf(text);
  const [first] = documents;
  if (first === undefined) return null;
  const wrapper =
    text[first.start] === '{' ? findWrapper(outlineObject(text, first.start), documents.length === 1) : null;
  const shape = shapeOf(source, documents, wrapper !== null);
  const head = readHead(source, shape, wrapper);
  const isObjectFile = documents.length === 1 && text[first.start] === '{' && first.end !== null && source.isWhole;
  const failure = errorAnswer(
    isObjectFile && head.sample.length <= 1 ? parsedOrNull(text.slice(first.start, first.end)) : null,
    head.sample,
  );
  if (failure !== null) return failure;
  if (head.sample.length === 0 && head.parseFailed) return null;

  const warnings: string[] = [];
  if (source.isWhole && head.sample.length === 0) {
    warnings.push('The file holds no records. Make sure that the export was meant to be empty.');
  }
  if (head.envelope.get('ok') === 'false') {
    warnings.push(
      `The file says “ok: false”: it is a failed answer or a blanked template. Its records are no proof of anything.`,
    );
  }
  const truncation = [...completenessWarnings(endEnvelope(source, documents.length, head)), ...endWarnings(source)];
  warnings.push(...truncation);
  return {
    kind: 'json',
    shape,
    documents: documents.length,
    wrapperKey: wrapper,
    envelope: head.envelope,
    position: head.sharesLine ? 'record' : 'line',
    sample: head.sample,
    warnings,
    truncation,
  };
}

interface DocumentRange {
  readonly start: number;
  /** null when the head ends first. */
  readonly end: number | null;
}

/** Ranges of the objects and arrays that stand one after the other at top level; scalars between them are passed over. */
function documentsOf(text: string): readonly DocumentRange[] {
  const documents: DocumentRange[] = [];
  let position = 0;
  for (;;) {
    const lead = /[^\s,\ufeff\x1e]/g;
    lead.lastIndex = position;
    const start = lead.exec(text)?.index;
    if (start === undefined) return documents;
    const open = text[start];
    if (open !== '{' && open !== '[') {
      // Text before the first bracket: `null` from an empty page is JSON, anything else is not.
      const word = /null\s*/y;
      word.lastIndex = start;
      if (documents.length > 0) {
        const next = text.slice(start).search(/[\n{[]/);
        if (next < 0) return documents;
        position = start + Math.max(next, 1);
        continue;
      }
      if (!word.test(text)) return [];
      position = word.lastIndex;
      continue;
    }
    const end = endOfValue(text, start);
    documents.push({ start, end });
    if (end === null) return documents;
    position = end;
  }
}

function shapeOf({ text }: SourceEnds, documents: readonly DocumentRange[], isWrapper: boolean): JsonHead['shape'] {
  const [first] = documents;
  if (first !== undefined && text[first.start] === '[') return documents.length > 1 ? 'documents' : 'array';
  if (isWrapper) return 'wrapper';
  if (documents.length < 2) return 'object';
  const whole = documents.filter((document) => document.end !== null);
  const areLines = whole.every(({ start, end }, index) => {
    const isAlone = index === 0 || text.slice(whole[index - 1]?.end ?? 0, start).includes('\n');
    return isAlone && !text.slice(start, end ?? undefined).includes('\n');
  });
  return areLines ? 'ndjson' : 'documents';
}

interface HeadRecords {
  readonly sample: readonly JsonValue[];
  readonly envelope: ReadonlyMap<string, string>;
  /** Scalars beside the records of the last page that the head holds. */
  readonly lastPage: ReadonlyMap<string, string>;
  readonly parseFailed: boolean;
  /** Two records start on one line. */
  readonly sharesLine: boolean;
}

function readHead({ bytes }: SourceEnds, shape: JsonHead['shape'], wrapper: string | null): HeadRecords {
  const sample: JsonValue[] = [];
  const envelope = new Map<string, string>();
  let page = new Map<string, string>();
  let lastPage = page;
  let parseFailed = false;
  let lastLine = 0;
  let sharesLine = false;
  const splitter = createJsonSplitter(
    { wrapperPath: wrapper === null ? [] : wrapper.split('.'), isLineDelimited: shape === 'ndjson' },
    {
      record: (record, line, hasLongNumber) => {
        if (line === lastLine) sharesLine = true;
        lastLine = line;
        if (sample.length >= SAMPLE_RECORDS) return;
        try {
          const value = parseJsonRecord(record.toString('utf8'), hasLongNumber);
          sample.push(wrapper === 'hits.hits' ? payloadOf(value) : value);
        } catch {
          parseFailed = true;
        }
      },
      problem: () => undefined,
      neighbor: (path, value) => {
        flattenNeighbor(path, value.toString('utf8'), page);
        page.forEach((text, key) => {
          if (!envelope.has(key)) envelope.set(key, text);
        });
        lastPage = page;
      },
      page: () => {
        lastPage = page;
        page = new Map();
      },
    },
  );
  splitter.push(bytes);
  return { sample, envelope, lastPage, parseFailed, sharesLine };
}

function parsedOrNull(text: string): JsonObject | null {
  try {
    const value = parseJsonRecord(text, true);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What vendors answer in place of data; zero grants must not be read out of it. */
function errorAnswer(only: JsonObject | null, sample: readonly JsonValue[]): Layout | null {
  const message = (only === null ? null : errorText(only)) ?? listedError(sample);
  if (message === null) return null;
  const text = redactSecrets(message).text.slice(0, 300);
  return {
    kind: 'nothing',
    why: 'error-payload',
    warnings: [],
    truncation: [],
    sentence: `The file is an error answer, not data: “${text}”. It says nothing about grants; correct the cause and export again.`,
  };
}

function errorText(answer: JsonObject): string | null {
  const { error, ok } = answer;
  const detail = textOf(answer['error_description']) ?? textOf(answer['message']);
  if (typeof error === 'string' && error !== '' && (ok === false || Object.keys(answer).length <= 6)) {
    return detail === null ? error : `${error}: ${detail}`;
  }
  if (isObject(error)) {
    const code = textOf(error['code']) ?? textOf(error['status']);
    const said = textOf(error['message']) ?? textOf(error['error_description']) ?? JSON.stringify(error);
    return Object.keys(answer).length <= 6 ? (code === null ? said : `${code}: ${said}`) : null;
  }
  if (textOf(answer['errorCode']) !== null && textOf(answer['errorSummary']) !== null) {
    return `${textOf(answer['errorCode']) ?? ''}: ${textOf(answer['errorSummary']) ?? ''}`;
  }
  return answer['documentation_url'] !== undefined ? textOf(answer['message']) : null;
}

/** Salesforce answers with a list of one error. */
function listedError(sample: readonly JsonValue[]): string | null {
  const [first] = sample;
  if (sample.length !== 1 || !isObject(first) || Object.keys(first).length > 3) return null;
  const code = textOf(first['errorCode']);
  const message = textOf(first['message']);
  return code !== null && message !== null ? `${code}: ${message}` : null;
}

function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What stands beside the records of the last page, as far as the two ends of the file show it. */
function endEnvelope({ isWhole, tail }: SourceEnds, documents: number, head: HeadRecords): ReadonlyMap<string, string> {
  if (isWhole || tail === null) return head.lastPage;
  // With several pages, what the head says about the next page is answered by that page.
  const envelope = new Map(documents === 1 ? head.lastPage : []);
  const end = tail.toString('utf8');
  const member = /"((?:[^"\\]|\\.){1,100})"\s*:\s*("(?:[^"\\]|\\.){0,4000}"|[-\w.]+)/g;
  for (const [, key = '', value = ''] of end.slice(end.lastIndexOf(']') + 1).matchAll(member)) {
    envelope.set(key, value.startsWith('"') ? value.slice(1, -1) : value);
  }
  return envelope;
}

function endWarnings({ text, tail, size }: SourceEnds): readonly string[] {
  const end = (tail === null ? text : tail.toString('utf8')).trimEnd();
  const isCut = !/[}\]]$/.test(end) && !/[}\]][\s,]*(?:null)?$/.test(end.slice(-20));
  return isCut ? [cutOffSentence(size)] : [];
}
