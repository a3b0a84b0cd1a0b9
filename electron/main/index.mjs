// The first file that Electron reads. It is a module because only a module can keep Electron waiting, see `runProgram`.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** @type {typeof import('../engine/lib/compiled-code.ts')} */
const { useCompiledCode } = require('../engine/compiled-code.js');
const code = useCompiledCode('main');
/** @type {typeof import('./program.ts')} */
const { runProgram } = require('./program.js');
const exitCode = runProgram(code);
// Electron becomes ready only after this file has run.
if (exitCode !== null) process.exit(await exitCode);
