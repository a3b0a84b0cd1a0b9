import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  ImportOrder,
  ImportPlan,
  importsContract,
  ImportSummary,
  JobFinished,
  JobProgress,
} from '../../../shared/contract/imports.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { findImportByDigest, importRows, listImports } from '../db/queries/imports.ts';
import { derive } from '../derive/derive.ts';
import { suggestMapping } from '../import/plain-mapping.ts';
import { runImport } from '../import/run-import.ts';
import { type Candidate, importerById, importers, recognize } from '../importers/index.ts';
import type { Importer } from '../importers/importer.ts';
import { AppError } from '../lib/errors.ts';
import { redactSecrets } from '../lib/redact.ts';
import { storeEvidence } from '../reading/evidence-copy.ts';
import { inspectSource } from '../reading/inspect.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { countRecords, previewOf } from '../import/preview.ts';
import type { EngineContext } from './context.ts';
import { readSampleManifest } from './workspace.ts';

const PROGRESS_EVERY = 200;
/** Above this confidence, and clear of the second best, a format is taken without asking. */
export const SURE = 0.6;
const CLEAR_OF_SECOND = 0.05;

interface Job {
  readonly id: number;
  readonly abort: AbortController;
  progress: JobProgress;
}

export interface ImportRunner {
  readonly handlers: Handlers<typeof importsContract, unknown>;
  /** Imports the sample's files into the open case and waits for the end. */
  readonly importSample: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Inspecting and importing files; one import job at a time. */
export function importHandlers(context: EngineContext): ImportRunner {
  let running: { job: Job; done: Promise<void> } | null = null;
  let nextId = 1;
  let isStopping = false;
  const results = new Map<number, JobFinished>();

  const start = (
    kind: 'import' | 'sample',
    work: (job: Job) => Promise<JobFinished>,
  ): { jobId: number; done: Promise<void> } => {
    if (running !== null) throw new AppError('conflict', 'Another import is running. Wait for it or cancel it first.');
    const job: Job = {
      id: nextId,
      abort: new AbortController(),
      progress: { jobId: nextId, kind, label: 'Starting', done: 0, total: 1, note: '', fileIndex: 0, fileCount: 0 },
    };
    nextId += 1;
    const done = work(job)
      .catch((cause: unknown): JobFinished => {
        context.log.error({ err: cause }, 'an import job failed');
        return {
          jobId: job.id,
          kind,
          outcome: 'failed',
          message:
            cause instanceof AppError
              ? cause.message
              : 'The import failed unexpectedly. Files that were finished before stay imported; the others left nothing behind. Try again; if it happens again, report it together with the log.',
          imports: [],
          failures: [],
        };
      })
      .then((finished) => {
        running = null;
        context.session.isImporting = false;
        results.set(job.id, finished);
        context.emit('job.finished', finished);
        context.changed('workspace', 'imports', 'inventory', 'review', 'journal', 'report');
      });
    running = { job, done };
    context.session.isImporting = true;
    return { jobId: job.id, done };
  };

  const importAll = async (
    job: Job,
    kind: 'import' | 'sample',
    orders: readonly (Omit<ImportOrder, 'token'> & { path: string })[],
  ): Promise<JobFinished> => {
    const { db, evidenceFolder } = context.open();
    const imports: ImportSummary[] = [];
    const failures: { file: string; message: string }[] = [];
    let lastSent = 0;
    for (const [index, { path, ...order }] of orders.entries()) {
      const file = basename(path);
      try {
        const summary = await runImport(
          {
            db,
            catalog: context.catalog(),
            evidenceFolder,
            now: context.now,
            actor: context.actor(),
            signal: job.abort.signal,
            onProgress: (done, total, note) => {
              job.progress = {
                jobId: job.id,
                kind,
                label: file,
                done,
                total,
                note,
                fileIndex: index,
                fileCount: orders.length,
              };
              const now = performance.now();
              if (now - lastSent < PROGRESS_EVERY) return;
              lastSent = now;
              context.emit('job.progress', job.progress);
            },
          },
          path,
          order,
        );
        imports.push(summary);
      } catch (cause) {
        if (job.abort.signal.aborted) break;
        context.log.error({ file, cause: cause instanceof Error ? cause.stack : String(cause) }, 'import failed');
        failures.push({
          file,
          message:
            cause instanceof AppError
              ? cause.message
              : `${file} could not be imported because of an unexpected fault. The case is as it was before this file.`,
        });
      }
    }
    job.progress = { ...job.progress, label: 'Comparing scopes with use', done: 1, total: 1, note: '' };
    context.emit('job.progress', job.progress);
    await nextTurn();
    // An engine that is being closed has no reader for the result, and opening the case derives it anew.
    if (!isStopping) derive(db, context.catalog(), context.policy);
    const wasCancelled = job.abort.signal.aborted;
    return {
      jobId: job.id,
      kind,
      outcome: wasCancelled ? 'cancelled' : failures.length > 0 && imports.length === 0 ? 'failed' : 'done',
      message: wasCancelled ? 'Cancelled. Files that were finished before stay imported.' : null,
      imports,
      failures,
    };
  };

  const handlers: ImportRunner['handlers'] = {
    'imports.inspect': async ({ tokens }) => {
      const plans: (ImportPlan | { token: string; fileName: string; error: string })[] = [];
      for (const token of tokens) {
        const path = context.files.resolve(token);
        try {
          plans.push(await inspectFile(context, path, token));
        } catch (cause) {
          plans.push({
            token,
            fileName: basename(path),
            error: cause instanceof AppError ? cause.message : `${basename(path)} cannot be read.`,
          });
        }
      }
      return plans;
    },
    'imports.run': ({ orders }) => {
      context.open();
      const resolved = orders.map(({ token, ...order }) => ({ ...order, path: context.files.resolve(token) }));
      return { jobId: start('import', (job) => importAll(job, 'import', resolved)).jobId };
    },
    'imports.list': () => listImports(context.open().db),
    'imports.rows': ({ importId, outcome, offset, limit }) =>
      importRows(context.open().db, importId, outcome, offset, limit),
    'imports.formats': () => importers.map(({ id, label, platform }) => ({ id, label, platform })),
    'jobs.cancel': ({ jobId }) => {
      if (running?.job.id === jobId) running.job.abort.abort();
      return {};
    },
    'jobs.running': () => running?.job.progress ?? null,
    'jobs.result': ({ jobId }) => results.get(jobId) ?? null,
  };

  return {
    handlers,
    importSample: async () => {
      const manifest = readSampleManifest(context);
      const folder = join(context.resourcesFolder, 'sample');
      const orders = manifest.files.map((file) => ({
        path: join(folder, file.path),
        format: SAMPLE_FORMATS.get(file.kind) ?? file.kind,
        mapping: null,
        system: importerById(SAMPLE_FORMATS.get(file.kind) ?? file.kind)?.system ?? file.system,
        tenant: file.tenant,
        asOf: file.asOf,
        extractedBy: file.extractedBy,
        method: file.method,
        keepCopy: true,
      }));
      const { jobId, done } = start('sample', (job) => importAll(job, 'sample', orders));
      await done;
      const result = results.get(jobId);
      if (result?.outcome !== 'done' || result.failures.length > 0)
        throw new AppError(
          'internal',
          `The sample case could not be imported: ${result?.failures[0]?.message ?? result?.message ?? 'unknown fault'}`,
        );
    },
    stop: async () => {
      isStopping = true;
      running?.job.abort.abort();
      await running?.done;
    },
  };
}

const SAMPLE_FORMATS: ReadonlyMap<string, string> = new Map([
  ['people', 'register.people'],
  ['owners', 'register.owners'],
]);

export interface FileIdentity {
  readonly head: CsvHead | JsonHead;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** The format that is taken without asking, or null when none is certain; `reason` says why. */
  readonly format: Importer | null;
  readonly reason: string;
}

/** What format a file has, told by its first records alone. Throws an `AppError` for a file that holds nothing to read. */
export async function identifyFile(path: string): Promise<FileIdentity> {
  const head = await inspectSource(path);
  if (head.kind === 'nothing') throw new AppError('corrupt-input', head.sentence);
  const candidates = recognize(head);
  const [best, second] = candidates;
  if (best === undefined) {
    const reason =
      'No known format fits the columns of this file. Map its columns, or check that it is the right export.';
    return { head, candidates, format: null, reason };
  }
  if (best.score >= SURE && best.score - (second?.score ?? 0) >= CLEAR_OF_SECOND)
    return { head, candidates, format: best.importer, reason: `Recognized: ${best.reason}` };
  const names = candidates.slice(0, 2).map((candidate) => `${candidate.importer.label} (${candidate.reason})`);
  return { head, candidates, format: null, reason: `Not certain: ${names.join(' or ')}` };
}

/** What a file is and how it would be read. Throws an `AppError` with a sentence for a file that holds nothing to read. */
export async function inspectFile(
  context: Pick<EngineContext, 'session'>,
  path: string,
  token: string,
): Promise<ImportPlan> {
  const fileName = basename(path);
  const { head, candidates, format, reason } = await identifyFile(path);
  const [best] = candidates;
  const { sha256 } = await storeEvidence(path, null);
  const columns = head.kind === 'csv' ? [...head.header] : previewOf(head).columns;
  const earlier = context.session.current === null ? null : findImportByDigest(context.session.current.db, sha256);
  const counted = await countRecords(path, head);
  return {
    token,
    fileName,
    sha256,
    bytes: statSync(path).size,
    encoding: head.encoding,
    shape:
      head.kind === 'csv'
        ? `CSV, ${DELIMITERS.get(head.delimiter) ?? 'separated'}`
        : `JSON, ${SHAPES[head.shape]}${head.wrapperKey === null ? '' : ` "${head.wrapperKey}"`}`,
    format: format?.id ?? null,
    formatLabel: format?.label ?? null,
    platform: format?.platform ?? null,
    confidence: best?.score ?? 0,
    reason,
    alternatives: candidates.slice(0, 5).map((candidate) => ({
      format: candidate.importer.id,
      label: candidate.importer.label,
      confidence: candidate.score,
      reason: candidate.reason,
    })),
    records: counted.records,
    recordsExact: counted.isExact,
    columns,
    preview: previewOf(head).rows.map((row) => row.map((cell) => redactSecrets(cell).text.slice(0, 200))),
    suggestedMapping: format === null ? suggestMapping(columns) : null,
    alreadyImported: earlier === null ? null : { importId: earlier.importId, at: earlier.importedAt },
    warnings: [...head.warnings],
    suggested: {
      tenant: null,
      asOf: statSync(path).mtime.toISOString(),
      asOfBasis: 'time the file was last written',
      system: best?.importer.system ?? null,
    },
  };
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  [',', 'comma separated'],
  [';', 'semicolon separated'],
  ['\t', 'tab separated'],
  ['|', 'bar separated'],
]);
const SHAPES = {
  array: 'list',
  wrapper: 'list under',
  ndjson: 'one record a line',
  documents: 'several documents',
  object: 'one record',
} as const;
