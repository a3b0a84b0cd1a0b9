import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../../electron/runtime/paths.mjs';

const folder = join(projectRoot, 'test-results', 'kill');

/** Where the child lies: inside the checkout, where its native package is found. */
export const childFile = join(folder, 'child.js');

/** Bundles the child that is killed, with the engine of the product in it and its thread beside it. */
export default async function buildChild(): Promise<void> {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
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
}
