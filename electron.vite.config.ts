import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin, Rolldown } from 'vite';
import { digestOfSources } from './electron/runtime/build.mjs';
import { bundledPackages } from './electron/runtime/package/bundled-packages.mjs';
import { startChunk } from './electron/runtime/start-chunk.mjs';

/** Only packages with a native part stay outside: the rest is bundled, so that what ships is what was tested. */
const external = ['better-sqlite3', 'koffi'];
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object }; // our own file
const bundled = Object.keys(dependencies).filter((name) => !external.includes(name));

/** The engine as the window waits for it. Main, and processes that do one thing, read only what they need. */
const start = startChunk('/electron/engine/host.ts', [
  '/electron/main/index.ts',
  '/electron/engine/evidence-worker.ts',
  '/electron/engine/card-process.ts',
]);

/**
 * Files of the windows: what one window alone needs before its first screen is one file, and what all need another. Each file
 * is asked of the main process, and that costs the start more than to read a few lines too many.
 */
function startFiles(...entries: readonly string[]): (id: string, context: Rolldown.ChunkingContext) => string | null {
  let starts: Set<string>[] | null = null;
  return (id, context) => {
    starts ??= entries.map((entry) => staticImports(entry, context));
    const [first, ...others] = starts;
    if (first?.has(id) !== true) return null;
    return others.some((other) => other.has(id)) ? 'common' : 'start';
  };
}

function staticImports(entry: string, context: Rolldown.ChunkingContext): Set<string> {
  const found = new Set([entry]);
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/**
 * The page is shown in one language (`EnglishLocale`): React Aria comes without its texts in others, and without finding out
 * which one the system has, for which Chromium would read the tables of all languages before the first screen.
 */
function englishOnly(): Plugin {
  const otherLanguage = /[\\/]intl[\\/](?:[a-z]+[\\/])?(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/;
  const ofTheSystem = /[\\/]react-aria[\\/]dist[\\/]private[\\/]i18n[\\/]useDefaultLocale\.mjs$/;
  const direction = /[\\/]react-aria[\\/]dist[\\/]private[\\/]i18n[\\/]utils\.mjs$/;
  return {
    name: 'english-only',
    enforce: 'pre',
    load: {
      filter: { id: [otherLanguage, ofTheSystem, direction] },
      handler: (id) =>
        ofTheSystem.test(id)
          ? `const english = { locale: 'en-US', direction: 'ltr' };
             export const getDefaultLocale = () => english;
             export const useDefaultLocale = () => english;`
          : direction.test(id)
            ? 'export const isRTL = () => false;'
            : 'export default {};',
    },
  };
}

/** Main and engine side by side, in folders of their own. The engine's entries run in Electron and in plain Node. */
export default defineConfig({
  main: {
    plugins: [bundledPackages('main'), start.plugin],
    define: { BUILT_FROM: JSON.stringify(digestOfSources()) },
    // Its build for Node declares a name that electron-vite declares as well; what is used of it is the same in both.
    resolve: { alias: { fflate: 'fflate/browser' } },
    build: {
      outDir: 'out',
      emptyOutDir: false,
      target: 'node20.18',
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        external,
        input: {
          'main/index': 'electron/main/index.ts',
          'engine/host': 'electron/engine/host.ts',
          'engine/cli': 'electron/engine/cli.ts',
          'engine/evidence-worker': 'electron/engine/evidence-worker.ts',
          'engine/card-process': 'electron/engine/card-process.ts',
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'engine/chunks/[name]-[hash].js',
          codeSplitting: {
            groups: [{ name: 'start', test: start.test }],
            includeDependenciesRecursively: false,
          },
        },
      },
    },
  },
  preload: {
    plugins: [bundledPackages('preload')],
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'electron/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), englishOnly(), bundledPackages('renderer')],
    build: {
      outDir: 'out/renderer',
      target: 'chrome130',
      // Less to read before the first screen.
      minify: true,
      // The content security policy loads fonts and pictures from files, not from data addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: resolve('renderer/index.html'), print: resolve('renderer/print.html') },
        output: {
          codeSplitting: {
            groups: [
              { debugName: 'start', name: startFiles(resolve('renderer/main.tsx'), resolve('renderer/print.tsx')) },
            ],
          },
        },
      },
    },
  },
});
