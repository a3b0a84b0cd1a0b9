import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { constants, Script } from 'node:vm';
import { builtFrom } from './built-from.ts';

/** How many files came with their compiled code so far, and of how many V8 refused it: it was made by another version. */
export interface CompiledCode {
  readonly used: number;
  readonly refused: number;
}

/** The folder of the build. */
const built = dirname(import.meta.dirname);

/**
 * From now on, files of the build are read together with the code that V8 made of them in a start right after the build
 * (`out/code`, for each kind of process what it runs): to compile a program anew at every start takes longer than to run it up to
 * its first screen. What has no such code, or code that V8 refuses, is compiled as ever. Only in a build: under `npm run dev`
 * files change beneath their code, and V8 itself compares no more than the length.
 */
export function useCompiledCode(kind: 'main' | 'engine'): CompiledCode {
  const count = { used: 0, refused: 0 };
  const folder = join(built, 'code', kind);
  if (builtFrom !== null)
    readFiles((file) => {
      const cachedData = codeIn(join(folder, basename(file)));
      if (cachedData === null) return null;
      const script = scriptOf(file, { filename: file, cachedData });
      count[script.cachedDataRejected === true ? 'refused' : 'used'] += 1;
      return script;
    });
  return count;
}

/** For the build: the scripts that are read from now on. Their code, made when they have run, holds what a start needs. */
export function collectScripts(): ReadonlyMap<string, Script> {
  const scripts = new Map<string, Script>();
  readFiles((file) => {
    // The code holds this name, and with a part of a path the whole of it: nothing of whoever builds. The app gives the true one.
    const script = scriptOf(file, { filename: 'built.js' });
    scripts.set(basename(file), script);
    return script;
  });
  return scripts;
}

/** Reads the files of the build as these scripts; where there is none, as files were read before. */
function readFiles(scriptFor: (file: string) => Script | null): void {
  const extensions = createRequire(import.meta.url).extensions;
  const before = extensions['.js'];
  extensions['.js'] = (module, file) => {
    const script = file.startsWith(built + sep) ? scriptFor(file) : null;
    if (script === null) return void before?.(module, file);
    const run = script.runInThisContext() as CommonJsFunction; // what `Module.wrap` makes of a file
    run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  };
}

function scriptOf(file: string, options: { readonly filename: string; readonly cachedData?: Buffer }): Script {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  return new Script(Module.wrap(readFileSync(file, 'utf8')), { ...options, importModuleDynamically });
}

type CommonJsFunction = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  file: string,
  folder: string,
) => void;

function codeIn(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null; // not every file has one
  }
}
