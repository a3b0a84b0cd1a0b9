// `npm run package`: everything that is handed out, in dist/.
import { exitWith } from '../setup.mjs';
import { packageIfStale } from './make.mjs';

const started = Date.now();
const say = (/** @type {string} */ message) =>
  console.error(`package: ${message} (${((Date.now() - started) / 1000).toFixed(0)} s)`);

try {
  await packageIfStale(say);
  say('dist/ is up to date');
} catch (error) {
  exitWith(error);
}
