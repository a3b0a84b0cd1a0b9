import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { derive } from '../../electron/engine/derive/derive.ts';
import type { createEngine } from '../../electron/engine/engine.ts';
import type { createFileRegistry } from '../../electron/engine/lib/files.ts';
import type { silentLog } from '../../electron/common/log.ts';
import { stateFolder } from '../../electron/runtime/paths.mjs';
import { bundleEngine } from '../engine-bundle.ts';

const ENTRIES = {
  engine: 'electron/engine/engine.ts',
  files: 'electron/engine/lib/files.ts',
  log: 'electron/common/log.ts',
  derive: 'electron/engine/derive/derive.ts',
} as const;
/** Runs in a thread of its own, from a file. */
const WORKER = { 'evidence-worker': 'electron/engine/evidence-worker.ts' };

export interface EngineModules {
  readonly createEngine: typeof createEngine;
  readonly createFileRegistry: typeof createFileRegistry;
  readonly silentLog: typeof silentLog;
  readonly derive: typeof derive;
}

/** The engine bundled as the product bundles it, to be called in this process. It lies where its packages are found. */
export async function loadEngine(): Promise<EngineModules> {
  const outDir = mkdtempSync(join(stateFolder, 'bench-'));
  // Its parts are read when they are asked for: the folder goes when this process does.
  process.once('exit', () => rmSync(outDir, { recursive: true }));
  await bundleEngine(outDir, { ...ENTRIES, ...WORKER });
  const load = (name: string): Promise<unknown> => import(pathToFileURL(join(outDir, `${name}.js`)).href);
  const parts = await Promise.all(Object.keys(ENTRIES).map(load));
  // The modules just built, with the exports their sources have.
  return Object.assign({}, ...parts) as EngineModules;
}
