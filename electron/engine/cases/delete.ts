import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, relative } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { PROGRAM } from '../report/version.ts';
import { counted } from '../report/words.ts';
import { evidenceFolderOf, filesOf, type OwnedFile } from './case-files.ts';
import { caseFault } from './case-fault.ts';
import { DELETION_LIMITS, type DeletionRecord, deletionText } from './deletion-record.ts';
import { digestOf } from './digest.ts';
import { removeFiles } from './move.ts';

export interface DeletionPlan {
  readonly owned: readonly OwnedFile[];
  /** Sentences about what is not removed. */
  readonly left: readonly string[];
}

const signed = z.object({ reportId: z.string(), file: z.string().optional() });

/** What a deletion removes, and what it leaves alone. */
export function planDeletion(db: Database.Database): DeletionPlan {
  const path = db.name;
  const { owned, foreign } = filesOf(path);
  const bundles = db
    .prepare<[], string>(`SELECT payload FROM journal WHERE type = 'report-signed' ORDER BY seq`)
    .pluck()
    .all()
    .flatMap((payload) => {
      const read = signed.safeParse(JSON.parse(payload));
      return read.success ? [read.data.reportId] : [];
    });
  const backups = db
    .prepare<[], string>(
      `SELECT payload ->> 'file' FROM journal WHERE type IN ('case-backed-up', 'case-duplicate-made') ORDER BY seq`,
    )
    .pluck()
    .all();
  return {
    // The log becomes part of the case file when the case is closed.
    owned: owned.filter(({ kind }) => kind !== 'log'),
    left: [
      ...(foreign.length === 0
        ? []
        : [
            `In the folder ${basename(evidenceFolderOf(path))}: ${foreign.slice(0, 5).join(', ')}${foreign.length > 5 ? ' and others' : ''}, which Countersign did not put there. The folder stays with it.`,
          ]),
      ...(bundles.length === 0
        ? []
        : [`${counted(bundles.length, 'signed bundle')}, wherever saved: ${bundles.slice(0, 10).join(', ')}.`]),
      ...(backups.length === 0
        ? []
        : [
            `Backups and duplicates that were made, wherever they are now: ${[...new Set(backups)].slice(0, 10).join(', ')}.`,
          ]),
      'Exports that were imported stay where they were imported from.',
    ],
  };
}

export interface DeletionOrder {
  readonly path: string;
  readonly plan: DeletionPlan;
  readonly facts: Pick<DeletionRecord, 'journal' | 'by' | 'reason' | 'retention'> & {
    readonly name: string;
    readonly id: string;
  };
  /** Where the record is kept: one that the person chose, and the list of this computer. */
  readonly records: readonly string[];
  readonly now: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Deletes a closed case: the record is written first, then every file that belongs to the case is removed, the case file
 * last, and looked for again. Throws `io` when the record cannot be written; nothing is removed then.
 */
export async function deleteCase(order: DeletionOrder): Promise<DeletionRecord> {
  const { path, facts, now } = order;
  // What the closing of the case folded in is gone by now.
  const { owned } = filesOf(path);
  const total = owned.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const removed: DeletionRecord['removed'] = [];
  for (const file of owned) {
    const sha256 = await digestOf(file.path).catch((cause: unknown) => {
      throw caseFault(cause, { what: `${basename(file.path)} could not be read.`, safe: 'Nothing was deleted.' });
    });
    removed.push({
      file: relative(dirname(path), file.path),
      kind: file.kind,
      bytes: file.bytes,
      sha256,
      isGone: false,
    });
    order.onProgress?.((done += file.bytes), total);
  }
  const begun: DeletionRecord = {
    format: 'countersign-deletion',
    version: 1,
    state: 'begun',
    program: `${PROGRAM.name} ${PROGRAM.version}`,
    case: { name: facts.name, id: facts.id, location: path },
    journal: facts.journal,
    by: facts.by,
    at: new Date(now).toISOString(),
    host: hostname(),
    reason: facts.reason,
    retention: facts.retention,
    removed,
    left: [...order.plan.left],
    limits: [...DELETION_LIMITS],
  };
  for (const record of order.records) saveRecord(record, begun, 'Nothing was deleted.');
  let failure: unknown = null;
  try {
    await removeFiles(path);
  } catch (cause) {
    failure = cause;
  }
  const checked = owned.map((file, index) => ({ file, entry: removed[index] }));
  const after: DeletionRecord = {
    ...begun,
    removed: checked.flatMap(({ file, entry }) =>
      entry === undefined ? [] : [{ ...entry, isGone: !existsSync(file.path) }],
    ),
    state: 'begun',
  };
  const record: DeletionRecord = {
    ...after,
    state: after.removed.every(({ isGone }) => isGone) ? 'done' : 'incomplete',
  };
  for (const place of order.records)
    saveRecord(place, record, 'The case was deleted; the record that was begun before still says so.');
  if (record.state === 'incomplete')
    throw new AppError(
      'io',
      `The case could not be deleted completely: ${counted(record.removed.filter(({ isGone }) => !isGone).length, 'file is', 'files are')} still there. The record names them. Mend what holds them and remove them by hand.`,
      { cause: failure },
    );
  return record;
}

/** Both forms of the record: for programs, and beside it for people. */
export function saveRecord(path: string, record: DeletionRecord, consequence: string): void {
  saveWhole(path, Buffer.from(`${JSON.stringify(record, null, 2)}\n`), 'The record of the deletion', consequence);
  saveWhole(textOf(path), Buffer.from(deletionText(record)), 'The record of the deletion', consequence);
}

/** Where the readable form of a record lies. */
export function textOf(path: string): string {
  return `${path.endsWith('.json') ? path.slice(0, -'.json'.length) : path}.txt`;
}
