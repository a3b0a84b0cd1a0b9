import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import type { EngineDependencies } from '../../../electron/engine/handlers/context.ts';
import { createFileRegistry, type FileRegistry } from '../../../electron/engine/lib/files.ts';
import { silentLog } from '../../../electron/common/log.ts';
import type { JobFinished } from '../../../shared/contract/jobs.ts';

export const RESOURCES = join(import.meta.dirname, '../../../resources');

export interface EngineCase {
  readonly folder: string;
  readonly engine: Engine;
  readonly files: FileRegistry;
  readonly events: { readonly name: string; readonly payload: unknown }[];
  readonly dispose: () => Promise<void>;
}

/** A real engine on a folder of its own. `over`: parts of its host that a test brings. */
export function startEngine(
  folder = mkdtempSync(join(tmpdir(), 'countersign-test-')),
  over: Partial<EngineDependencies> = {},
): EngineCase {
  const files = createFileRegistry();
  const events: EngineCase['events'] = [];
  const engine = createEngine({
    dataFolder: join(folder, 'data'),
    resourcesFolder: RESOURCES,
    files,
    log: silentLog(),
    now: Date.now,
    print: null,
    emit: (name, payload) => {
      events.push({ name, payload });
    },
    ...over,
  });
  return {
    folder,
    engine,
    files,
    events,
    dispose: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const details = {
  name: 'Test case',
  client: 'Client',
  engagement: 'E-1',
  periodFrom: null,
  periodTo: null,
  reviewer: 'Rita Reviewer',
};

/** An engine with a new, empty case open. */
export async function newCase(): Promise<EngineCase> {
  const started = startEngine();
  await started.engine.handlers['workspace.create'](
    { saveToken: started.files.register(join(started.folder, 'case.countersign')), details },
    {},
  );
  return started;
}

export interface FileToImport {
  readonly path: string;
  readonly format: string;
  readonly tenant?: string;
  readonly asOf?: string;
}

/** Imports files in one job and waits for its end. */
export async function importFiles(test: EngineCase, list: readonly FileToImport[]): Promise<JobFinished> {
  const orders = list.map(({ path, format, tenant = 'tenant', asOf = '2026-10-01T06:00:00Z' }) => ({
    token: test.files.register(path),
    format,
    mapping: null,
    system: 'System',
    tenant,
    asOf,
    extractedBy: 'Erik Extractor',
    method: 'by hand',
    keepCopy: true,
    completeness: 'whole' as const,
  }));
  const { jobId } = await test.engine.handlers['imports.run']({ orders }, {});
  return waitForJob(test, jobId);
}

export async function waitForJob(test: EngineCase, jobId: number): Promise<JobFinished> {
  for (;;) {
    const result = await test.engine.handlers['jobs.result']({ jobId }, {});
    if (result !== null) return result;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
