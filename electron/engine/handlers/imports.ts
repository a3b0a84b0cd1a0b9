import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportPlan, importsContract, UnreadableFile } from '../../../shared/contract/imports.ts';
import type { JobFinished } from '../../../shared/contract/jobs.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { importRows, importSummaryById, listImports } from '../db/queries/imports.ts';
import { deriveChecks } from '../derive/checks.ts';
import { caseAsOf } from '../derive/as-of.ts';
import { derive } from '../derive/derive.ts';
import { exportRows } from '../import/export-rows.ts';
import { type FileOrder, importFilesOf, waitingFiles } from '../import/import-job.ts';
import { inspectFile } from '../import/inspect-file.ts';
import type { Job } from '../import/job-queue.ts';
import { mappingImporter } from '../import/plain-mapping.ts';
import { previewOf } from '../import/preview.ts';
import { checkProfile, columnSignature, createProfileStore } from '../import/profiles.ts';
import type { Origin } from '../import/run-import.ts';
import { guessColumns, suggestMapping } from '../import/suggest-mapping.ts';
import { tryImport } from '../import/trial.ts';
import { importerById, importers } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { expandSource } from '../reading/containers/expand.ts';
import { shownFileName } from '../reading/containers/shown-name.ts';
import { firstRowOf, withFirstRow } from '../reading/first-row.ts';
import { inspectSource } from '../reading/inspect.ts';
import { actingWith } from '../review/acting.ts';
import { appendJournal } from '../review/journal.ts';
import type { EngineContext } from './context.ts';

/** Inspecting and importing files; jobs run one after the other. */
export function importHandlers(context: EngineContext): Handlers<typeof importsContract, unknown> {
  /** Files that came out of a folder or an archive, by path. */
  const origins = new Map<string, Origin>();
  const profiles = createProfileStore(join(context.dataFolder, 'profiles'));
  const inspecting = { session: context.session, catalog: context.catalog, profiles: profiles.list };

  /** The files behind one token: the file itself, or everything in a folder or archive. */
  const inspectToken = async (token: string, signal: AbortSignal): Promise<(ImportPlan | UnreadableFile)[]> => {
    const path = context.files.resolve(token);
    const name = shownFileName(path);
    const written = statSync(path).mtime.getTime();
    const { files, problems } = await expandSource(path, await context.scratch(), {
      signal,
      onProgress: (done, total) => context.emit('inspect.progress', { done, total, label: `Unpacking ${name}` }),
    });
    const plans: (ImportPlan | UnreadableFile)[] = problems.map((problem) => ({
      token,
      fileName: problem.name,
      error: problem.sentence,
      isNotice: problem.isNotice,
    }));
    for (const [index, file] of files.entries()) {
      signal.throwIfAborted();
      const isItself = file.path === path;
      const origin: Origin | null = isItself ? null : { name: file.name, container: file.container };
      if (origin !== null) origins.set(file.path, origin);
      const fileToken = isItself ? token : context.files.register(file.path);
      if (files.length > 1)
        context.emit('inspect.progress', { done: index, total: files.length, label: `Looking at ${file.name}` });
      plans.push(await inspectOne(file.path, fileToken, origin, file.modified, written));
    }
    return plans;
  };

  const inspectOne = async (
    path: string,
    token: string,
    origin: Origin | null,
    modified: number | null,
    archiveTime: number,
  ): Promise<ImportPlan | UnreadableFile> => {
    try {
      const plan = await inspectFile(inspecting, path, token, origin);
      if (origin?.container === null || origin === null) return plan;
      // The time of an unpacked copy says nothing; the archive's own times do.
      const asOf = new Date(modified ?? archiveTime).toISOString();
      const asOfBasis = modified === null ? 'time the archive was last written' : 'time stated in the archive';
      return { ...plan, suggested: { ...plan.suggested, asOf, asOfBasis } };
    } catch (cause) {
      const fileName = origin?.name ?? shownFileName(path);
      return {
        token,
        fileName,
        error: cause instanceof AppError ? cause.message : `${fileName} cannot be read.`,
        isNotice: false,
      };
    }
  };

  return {
    'imports.inspect': async ({ tokens }, call) => {
      const plans: (ImportPlan | UnreadableFile)[] = [];
      for (const token of tokens) {
        try {
          plans.push(...(await inspectToken(token, signalOf(call))));
        } catch (cause) {
          if (signalOf(call).aborted) throw cause;
          const fileName = shownFileName(context.files.resolve(token));
          plans.push({
            token,
            fileName,
            error: cause instanceof AppError ? cause.message : `${fileName} cannot be read.`,
            isNotice: false,
          });
        }
      }
      return plans;
    },
    'imports.try': async ({ token, format, mapping, zone, dayOrder, subject }) => {
      const path = context.files.resolve(token);
      const head = await inspectSource(path);
      if (head.kind === 'nothing') throw new AppError('corrupt-input', head.sentence);
      const importer = mapping === null ? importerById(format ?? '') : mappingImporter(mapping);
      if (importer === undefined)
        throw new AppError('invalid-request', 'Choose a format, or map the columns. Nothing was read.');
      const settings = { tenant: '', asOf: context.now(), subject, zone, dayOrder };
      return tryImport(path, withFirstRow(head, mapping?.firstRow), importer, context.catalog(), settings);
    },
    'imports.columns': async ({ token, firstRow }) => {
      const found = await inspectSource(context.files.resolve(token));
      if (found.kind === 'nothing') throw new AppError('corrupt-input', found.sentence);
      const head = withFirstRow(found, firstRow ?? undefined);
      const { columns, rows } = previewOf(head);
      const guesses = guessColumns(columns, rows);
      return { firstRow: firstRowOf(head), guesses, suggested: suggestMapping(guesses, rows) };
    },
    'imports.run': ({ orders }) => {
      const { name } = actingWith(context, 'preparer');
      const kept = profiles.list();
      const resolved = orders.map(({ token, ...order }) => {
        const path = context.files.resolve(token);
        checkProfile(order, kept);
        return { ...order, path, origin: origins.get(path) ?? null };
      });
      return {
        jobId: context.jobs.enqueue('import', waitingFiles(resolved), importWork(context, resolved, name)).jobId,
      };
    },
    'imports.list': () => listImports(context.open().db),
    'imports.rows': ({ importId, outcome, offset, limit }) =>
      importRows(context.open().db, importId, outcome, offset, limit),
    'imports.stateTotal': ({ importId, total }) => {
      stateTotal(context, importId, total);
      context.changed('imports', 'journal', 'report');
      return {};
    },
    'imports.exportRows': ({ importId, saveToken }) =>
      exportRows(context.open().db, importId, context.files.resolve(saveToken)),
    'profiles.list': () => profiles.list(),
    'profiles.save': async ({ name, token, mapping, zone, dayOrder, system }) => {
      const head = await inspectSource(context.files.resolve(token));
      if (head.kind === 'nothing') throw new AppError('corrupt-input', head.sentence);
      return profiles.save({
        name,
        mapping,
        columns: columnSignature(head, mapping.firstRow),
        zone,
        dayOrder,
        system,
        author: context.session.current === null ? '' : context.actor(),
        createdAt: new Date(context.now()).toISOString(),
      });
    },
    'profiles.remove': ({ sha256 }) => {
      profiles.remove(sha256);
      return {};
    },
    'profiles.export': ({ sha256, saveToken }) => {
      profiles.exportTo(sha256, context.files.resolve(saveToken));
      return {};
    },
    'profiles.import': ({ token }) => profiles.importFrom(context.files.resolve(token)),
    'imports.formats': () => importers.map(({ id, label, platform }) => ({ id, label, platform })),
  };
}

