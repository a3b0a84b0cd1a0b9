/// <reference lib="dom" />
// Run by Electron with the folder of a build, a folder for code, a case and a data folder: starts the built app once, up to the
// inventory of the case, and writes what V8 made of the files of main and the engine on the way. Only Electron's own processes
// will do: V8 takes no code that was made under other flags.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, utilityProcess } from 'electron';

const [built = '', code = '', casePath = '', dataFolder = ''] = process.argv.slice(-4);
/** @type {typeof import('../../engine/lib/compiled-code.ts')} */
const { collectScripts } = createRequire(import.meta.url)(join(built, 'engine', 'compiled-code.js'));

for (const kind of ['main', 'engine']) mkdirSync(join(code, kind), { recursive: true });
process.env['COUNTERSIGN_DATA'] = dataFolder;
// The app finds on its command line what a person opened.
process.argv.splice(1, Infinity, import.meta.filename, casePath);
// Whoever builds sees no window.
BrowserWindow.prototype.show = () => undefined;
const { fork } = utilityProcess;
utilityProcess.fork = (path, _args, options) =>
  fork(join(import.meta.dirname, 'engine.cjs'), [join(code, 'engine'), path], options);
app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => {
    contents.executeJavaScript(`(${openInventory.toString()})()`).then(
      () => app.quit(),
      (error) => {
        console.error(error);
        app.exit(1);
      },
    );
  });
});
const scripts = collectScripts();
app.on('quit', () => {
  for (const [name, script] of scripts) writeFileSync(join(code, 'main', name), script.createCachedData());
});
await import(pathToFileURL(join(built, 'main', 'index.mjs')).href);

/** Runs in the page. @returns {Promise<void>} when the inventory shows its rows */
function openInventory() {
  return new Promise((resolve, reject) => {
    const given = Date.now() + 30_000;
    const look = () => {
      if (document.querySelector('[role=grid] [role=row][aria-selected]') !== null) return resolve();
      if (Date.now() > given) return reject(new Error(`no inventory: ${document.body.innerText.slice(0, 500)}`));
      const link = document.querySelector('nav a[href="#/inventory"]');
      if (link instanceof HTMLElement && !location.hash.startsWith('#/inventory')) link.click();
      setTimeout(look, 20);
    };
    look();
  });
}
