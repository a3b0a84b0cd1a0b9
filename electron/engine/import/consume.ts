import type { Catalog } from '../catalog/types.ts';
import type { Importer, MapContext } from '../importers/importer.ts';
import { redactSecrets } from '../lib/redact.ts';
import type { HotPath, RecordSink } from '../reading/record-reader.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { compileEventLog } from './event-log.ts';
import type { FactWriter } from './writer-contract.ts';
import { createFieldReader, textOf } from './field-reader.ts';
import { type HotBulk, hotBulk } from './hot-bulk.ts';
import { hotEvents } from './hot-events.ts';
import { hotFields } from './hot-fields.ts';
import type { Ledger } from './ledger.ts';

/** What becomes of the records of a file: each is counted in the ledger, and its facts are written. */
export interface Consumer {
  readonly sink: RecordSink;
  /** The fast way of plain records, when the importer and the layout allow one. It gives the same facts and the same ledger. */
  readonly hot: HotPath | null;
  /** Where the file contradicts itself, when its importer compares; asked for at the end. */
  readonly contradiction: () => string | null;
}

export function createConsumer(
  importer: Importer,
  head: CsvHead | JsonHead,
  writer: FactWriter,
  ledger: Ledger,
  catalog: Catalog,
  context: MapContext,
): Consumer {
  const problem: RecordSink['problem'] = ({ line, reason, excerpt }) => {
    bulk?.learn([]);
    ledger.read += 1;
    ledger.add('rejected', reason, line, () => excerpt);
  };
  let bulk: HotBulk | null = null;
  if ('event' in importer) {
    const read = compileEventLog(importer, head, writer, catalog, context.time);
    const record: RecordSink['record'] = (value, line) => {
      ledger.read += 1;
      const outcome = read(value, line);
      if (outcome === null) ledger.accepted += 1;
      else if (outcome === '') ledger.add('duplicate', 'event already in the case', line, () => excerptOf(value));
      else ledger.add('rejected', outcome, line, () => excerptOf(value));
    };
    return {
      sink: { record, problem },
      hot: hotEvents(importer, head, writer, ledger, catalog, context.time),
      contradiction: () => null,
    };
  }

  const reader = createFieldReader(importer.fields, head);
  const reconciliation = importer.reconcile?.() ?? null;
  const readRecord = (line: number, whole: () => JsonValue | readonly string[]): void => {
    ledger.read += 1;
    reconciliation?.see(reader);
    const missing = reader.missing();
    const mapped =
      missing === null
        ? importer.map(reader, context)
        : { rejected: `no ${importer.fields[missing]?.from[0] ?? missing}` };
    const facts = 'facts' in mapped ? mapped.facts : [];
    const news = bulk?.news(facts) ?? facts;
    bulk?.learn(facts);
    if ('rejected' in mapped) ledger.add('rejected', mapped.rejected, line, () => excerptOf(whole()));
    else if ('notRelevant' in mapped) {
      if (mapped.at !== undefined) writer.coverDay(mapped.at);
      ledger.add('not-relevant', mapped.notRelevant, line, () => excerptOf(whole()));
    } else {
      const isFresh = writer.write(news, line);
      if (isFresh) ledger.accepted += 1;
      else ledger.add('duplicate', 'record already in the case or in this file', line, () => excerptOf(whole()));
    }
  };
  bulk = head.kind === 'csv' ? hotBulk(importer, head, writer, ledger, context.time) : null;
  const record: RecordSink['record'] = (value, line) => {
    reader.point(value);
    readRecord(line, () => value);
  };
  const hot = bulk ?? (head.kind === 'csv' ? hotFields(importer, head, reader, readRecord) : null);
  return { sink: { record, problem }, hot, contradiction: () => reconciliation?.contradiction() ?? null };
}

const LONGEST_EXCERPT = 500;

/** What is kept of a record that was not accepted: its beginning, secrets taken out. */
function excerptOf(record: JsonValue | readonly string[]): string {
  const text = typeof record === 'object' ? JSON.stringify(record) : textOf(record);
  const shown = redactSecrets(text.slice(0, 2000)).text;
  return shown.length > LONGEST_EXCERPT ? `${shown.slice(0, LONGEST_EXCERPT)}…` : shown;
}
