import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../electron/runtime/paths.mjs';

/**
 * Bundles parts of the engine as the product bundles them, to be run by Node itself. `outDir` has to lie inside the checkout,
 * where the native addon is found, and must stay as long as they run: what is not needed at once is read later.
 * `entries`: the sources, from the checkout, by the names of their files without `.js`.
 */
export async function bundleEngine(outDir: string, entries: Readonly<Record<string, string>>): Promise<void> {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      target: 'node20.18',
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, source]) => [name, join(projectRoot, source)])),
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
}
