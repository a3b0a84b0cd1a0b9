import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobFinished } from '../../shared/contract/jobs.ts';
import { projectRoot } from '../../electron/runtime/paths.mjs';
import type { Engine } from '../../electron/engine/engine.ts';
import type { EngineModules } from './load-engine.ts';

export interface BenchEngine {
  readonly engine: Engine;
  /** Begins to import a file; answers the job's number. */
  readonly startImport: (path: string, format: string) => Promise<number>;
  /** Waits for a job; throws when a file of it failed. */
  readonly finish: (jobId: number) => Promise<void>;
  readonly importFile: (path: string, format: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The file of the case in that folder. */
export const BENCH_CASE = 'bench.countersign';

/** The engine with a new, empty case, in a folder of its own; with a passphrase a protected one. */
export async function openBenchCase(
  { createEngine, createFileRegistry, silentLog }: EngineModules,
  folder: string,
  passphrase?: string,
): Promise<BenchEngine> {
  mkdirSync(folder, { recursive: true });
  const files = createFileRegistry();
  const engine = createEngine({
    dataFolder: join(folder, 'data'),
    resourcesFolder: join(projectRoot, 'resources'),
    files,
    log: silentLog(),
    now: Date.now,
    print: null,
    emit: () => {},
  });
  const call = engine.handlers;
  const details = { name: 'Bench', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'B' };
  const place = { saveToken: files.register(join(folder, BENCH_CASE)), details };
  await call['workspace.create'](passphrase === undefined ? place : { ...place, passphrase }, {});
  const startImport = async (path: string, format: string): Promise<number> => {
    const token = files.register(path);
    const [system, tenant, extractedBy, method] = ['Bench', 'bench', 'bench', 'made'];
    const order = {
      token,
      format,
      mapping: null,
      system,
      tenant,
      extractedBy,
      method,
      keepCopy: false,
      completeness: 'whole' as const,
    };
    return (await call['imports.run']({ orders: [{ ...order, asOf: '2026-10-01T06:00:00Z' }] }, {})).jobId;
  };
  const finish = async (jobId: number): Promise<void> => {
    let result: JobFinished | null = null;
    while ((result = await call['jobs.result']({ jobId }, {})) === null) await sleep(5);
    if (result.outcome !== 'done' || result.failures.length > 0)
      throw new Error(`import failed: ${result.message ?? result.failures[0]?.message ?? ''}`);
  };
  return {
    engine,
    startImport,
    finish,
    importFile: async (path, format) => finish(await startImport(path, format)),
    close: () => engine.close(),
  };
}
