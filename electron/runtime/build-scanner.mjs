// Compiles the scanner of large files to WebAssembly and writes it as text beside its sources:
//   node electron/runtime/build-scanner.mjs
// A test compiles it again and compares, so that the binary in the repository is what its source says.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './paths.mjs';

const folder = join(projectRoot, 'electron/engine/reading/scanner');

/** @returns {Promise<string>} the module in base64; the same source gives the same text. */
export async function compileScanner() {
  // By a name the type checker does not follow: the compiler's own types replace those of Node.
  const { default: asc } = await import(String('assemblyscript/asc'));
  /** @type {Uint8Array} */
  let binary = new Uint8Array();
  /** @param {string} _name @param {Uint8Array | string} contents */
  const writeFile = (_name, contents) => {
    if (typeof contents !== 'string') binary = contents;
  };
  const options = ['--baseDir', folder, '--outFile', 'scanner.wasm', '-O3', '--noAssert', '--runtime', 'stub'];
  const { error, stderr } = await asc.main(['assembly/scanner.ts', ...options, '--enable', 'simd', '--use', 'abort='], {
    writeFile,
  });
  if (error !== null || binary.length === 0) throw new Error(`The scanner does not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = await compileScanner();
  const lines = [
    '// Made by electron/runtime/build-scanner.mjs from assembly/*.ts; do not edit.',
    '// prettier-ignore',
    `export const SCANNER_WASM = '${text}';`,
  ];
  writeFileSync(join(folder, 'scanner-wasm.ts'), `${lines.join('\n')}\n`);
  console.error(`the scanner has ${Buffer.from(text, 'base64').length} bytes`);
}
