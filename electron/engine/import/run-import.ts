import type Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportOrder } from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import type { Catalog } from '../catalog/types.ts';
import { findImportByDigest } from '../db/queries/imports.ts';
import { readMeta } from '../db/meta.ts';
import { logOf, platformOf, type Importer } from '../importers/importer.ts';
import { importerById } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { shownFileName } from '../reading/containers/shown-name.ts';
import { createCsvReader, wholeCharacters } from '../reading/csv-reader.ts';
import type { StoredEvidence } from '../reading/evidence-copy.ts';
import { type GrowingFile, startEvidence } from '../reading/evidence-thread.ts';
import { foundTotal } from '../reading/found-total.ts';
import { withFirstRow } from '../reading/first-row.ts';
import { inspectSource } from '../reading/inspect.ts';
import { createJsonReader } from '../reading/json-reader.ts';
import { sourceSize } from '../reading/sealed/source.ts';
import { readUtf8 } from '../reading/source-bytes.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { capSentences } from './caps.ts';
import { createConsumer } from './consume.ts';
import { createFactWriter } from './fact-writer.ts';
import { finishImport, type Reading } from './finish-import.ts';
import { Ledger } from './ledger.ts';
import { mappingImporter } from './plain-mapping.ts';
import {
  beginReading,
  closeReadingFolder,
  discardCopy,
  discardImport,
  endReading,
  openReadingFolder,
} from './staging.ts';
import { fileTime } from './file-time.ts';

/** One chunk is one durable transaction: fewer of them wait less for the disk, longer ones let requests wait longer. */
const CHUNK_MILLISECONDS = 40;
const READ_BYTES = 2 * 1024 * 1024;
/** The clock is looked at after each piece. */
const PIECE_BYTES = 256 * 1024;

/** What a file is called and where it came from when it is not the file the user chose. */
export interface Origin {
  readonly name: string;
  readonly container: { readonly name: string; readonly sha256: string } | null;
}

export interface ImportContext {
  readonly db: Database.Database;
  readonly catalog: Catalog;
  /** Where source copies are kept. */
  readonly evidenceFolder: string;
  readonly now: () => number;
  readonly actor: string;
  /** Files imported together carry one id; '' for a file on its own. */
  readonly extraction?: string;
  readonly signal: AbortSignal;
  /** How long one transaction may take; longer ones are quicker, but nothing else is answered meanwhile. */
  readonly chunkMilliseconds?: number;
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
  origin: Origin | null = null,
): Promise<ImportSummary> {
  const name = origin?.name ?? shownFileName(path);
  beginReading(context.db, name);
  try {
    return await importFile(context, path, name, order, origin);
  } finally {
    endReading(context.db);
  }
}

