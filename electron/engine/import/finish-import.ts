import type Database from 'better-sqlite3';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { importSummaryById } from '../db/queries/imports.ts';
import type { Importer } from '../importers/importer.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from '../review/journal.ts';
import type { Ledger } from './ledger.ts';
import { readingIsIn } from './staging.ts';
import type { FactWriter } from './writer-contract.ts';

/** What reading a file to its end left behind. */
export interface Reading {
  readonly writer: FactWriter;
  readonly ledger: Ledger;
  readonly warnings: string[];
  readonly truncation: string[];
  /** Where the file contradicts itself, in words. */
  readonly contradiction: string | null;
  /** Times without a zone were read as UTC, in an export that writes the zone of whoever made it. */
  readonly isZoneAssumed: boolean;
}

interface FinishContext {
  readonly db: Database.Database;
  readonly now: () => number;
  readonly actor: string;
}

/**
 * Makes an import complete in one transaction: totals, reasons, and the act in the journal. Throws an `AppError` when the
 * records do not add up; the import then stays as if it had not begun.
 */
export function finishImport(
  context: FinishContext,
  importId: number,
  importer: Importer,
  { writer, ledger, warnings, truncation, contradiction, isZoneAssumed }: Reading,
): ImportSummary {
  const { db } = context;
  db.transaction(() => {
    const counts = writer.finish();
    ledger.flush();
    if (counts.late > 0)
      warnings.push(
        `${counts.late} event(s) are later than the stated as-of time: the clock of the source or the as-of time is wrong.`,
      );
    if (contradiction !== null) warnings.push(contradiction);
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
      `UPDATE import SET status = 'complete', read = ?, accepted = ?, rejected = ?, duplicate = ?, not_relevant = ?, connectors = ?, grants = ?, events = ?, first_time = ?, last_time = ?, warnings = ?, truncation = ?, unattributed = ?, grant_records = ?, event_records = ?, other_records = ?, contradiction = ?, zone_assumed = ? WHERE id = ?`,
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
      JSON.stringify(truncation.map((text) => text.toWellFormed())),
      counts.unattributed,
      counts.grantRecords,
      // Records of declared logs go past the writer's record count: all that are accepted are events.
      counts.eventRecords + ('event' in importer ? ledger.accepted : 0),
      counts.otherRecords,
      contradiction,
      isZoneAssumed ? 1 : 0,
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
        ...(summary.profile === null ? {} : { profile: summary.profile }),
        ...(summary.zone === null ? {} : { zone: summary.zone }),
        ...(summary.dayOrder === null ? {} : { dayOrder: summary.dayOrder }),
        ...(summary.subject === '' ? {} : { subject: summary.subject }),
        ...(summary.statedTotal === null ? {} : { statedTotal: summary.statedTotal }),
        ...(summary.container === null ? {} : { container: summary.container.sha256 }),
        ...(summary.secrets === 0 ? {} : { secretsRemoved: summary.secrets }),
        completeness: summary.completeness,
        read: summary.read,
        accepted: summary.accepted,
        rejected: summary.rejected,
        duplicate: summary.duplicate,
        notRelevant: summary.notRelevant,
      },
    });
    readingIsIn(db);
  }).immediate();
  const summary = importSummaryById(db, importId);
  if (summary === null) throw new Error('the import row is gone');
  return summary;
}
