import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { derive } from '../../electron/engine/derive/derive.ts';
import type { createEngine } from '../../electron/engine/engine.ts';
import type { createFileRegistry } from '../../electron/engine/lib/files.ts';
import type { silentLogger } from '../../electron/engine/lib/log.ts';
import { stateFolder } from '../../electron/runtime/paths.mjs';
import { bundleEngine } from '../engine-bundle.ts';

const ENTRIES = ['engine', 'lib/files', 'lib/log', 'derive/derive'] as const;
/** Runs in a thread of its own, from a file. */
const WORKER = 'evidence-worker';

export interface EngineModules {
  readonly createEngine: typeof createEngine;
  readonly createFileRegistry: typeof createFileRegistry;
  readonly silentLogger: typeof silentLogger;
  readonly derive: typeof derive;
}

/** The engine bundled as the product bundles it, to be called in this process. It lies where its packages are found. */
export async function loadEngine(): Promise<EngineModules> {
  const outDir = mkdtempSync(join(stateFolder, 'bench-'));
  // Its parts are read when they are asked for: the folder goes when this process does.
  process.once('exit', () => rmSync(outDir, { recursive: true }));
  await bundleEngine(
    outDir,
    Object.fromEntries([...ENTRIES, WORKER].map((name) => [name, `electron/engine/${name}.ts`])),
  );
  const load = (name: (typeof ENTRIES)[number]): Promise<unknown> =>
    import(pathToFileURL(join(outDir, `${name}.js`)).href);
  const parts = await Promise.all(ENTRIES.map(load));
  // The modules just built, with the exports their sources have.
  return Object.assign({}, ...parts) as EngineModules;
}