async function importFile(
  context: ImportContext,
  path: string,
  name: string,
  order: Omit<ImportOrder, 'token'>,
  origin: Origin | null,
): Promise<ImportSummary> {
  const { db, signal } = context;
  const importer = order.mapping === null ? importerById(order.format ?? '') : mappingImporter(order.mapping);
  if (importer === undefined) {
    throw new AppError(
      'invalid-request',
      `${name}: no format was chosen. Nothing was imported from it. Choose a format or map its columns.`,
    );
  }
  const stop = new AbortController();
  // What is read is always the copy without secrets, even when no copy is kept.
  const reading = order.keepCopy ? null : await openReadingFolder(context.evidenceFolder);
  const evidence = await startEvidence(path, reading ?? context.evidenceFolder, {
    signal: AbortSignal.any([signal, stop.signal]),
  });
  // A file that does not come into the case leaves no copy there.
  const dropCopy = (): Promise<void> =>
    evidence.stored.then(
      ({ copySha256 }) => (order.keepCopy ? discardCopy(db, context.evidenceFolder, copySha256) : undefined),
      () => undefined,
    );
  let importId: number | null = null;
  try {
    const size = existsSync(path) ? sourceSize(path) : 0;
    // Only a file of the same size can be a repeat; any other is read while its digest is still being made.
    if (hasImportOfSize(db, size) || size === 0) {
      const { sha256 } = await evidence.stored;
      const earlier = findImportByDigest(db, sha256, {
        format: importer.id,
        tenant: order.tenant,
        listedAsOf: importer.lists === undefined ? null : Date.parse(order.asOf),
      });
      if (earlier !== null) {
        await dropCopy();
        return repeatOf(earlier, name);
      }
    }
    const found = await inspectSource(path);
    if (found.kind === 'nothing') throw new AppError('corrupt-input', `${name}: ${found.sentence}`);
    const head = withFirstRow(found, order.mapping?.firstRow);
    importId = startImport(context, importer, head, order, size, { name, container: origin?.container ?? null });
    const read = await readAll(context, importer, head, await evidence.file, importId, order, size);
    const stored = await evidence.stored;
    noteEvidence(db, importId, stored, order.keepCopy);
    if (stored.secrets > 0)
      read.warnings.push(
        `The file holds ${stored.secrets.toLocaleString('en-US')} live secret(s): ${stored.secretKinds.join(', ')}. They were taken out before anything was stored; the digest is that of the original. Treat the original as a secret and revoke what it holds.`,
      );
    return finishImport(context, importId, importer, read);
  } catch (cause) {
    if (db.inTransaction) db.exec('ROLLBACK');
    stop.abort();
    // What went wrong with the source outranks what followed from it.
    const failure = await evidence.stored.then(
      () => cause,
      (error: unknown) => (signal.aborted || isCancelled(error) ? cause : error),
    );
    if (importId !== null) await discardImport(db, importId, () => nextTurn());
    await dropCopy();
    if (signal.aborted)
      throw new AppError('cancelled', `The import of ${name} was cancelled. The case is as it was before this file.`, {
        cause,
      });
    throw failure;
  } finally {
    if (reading !== null) await closeReadingFolder(reading);
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'cancelled';
}

function hasImportOfSize(db: Database.Database, bytes: number): boolean {
  return (
    db.prepare<[number], number>(`SELECT 1 FROM import WHERE status = 'complete' AND bytes = ? LIMIT 1`).get(bytes) !==
    undefined
  );
}

/** Notes what is known once the whole source was hashed and copied. */
function noteEvidence(db: Database.Database, importId: number, stored: StoredEvidence, hasCopy: boolean): void {
  db.prepare(
    'UPDATE import SET sha256 = ?, bytes = ?, copy_sha256 = ?, secrets = ?, secret_kinds = ? WHERE id = ?',
  ).run(
    stored.sha256,
    stored.bytes,
    hasCopy ? stored.copySha256 : null,
    stored.secrets,
    JSON.stringify(stored.secretKinds),
    importId,
  );
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

function startImport(
  context: ImportContext,
  importer: Importer,
  head: CsvHead | JsonHead,
  order: Omit<ImportOrder, 'token'>,
  bytes: number,
  origin: Origin,
): number {
  const next = (table: string): number =>
    context.db.prepare<[], { id: number }>(`SELECT coalesce(max(id), 0) + 1 AS id FROM ${table}`).get()?.id ?? 1;
  const log = logOf(importer, head);
  const row = {
    status: 'staging',
    // Known when all of it was read; see noteEvidence.
    sha256: '',
    file_name: origin.name,
    bytes,
    encoding: head.encoding,
    format: importer.id,
    format_label: importer.label,
    platform: platformOf(importer, head),
    mapping: order.mapping === null ? null : JSON.stringify(order.mapping),
    log: log?.id ?? null,
    log_label: log?.label ?? null,
    log_grade: log?.grade ?? null,
    log_retention: log?.retention ?? null,
    log_latency_hours: log?.latencyHours ?? null,
    log_is_lower_bound: log?.isLowerBound === true ? 1 : 0,
    system: order.system,
    tenant: order.tenant,
    as_of: Date.parse(order.asOf),
    extracted_by: order.extractedBy,
    method: order.method,
    has_copy: order.keepCopy ? 1 : 0,
    imported_at: context.now(),
    first_event: next('event'),
    first_lifecycle: next('lifecycle_fact'),
    first_grant: next('grant_fact'),
    first_reference: next('reference'),
    first_text: next('text'),
    first_operation: next('operation'),
    first_scope_set: next('scope_set'),
    zone: order.zone ?? null,
    day_order: order.dayOrder ?? null,
    subject: order.subject ?? '',
    stated_total: order.statedTotal ?? null,
    found_total: head.kind === 'json' ? foundTotal(head.envelope) : null,
    completeness: order.completeness,
    lists: importer.lists ?? null,
    extraction: context.extraction ?? '',
    container_name: origin.container?.name ?? null,
    container_sha256: origin.container?.sha256 ?? null,
    profile: order.profile ?? null,
  };
  const columns = Object.keys(row);
  const result = context.db
    .prepare(`INSERT INTO import (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`)
    .run(row);
  return Number(result.lastInsertRowid);
}

async function readAll(
  context: ImportContext,
  importer: Importer,
  head: CsvHead | JsonHead,
  source: GrowingFile,
  importId: number,
  order: Omit<ImportOrder, 'token'>,
  bytes: number,
): Promise<Reading> {
  const { db, catalog, signal, chunkMilliseconds = CHUNK_MILLISECONDS } = context;
  const log = logOf(importer, head);
  const keyFamily = `${log?.family ?? log?.id ?? importer.id} ${order.tenant}`;
  const firsts = db
    .prepare<[number], { first_event: number; first_lifecycle: number; first_grant: number }>(
      'SELECT first_event, first_lifecycle, first_grant FROM import WHERE id = ?',
    )
    .get(importId);
  if (firsts === undefined) throw new Error('the import row is gone');
  const asOf = Date.parse(order.asOf);
  const writer = createFactWriter(db, catalog, {
    importId,
    platform: platformOf(importer, head),
    logGrade: log?.grade ?? null,
    keyFamily,
    seed: Number(readMeta(db, 'key_seed')),
    asOf,
    firstEvent: firsts.first_event,
    firstLifecycle: firsts.first_lifecycle,
    firstGrant: firsts.first_grant,
  });
  const ledger = new Ledger(db, importId);
  const {
    parse: time,
    questions,
    warning,
  } = fileTime(head, importer, {
    zone: order.zone ?? null,
    dayOrder: order.dayOrder ?? null,
  });
  const warnings = new Set<string>(head.warnings);
  const truncation = new Set<string>(head.truncation);
  const { sink, hot, contradiction } = createConsumer(importer, head, writer, ledger, catalog, {
    tenant: order.tenant,
    asOf,
    head,
    time,
    subject: order.subject ?? '',
  });
  const reader = head.kind === 'csv' ? createCsvReader(head, sink, hot) : createJsonReader(head, sink, hot);
  const chunk = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE');
    work();
    writer.flush();
    ledger.flush();
    db.exec('COMMIT');
  };
  let bytesDone = 0;
  for await (const read of readUtf8(source.path, head.encoding, { ...source, signal, chunkSize: READ_BYTES })) {
    for (let at = 0; at < read.bytes.length;) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      chunk(() => {
        while (at < read.bytes.length && performance.now() - startedAt < chunkMilliseconds) {
          const end = wholeCharacters(read.bytes, Math.min(at + PIECE_BYTES, read.bytes.length));
          reader.push(read.bytes.subarray(at, end));
          at = end;
        }
      });
      const done = bytesDone + ((read.bytesDone - bytesDone) * at) / read.bytes.length;
      context.onProgress(done, bytes, `${ledger.read.toLocaleString('en-US')} records`);
      await nextTurn();
    }
    bytesDone = read.bytesDone;
  }
  signal.throwIfAborted();
  chunk(() => {
    for (const text of reader.end(bytesDone)) {
      warnings.add(text);
      truncation.add(text);
    }
  });
  signal.throwIfAborted();
  for (const sentence of capSentences(importer, { records: ledger.read, isExact: true })) {
    warnings.add(sentence);
    truncation.add(sentence);
  }
  const assumed = warning();
  return {
    writer,
    ledger,
    warnings: assumed === null ? [...warnings] : [...warnings, assumed],
    truncation: [...truncation],
    contradiction: contradiction(),
    isZoneAssumed: questions().zone,
  };
}
