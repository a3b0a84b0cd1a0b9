import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../../electron/runtime/paths.mjs';

/** Names the file of the child to the processes of the tests. */
const CHILD = 'COUNTERSIGN_KILL_CHILD';

/** Where the child lies. */
export function childFile(): string {
  return process.env[CHILD] ?? '';
}

/**
 * Bundles the child that is killed, with the engine of the product in it and its thread beside it: inside the checkout, where
 * its native package is found, in a folder of this run. Answers what to call at the end.
 */
export default async function buildChild(): Promise<() => void> {
  const results = join(projectRoot, 'test-results');
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'kill-'));
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: {
        input: {
          child: join(projectRoot, 'tests/kill/child.ts'),
          'evidence-worker': join(projectRoot, 'electron/engine/evidence-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  process.env[CHILD] = join(folder, 'child.js');
  return () => rmSync(folder, { recursive: true, force: true });
}
