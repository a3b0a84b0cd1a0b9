import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportPlan, importsContract, UnreadableFile } from '../../../shared/contract/imports.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { importRows, importSummaryById, listImports } from '../db/queries/imports.ts';
import { deriveChecks } from '../derive/checks.ts';
import { caseAsOf, derive } from '../derive/derive.ts';
import { exportRows } from '../import/export-rows.ts';
import { type FileOrder, importFilesOf, waitingFiles } from '../import/import-job.ts';
import { inspectFile } from '../import/inspect-file.ts';
import { createJobQueue, type Job } from '../import/job-queue.ts';
import { mappingImporter } from '../import/plain-mapping.ts';
import { previewOf } from '../import/preview.ts';
import { checkProfile, columnSignature, createProfileStore } from '../import/profiles.ts';
import type { Origin } from '../import/run-import.ts';
import { guessColumns, suggestMapping } from '../import/suggest-mapping.ts';
import { tryImport } from '../import/trial.ts';
import { importerById, importers } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { expandSource } from '../reading/containers/expand.ts';
import { createScratch, removeScratch, sweepScratch } from '../reading/containers/scratch.ts';
import { shownFileName } from '../reading/containers/shown-name.ts';
import { firstRowOf, withFirstRow } from '../reading/first-row.ts';
import { inspectSource } from '../reading/inspect.ts';
import { actingWith } from '../review/acting.ts';
import { appendJournal } from '../review/journal.ts';
import type { EngineContext } from './context.ts';
import { readSampleManifest } from './workspace.ts';

export interface ImportRunner {
  readonly handlers: Handlers<typeof importsContract, unknown>;
  /** Imports the sample's files into the open case and waits for the end. */
  readonly importSample: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Inspecting and importing files; jobs run one after the other. */
export function importHandlers(context: EngineContext): ImportRunner {
  let isStopping = false;
  let scratch: Promise<string> | null = null;
  /** Files that came out of a folder or an archive, by path. */
  const origins = new Map<string, Origin>();
  const queue = createJobQueue({
    log: context.log,
    onProgress: (progress) => context.emit('job.progress', progress),
    onBusy: (isBusy) => {
      context.session.isImporting = isBusy;
    },
    onFinished: (finished) => {
      context.emit('job.finished', finished);
      context.changed('workspace', 'imports', 'inventory', 'review', 'journal', 'report');
    },
  });

  const profiles = createProfileStore(join(context.dataFolder, 'profiles'));
  const inspecting = { session: context.session, catalog: context.catalog, profiles: profiles.list };

  // What a run that was killed has unpacked holds evidence: it goes when the next one starts, not at its first archive.
  const swept = sweepScratch(join(context.dataFolder, 'scratch'));
  const scratchFolder = (): Promise<string> => {
    scratch ??= swept.then(() => createScratch(join(context.dataFolder, 'scratch')));
    return scratch;
  };

  const work = (orders: readonly FileOrder[], actor: string) => (job: Job) => {
    const { db, evidenceFolder } = context.open();
    return importFilesOf(
      job,
      orders,
      {
        db,
        catalog: context.catalog(),
        evidenceFolder,
        now: context.now,
        actor,
        log: context.log,
      },
      () => {
        // An engine that is being closed has no reader for the result, and opening the case derives it anew.
        if (!isStopping) derive(db, context.catalog(), context.policy());
      },
    );
  };

  /** The files behind one token: the file itself, or everything in a folder or archive. */
  const inspectToken = async (token: string, signal: AbortSignal): Promise<(ImportPlan | UnreadableFile)[]> => {
    const path = context.files.resolve(token);
    const name = shownFileName(path);
    const written = statSync(path).mtime.getTime();
    const { files, problems } = await expandSource(path, await scratchFolder(), {
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

  const handlers: ImportRunner['handlers'] = {
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
      return { jobId: queue.enqueue('import', waitingFiles(resolved), work(resolved, name)).jobId };
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
    'jobs.cancel': ({ jobId }) => {
      queue.cancel(jobId);
      return {};
    },
    'jobs.running': () => queue.running(),
    'jobs.files': ({ jobId }) => [...queue.files(jobId)],
    'jobs.result': ({ jobId }) => queue.result(jobId),
  };

  return {
    handlers,
    importSample: async () => {
      const manifest = readSampleManifest(context);
      const folder = join(context.resourcesFolder, 'sample');
      const orders: FileOrder[] = manifest.files.map((file) => ({
        path: join(folder, file.path),
        origin: null,
        format: SAMPLE_FORMATS.get(file.kind) ?? file.kind,
        mapping: null,
        system: importerById(SAMPLE_FORMATS.get(file.kind) ?? file.kind)?.system ?? file.system,
        tenant: file.tenant,
        asOf: file.asOf,
        extractedBy: file.extractedBy,
        method: file.method,
        keepCopy: true,
      }));
      const result = await queue.enqueue('sample', waitingFiles(orders), work(orders, context.actor())).done;
      if (result.outcome !== 'done' || result.failures.length > 0)
        throw new AppError(
          'internal',
          `The sample case could not be imported: ${result.failures[0]?.message ?? result.message ?? 'unknown fault'}`,
        );
    },
    stop: async () => {
      isStopping = true;
      await queue.stop();
      await swept;
      if (scratch !== null) await removeScratch(await scratch);
    },
  };
}

/** The signal of a call that came over a port; calls made in this process have none. */
function signalOf(call: unknown): AbortSignal {
  const signal = typeof call === 'object' && call !== null && 'signal' in call ? call.signal : null;
  return signal instanceof AbortSignal ? signal : new AbortController().signal;
}

const SAMPLE_FORMATS: ReadonlyMap<string, string> = new Map([
  ['people', 'register.people'],
  ['owners', 'register.owners'],
]);

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
