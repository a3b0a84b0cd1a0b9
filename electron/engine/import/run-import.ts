import type Database from 'better-sqlite3';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportOrder, ImportSummary } from '../../../shared/contract/imports.ts';
import type { Catalog } from '../catalog/types.ts';
import { findImportByDigest, importSummaryById } from '../db/queries/imports.ts';
import { readMeta } from '../db/meta.ts';
import type { Importer, MapContext } from '../importers/importer.ts';
import { importerById } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { redactSecrets } from '../lib/redact.ts';
import { storeEvidence } from '../reading/evidence-copy.ts';
import { inspectSource } from '../reading/inspect.ts';
import { readCsvRecords, readJsonRecords } from '../reading/records.ts';
import type { CsvHead, JsonHead, JsonValue, RecordBatch } from '../reading/types.ts';
import { appendJournal } from '../review/journal.ts';
import { compileEventLog } from './event-log.ts';
import { createFactWriter, type FactWriter } from './fact-writer.ts';
import { createFieldReader, textOf } from './field-reader.ts';
import { Ledger } from './ledger.ts';
import { mappingImporter } from './plain-mapping.ts';
import { discardImport } from './staging.ts';
import { fileTime } from './file-time.ts';

/** One chunk is one durable transaction: fewer of them wait less for the disk, larger ones let requests wait longer. */
const CHUNK_BYTES = 512 * 1024;

export interface ImportContext {
  readonly db: Database.Database;
  readonly catalog: Catalog;
  /** Where source copies are kept. */
  readonly evidenceFolder: string;
  readonly now: () => number;
  readonly actor: string;
  readonly signal: AbortSignal;
  /** Called at every chunk with bytes done of bytes in all. */
  readonly onProgress: (done: number, total: number, note: string) => void;
}

/**
 * Reads one file into the case. The rows stay invisible until the last transaction makes the import complete; a cancel,
 * a fault or a crash leaves the case as it was before this file. Throws an `AppError` with a sentence; records that
 * cannot be read do not stop the import but are counted and kept as rejected.
 */
export async function runImport(
  context: ImportContext,
  path: string,
  order: Omit<ImportOrder, 'token'>,
): Promise<ImportSummary> {
  const { db, signal } = context;
  const name = basename(path);
  const stored = await storeEvidence(path, order.keepCopy ? context.evidenceFolder : null, {
    signal,
    onProgress: (done: number, total: number) => context.onProgress(done * 0.1, total, 'Hashing'),
  });
  const earlier = findImportByDigest(db, stored.sha256);
  if (earlier !== null) return repeatOf(earlier, name);
  const source = order.keepCopy ? stored.path : path;
  const head = await inspectSource(source);
  if (head.kind === 'nothing') throw new AppError('corrupt-input', `${name}: ${head.sentence}`);
  const importer = order.mapping === null ? importerById(order.format ?? '') : mappingImporter(order.mapping);
  if (importer === undefined) {
    throw new AppError(
      'invalid-request',
      `${name}: no format was chosen. Nothing was imported from it. Choose a format or map its columns.`,
    );
  }
  const importId = startImport(context, importer, head, order, { name, ...stored });
  try {
    const { writer, ledger, warnings } = await readAll(context, importer, head, source, importId, order, stored.bytes);
    return finishImport(context, importId, importer, writer, ledger, warnings);
  } catch (cause) {
    if (db.inTransaction) db.exec('ROLLBACK');
    await discardImport(db, importId, () => nextTurn());
    if (signal.aborted)
      throw new AppError('cancelled', `The import of ${name} was cancelled. The case is as it was before this file.`, {
        cause,
      });
    throw cause;
  }
}

function repeatOf(earlier: ImportSummary, name: string): ImportSummary {
  return {
    ...earlier,
    file: name,
    accepted: 0,
    rejected: 0,
    notRelevant: 0,
    duplicate: earlier.read,
    reasons: [
      {
        outcome: 'duplicate',
        reason: `the same bytes were imported on ${earlier.importedAt.slice(0, 16).replace('T', ' ')} UTC as ${earlier.file}`,
        count: earlier.read,
      },
    ],
    connectors: 0,
    grants: 0,
    events: 0,
    warnings: ['This file is already in the case. Nothing was changed.'],
  };
}