/** What a job does that imports these files into the open case and derives anew what follows from them. */
export function importWork(
  context: EngineContext,
  orders: readonly FileOrder[],
  actor: string,
): (job: Job) => Promise<JobFinished> {
  return (job) => {
    const { db, evidenceFolder } = context.open();
    const target = { db, catalog: context.catalog(), evidenceFolder, now: context.now, actor, log: context.log };
    return importFilesOf(job, orders, target, () => {
      // An engine that is being closed has no reader for the result, and opening the case derives it anew.
      if (!context.jobs.isStopping()) derive(db, context.catalog(), context.policy());
    });
  };
}

/** The signal of a call that came over a port; calls made in this process have none. */
function signalOf(call: unknown): AbortSignal {
  const signal = typeof call === 'object' && call !== null && 'signal' in call ? call.signal : null;
  return signal instanceof AbortSignal ? signal : new AbortController().signal;
}

/** Records what the source says it has after the import, and compares anew. */
function stateTotal(context: EngineContext, importId: number, total: number | null): void {
  const { db } = context.open();
  const { name } = actingWith(context, 'preparer');
  const summary = importSummaryById(db, importId);
  if (summary === null) throw new AppError('not-found', 'That import is not in this case. Nothing was changed.');
  db.transaction(() => {
    db.prepare('UPDATE import SET stated_total = ? WHERE id = ?').run(total, importId);
    appendJournal(db, {
      at: context.now(),
      actor: name,
      type: 'total-stated',
      payload: { file: summary.file, sha256: summary.sha256, read: summary.read, before: summary.statedTotal, total },
    });
    deriveChecks(db, { policy: context.policy(), asOf: caseAsOf(db) });
  }).immediate();
}
