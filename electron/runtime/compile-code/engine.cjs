// The engine of the start in `main.mjs`: with the folder for the code and the file of the engine as its arguments.
const { writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const [code = '', enginePath = ''] = process.argv.slice(2);
/** @type {typeof import('../../engine/lib/compiled-code.ts')} */
const { collectScripts } = require(join(dirname(enginePath), 'compiled-code.js'));
const scripts = collectScripts();
process.on('exit', () => {
  for (const [name, script] of scripts) writeFileSync(join(code, name), script.createCachedData());
});
require(enginePath);