interface StoredSource {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

function startImport(
  context: ImportContext,
  importer: Importer,
  head: CsvHead | JsonHead,
  order: Omit<ImportOrder, 'token'>,
  source: StoredSource,
): number {
  const next = (table: string): number =>
    context.db.prepare<[], { id: number }>(`SELECT coalesce(max(id), 0) + 1 AS id FROM ${table}`).get()?.id ?? 1;
  const result = context.db
    .prepare(
      `INSERT INTO import (status, sha256, file_name, bytes, encoding, format, format_label, platform, mapping, log, log_label, log_grade, system, tenant, as_of, extracted_by, method, has_copy, imported_at, first_event, first_lifecycle, first_grant, first_reference)
       VALUES ('staging', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      source.sha256,
      source.name,
      source.bytes,
      head.encoding,
      importer.id,
      importer.label,
      importer.platform,
      order.mapping === null ? null : JSON.stringify(order.mapping),
      importer.log?.id ?? null,
      importer.log?.label ?? null,
      importer.log?.grade ?? null,
      order.system,
      order.tenant,
      Date.parse(order.asOf),
      order.extractedBy,
      order.method,
      order.keepCopy ? 1 : 0,
      context.now(),
      next('event'),
      next('lifecycle_fact'),
      next('grant_fact'),
      next('reference'),
    );
  return Number(result.lastInsertRowid);
}

async function readAll(
  context: ImportContext,
  importer: Importer,
  head: CsvHead | JsonHead,
  source: string,
  importId: number,
  order: Omit<ImportOrder, 'token'>,
  bytes: number,
): Promise<{ writer: FactWriter; ledger: Ledger; warnings: string[] }> {
  const { db, catalog, signal } = context;
  const keyFamily = `${importer.log?.id ?? importer.id} ${order.tenant}`;
  const firsts = db
    .prepare<[number], { first_event: number; first_lifecycle: number; first_grant: number }>(
      'SELECT first_event, first_lifecycle, first_grant FROM import WHERE id = ?',
    )
    .get(importId);
  if (firsts === undefined) throw new Error('the import row is gone');
  const asOf = Date.parse(order.asOf);
  const writer = createFactWriter(db, catalog, {
    importId,
    platform: importer.platform,
    keyFamily,
    seed: Number(readMeta(db, 'key_seed')),
    asOf,
    firstEvent: firsts.first_event,
    firstLifecycle: firsts.first_lifecycle,
    firstGrant: firsts.first_grant,
  });
  const ledger = new Ledger(db, importId);
  const { parse: time, warning } = fileTime(head, importer);
  const warnings = new Set<string>(head.warnings);
  const consume =
    'event' in importer
      ? eventConsumer(compileEventLog(importer, head, writer, catalog, time), ledger)
      : recordConsumer(importer, head, writer, ledger, { tenant: order.tenant, asOf, head, time });
  const options = { signal, chunkSize: CHUNK_BYTES };
  const batches: AsyncGenerator<RecordBatch<JsonValue | readonly string[]>> =
    head.kind === 'csv' ? readCsvRecords(source, head, options) : readJsonRecords(source, head, options);
  let isFirst = true;
  for await (const batch of batches) {
    signal.throwIfAborted();
    if (!isFirst) await nextTurn();
    isFirst = false;
    db.exec('BEGIN IMMEDIATE');
    for (const problem of batch.problems) {
      ledger.read += 1;
      ledger.add('rejected', problem.reason, problem.line, () => problem.excerpt);
    }
    for (const text of batch.warnings) warnings.add(text);
    consume(batch);
    writer.flush();
    ledger.flush();
    db.exec('COMMIT');
    context.onProgress(bytes * 0.1 + batch.bytesDone * 0.9, bytes, `${ledger.read.toLocaleString('en-US')} records`);
  }
  signal.throwIfAborted();
  const assumed = warning();
  return { writer, ledger, warnings: assumed === null ? [...warnings] : [...warnings, assumed] };
}

type Consumer = (batch: RecordBatch<JsonValue | readonly string[]>) => void;

function eventConsumer(read: ReturnType<typeof compileEventLog>, ledger: Ledger): Consumer {
  return (batch) => {
    const { records, lines } = batch;
    for (let index = 0; index < records.length; index += 1) {
      const record = records[index] ?? null;
      const line = lines[index] ?? 0;
      ledger.read += 1;
      const outcome = read(record, line);
      if (outcome === null) ledger.accepted += 1;
      else if (outcome === '') ledger.add('duplicate', 'event already in the case', line, () => excerptOf(record));
      else ledger.add('rejected', outcome, line, () => excerptOf(record));
    }
  };
}

function recordConsumer(
  importer: Extract<Importer, { map: unknown }>,
  head: CsvHead | JsonHead,
  writer: FactWriter,
  ledger: Ledger,
  context: MapContext,
): Consumer {
  const reader = createFieldReader(importer.fields, head);
  return (batch) => {
    for (const [index, record] of batch.records.entries()) {
      const line = batch.lines[index] ?? 0;
      ledger.read += 1;
      reader.point(record);
      const missing = reader.missing();
      const mapped =
        missing === null
          ? importer.map(reader, context)
          : { rejected: `no ${importer.fields[missing]?.from[0] ?? missing}` };
      if ('rejected' in mapped) ledger.add('rejected', mapped.rejected, line, () => excerptOf(record));
      else if ('notRelevant' in mapped) {
        if (mapped.at !== undefined) writer.coverDay(mapped.at);
        ledger.add('not-relevant', mapped.notRelevant, line, () => excerptOf(record));
      } else if (writer.write(mapped.facts, line)) ledger.accepted += 1;
      else ledger.add('duplicate', 'record already in the case or in this file', line, () => excerptOf(record));
    }
  };
}

/** What is kept of a record that was not accepted: 500 characters, secrets taken out. */
function excerptOf(record: JsonValue | readonly string[]): string {
  const text = typeof record === 'object' ? JSON.stringify(record) : textOf(record);
  return redactSecrets(text.slice(0, 2000)).text.slice(0, 500);
}

function finishImport(
  context: ImportContext,
  importId: number,
  importer: Importer,
  writer: FactWriter,
  ledger: Ledger,
  warnings: string[],
): ImportSummary {
  const { db } = context;
  db.transaction(() => {
    const counts = writer.finish();
    ledger.flush();
    if (counts.late > 0)
      warnings.push(
        `${counts.late} event(s) are later than the stated as-of time: the clock of the source or the as-of time is wrong.`,
      );
    if (ledger.read === 0)
      warnings.push('The file holds no record. That is not the same as "no grants": check the export.');
    if (!ledger.closes)
      throw new AppError(
        'internal',
        `The records of this file do not add up: ${ledger.read} read, ${ledger.accepted} accepted. This is a fault of Countersign. Nothing was imported from the file; report it together with the log.`,
      );
    const insertReason = db.prepare(
      'INSERT INTO import_reason (import_id, outcome, reason, count) VALUES (?, ?, ?, ?)',
    );
    for (const reason of ledger.reasons()) insertReason.run(importId, reason.outcome, reason.reason, reason.count);
    db.prepare(
      `UPDATE import SET status = 'complete', read = ?, accepted = ?, rejected = ?, duplicate = ?, not_relevant = ?, connectors = ?, grants = ?, events = ?, first_time = ?, last_time = ?, warnings = ? WHERE id = ?`,
    ).run(
      ledger.read,
      ledger.accepted,
      ledger.total('rejected'),
      ledger.total('duplicate'),
      ledger.total('not-relevant'),
      counts.connectors,
      counts.grants,
      counts.events,
      counts.firstTime,
      counts.lastTime,
      // A warning may quote the file; half a surrogate pair in it would make the report impossible to sign.
      JSON.stringify(warnings.map((text) => text.toWellFormed())),
      importId,
    );
    const summary = importSummaryById(db, importId);
    if (summary === null) throw new Error('the import row is gone');
    appendJournal(db, {
      at: context.now(),
      actor: context.actor,
      type: 'import',
      payload: {
        file: summary.file,
        sha256: summary.sha256,
        bytes: summary.bytes,
        format: importer.id,
        system: summary.system,
        tenant: summary.tenant,
        asOf: summary.asOf,
        extractedBy: summary.extractedBy,
        method: summary.method,
        read: summary.read,
        accepted: summary.accepted,
        rejected: summary.rejected,
        duplicate: summary.duplicate,
        notRelevant: summary.notRelevant,
      },
    });
  }).immediate();
  const summary = importSummaryById(db, importId);
  if (summary === null) throw new Error('the import row is gone');
  return summary;
}
