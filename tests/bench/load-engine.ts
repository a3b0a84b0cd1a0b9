import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import type { derive } from '../../electron/engine/derive/derive.ts';
import type { createEngine } from '../../electron/engine/engine.ts';
import type { createFileRegistry } from '../../electron/engine/lib/files.ts';
import type { silentLogger } from '../../electron/engine/lib/log.ts';
import { projectRoot, stateFolder } from '../../electron/runtime/paths.mjs';

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
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      rolldownOptions: {
        input: Object.fromEntries(
          [...ENTRIES, WORKER].map((name) => [name, join(projectRoot, 'electron/engine', `${name}.ts`)]),
        ),
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  const load = (name: (typeof ENTRIES)[number]): Promise<unknown> =>
    import(pathToFileURL(join(outDir, `${name}.js`)).href);
  const parts = await Promise.all(ENTRIES.map(load));
  rmSync(outDir, { recursive: true });
  // The modules just built, with the exports their sources have.
  return Object.assign({}, ...parts) as EngineModules;
}
