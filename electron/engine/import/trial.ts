import type { TrialResult, TrialRow } from '../../../shared/contract/imports.ts';
import type { Catalog } from '../catalog/types.ts';
import type { Importer, MapContext, Mapped } from '../importers/importer.ts';
import { readCsvRecords, readJsonRecords } from '../reading/records.ts';
import type { CsvHead, JsonHead, JsonValue, RecordBatch } from '../reading/types.ts';
import { compileEventLog } from './event-log.ts';
import { createFieldReader } from './field-reader.ts';
import { fileTime, type TimeAssertions } from './file-time.ts';
import { valuesOf } from './trial-values.ts';
import type { EventSink } from './writer-contract.ts';

/** A trial answers while the user waits: so many records tell enough. */
const MOST_RECORDS = 5000;
const MOST_REASONS = 50;
/** Records shown one by one. */
const MOST_ROWS = 8;

export interface TrialSettings extends TimeAssertions {
  readonly tenant: string;
  readonly asOf: number;
  readonly subject: string;
}

export interface Trial extends TrialResult {
  readonly questions: { readonly zone: boolean; readonly dayOrder: boolean };
  /** The first records as they would be read; none for a log that is read by declaration. */
  readonly rows: TrialRow[];
}

/**
 * Reads the first records of a file the proposed way and stores nothing: how many would be accepted, rejected and for
 * what reasons, and what only the user can decide. Repeats are not looked for. Errors as for readCsvRecords.
 */
export async function tryImport(
  path: string,
  head: CsvHead | JsonHead,
  importer: Importer,
  catalog: Catalog,
  settings: TrialSettings,
): Promise<Trial> {
  const time = fileTime(head, importer, settings);
  const counts = { accepted: 0, rejected: 0, notRelevant: 0, unattributed: 0 };
  const reasons = new Map<string, { outcome: 'rejected' | 'not-relevant'; reason: string; count: number }>();
  const note = (outcome: 'rejected' | 'not-relevant', reason: string): void => {
    counts[outcome === 'rejected' ? 'rejected' : 'notRelevant'] += 1;
    const key = `${outcome} ${reason}`;
    const known = reasons.get(key);
    if (known !== undefined) known.count += 1;
    else if (reasons.size < MOST_REASONS) reasons.set(key, { outcome, reason, count: 1 });
  };
  const context: MapContext = {
    tenant: settings.tenant,
    asOf: settings.asOf,
    subject: settings.subject,
    head,
    time: time.parse,
  };
  const rows: TrialRow[] = [];
  const show = (row: TrialRow): void => {
    if (rows.length < MOST_ROWS) rows.push(row);
  };
  const tryRecord =
    'event' in importer
      ? tryEvents(importer, head, catalog, time.parse, note, counts)
      : tryMapped(importer, head, context, note, counts, show);

  let checked = 0;
  let isWhole = true;
  const batches: AsyncGenerator<RecordBatch<JsonValue | readonly string[]>> =
    head.kind === 'csv' ? readCsvRecords(path, head) : readJsonRecords(path, head);
  for await (const batch of batches) {
    for (const problem of batch.problems) {
      checked += 1;
      note('rejected', problem.reason);
      show({ line: problem.line, outcome: 'rejected', reason: problem.reason, values: [] });
    }
    for (const [index, record] of batch.records.entries()) {
      if (checked >= MOST_RECORDS) {
        isWhole = false;
        break;
      }
      checked += 1;
      tryRecord(record, batch.lines[index] ?? 0);
    }
    if (!isWhole) break;
  }
  return {
    checked,
    isWhole,
    ...counts,
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count || a.reason.localeCompare(b.reason, 'en')),
    questions: time.questions(),
    rows: rows.toSorted((a, b) => a.line - b.line),
  };
}

type Note = (outcome: 'rejected' | 'not-relevant', reason: string) => void;
type TryRecord = (record: JsonValue | readonly string[], line: number) => void;
interface Counts {
  accepted: number;
  unattributed: number;
}

function tryEvents(
  importer: Extract<Importer, { event: unknown }>,
  head: CsvHead | JsonHead,
  catalog: Catalog,
  time: MapContext['time'],
  note: Note,
  counts: Counts,
): TryRecord {
  const read = compileEventLog(importer, head, NO_SINK, catalog, time);
  return (record, line) => {
    const outcome = read(record, line);
    if (outcome === null) counts.accepted += 1;
    else note('rejected', outcome);
  };
}

function tryMapped(
  importer: Extract<Importer, { map: unknown }>,
  head: CsvHead | JsonHead,
  context: MapContext,
  note: Note,
  counts: Counts,
  show: (row: TrialRow) => void,
): TryRecord {
  const reader = createFieldReader(importer.fields, head);
  return (record, line) => {
    reader.point(record);
    const missing = reader.missing();
    const mapped: Mapped =
      missing === null
        ? importer.map(reader, context)
        : { rejected: `no ${importer.fields[missing]?.from[0] ?? missing}` };
    if ('rejected' in mapped) {
      note('rejected', mapped.rejected);
      show({ line, outcome: 'rejected', reason: mapped.rejected, values: [] });
    } else if ('notRelevant' in mapped) {
      note('not-relevant', mapped.notRelevant);
      show({ line, outcome: 'not-relevant', reason: mapped.notRelevant, values: [] });
    } else {
      show({ line, outcome: 'accepted', reason: '', values: valuesOf(mapped.facts) });
      counts.accepted += 1;
      if (mapped.facts.some((fact) => fact.fact === 'unattributed')) counts.unattributed += 1;
    }
  };
}

/** Takes events and forgets them. */
const NO_SINK: EventSink = {
  dictionary: {
    text: () => 0,
    principal: () => 0,
    client: () => 0,
    operation: () => 0,
    scopeSet: () => 0,
    flush: () => {},
  },
  writeEvent: () => true,
};
