// Stands in for Electron's own default app in a distribution that was made without one: runs the app folder named
// on the command line. The top-level await holds back `ready` until the app's main file has run.
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (named === undefined) {
  console.error('Name the folder of the app to run.');
  app.exit(64);
} else {
  const target = resolve(named);
  const isFile = statSync(target).isFile();
  const folder = isFile ? dirname(target) : target;
  Object.assign(process, { defaultApp: true });
  let main = target;
  if (!isFile) {
    const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    app.setName(description.productName ?? description.name);
    app.setVersion(description.version ?? '0.0.0');
    main = createRequire(join(folder, 'package.json')).resolve(join(folder, description.main ?? 'index.js'));
  }
  app.setAppPath(folder);
  await import(pathToFileURL(main).href);
}
