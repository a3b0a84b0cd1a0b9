// Starts the built app, held back until a test lets it go: when Playwright attaches at the very moment the first window
// is made, its attaching can hang for ever.
import { readFileSync } from 'node:fs';
import { app } from 'electron';

const root = new URL('../../../../', import.meta.url);
app.setVersion(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).version);
const isReady = app.whenReady();
const { promise: isLetGo, resolve } = Promise.withResolvers();
globalThis.letGo = resolve;
app.whenReady = () => isLetGo.then(() => isReady);
await import(new URL('out/main/index.mjs', root).href);
