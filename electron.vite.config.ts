import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { digestOfSources } from './electron/runtime/build.mjs';
import { bundledPackages } from './electron/runtime/package/bundled-packages.mjs';
import { startFiles } from './electron/runtime/start-files.mjs';

/** Only a package that looks for its native part by itself stays outside: the rest is bundled, so that what ships is what was tested. */
const external = ['koffi'];
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object }; // our own file
const bundled = Object.keys(dependencies).filter((name) => !external.includes(name));

/** The engine as the window waits for it. Main, and threads that do one thing, read only what they need. */
const engineFiles = startFiles(resolve('electron/engine/desktop.ts'), {
  others: [
    {
      entries: ['engine/evidence-worker', 'engine/lib/compiled-code', 'common/log'].map((name) =>
        resolve(`electron/${name}.ts`),
      ),
      file: null,
    },
    {
      entries: ['main/program', 'main/open-desktop', 'engine/host', 'engine/card-process'].map((name) =>
        resolve(`electron/${name}.ts`),
      ),
      file: 'common',
    },
  ],
  // The command line reads the file as well.
  isEntryInside: false,
});

/** The window, and the one that reports are printed from. Each file is asked of the main process, which costs the start. */
const pageFiles = startFiles(resolve('renderer/main.tsx'), {
  others: [{ entries: [resolve('renderer/print.tsx')], file: 'common' }],
  isEntryInside: true,
});

/** Of a file of the build that belongs to main alone. */
const ofMain = /[\\/]electron[\\/]main[\\/]/;

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

/** Files of main and the engine in ASCII: one letter beyond it, and reading a file costs several times as much and holds two bytes for each. */
function asAscii(): Plugin {
  return {
    name: 'as-ascii',
    generateBundle(_options, bundle) {
      // Written so, a letter means the same in texts, templates and patterns, unless a text is taken as it is written.
      const asWritten = /\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/;
      const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') {
          const exact = asWritten.exec(file.code);
          if (exact !== null) this.error(`${file.fileName} holds “${exact[0]}”, which cannot be written in ASCII.`);
          file.code = file.code.replace(/[^\0-\x7f]/g, escaped);
        }
    },
  };
}

/** Nothing is drawn before the page's own code has run: until then there is nothing to see, and to draw that costs a start as much. */
function drawnByScripts(): Plugin {
  return {
    name: 'drawn-by-scripts',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

/** What the files of main and the engine need beside them: V8 takes compiled code for scripts, not for modules. */
function asCommonJs(): Plugin {
  return {
    name: 'as-common-js',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
      this.emitFile({ type: 'asset', fileName: 'main/index.mjs', source: readFileSync('electron/main/index.mjs') });
    },
  };
}

/** Main and engine side by side, in folders of their own. The engine's entries run in Electron and in plain Node. */
export default defineConfig(({ command }) => ({
  main: {
    plugins: [asCommonJs(), asAscii(), bundledPackages('main')],
    // Not where the sources change under a program that is built again and again.
    define: command === 'build' ? { BUILT_FROM: JSON.stringify(digestOfSources()) } : {},
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
          'main/program': 'electron/main/program.ts',
          'engine/compiled-code': 'electron/engine/lib/compiled-code.ts',
          'engine/host': 'electron/engine/host.ts',
          'engine/cli': 'electron/engine/cli.ts',
          'engine/evidence-worker': 'electron/engine/evidence-worker.ts',
          'engine/card-process': 'electron/engine/card-process.ts',
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].js',
          chunkFileNames: ({ moduleIds }) =>
            `${moduleIds.some((id) => ofMain.test(id)) ? 'main' : 'engine'}/chunks/[name]-[hash].js`,
          codeSplitting: {
            groups: [{ debugName: 'start', name: engineFiles }],
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
    plugins: [react(), englishOnly(), drawnByScripts(), bundledPackages('renderer')],
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
          codeSplitting: { groups: [{ debugName: 'start', name: pageFiles }] },
        },
      },
    },
  },
}));
