// `npm run package`: everything that is handed out, in dist/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { buildIfStale } from '../build.mjs';
import { prepareElectron } from '../electron.mjs';
import { projectRoot } from '../paths.mjs';
import { exitWith } from '../setup.mjs';
import { readBuildInfo } from './build-info.mjs';
import { builderConfig, stagingFolder } from './builder-config.mjs';
import { stageApp } from './stage.mjs';

const started = Date.now();
const say = (/** @type {string} */ message) =>
  console.error(`package: ${message} (${((Date.now() - started) / 1000).toFixed(0)} s)`);

try {
  await buildIfStale(say);
  const info = await readBuildInfo();
  const dist = join(projectRoot, 'dist');
  await rm(dist, { recursive: true, force: true });
  say('putting the app together');
  await stageApp(join(stagingFolder, 'app'));
  await mkdir(join(stagingFolder, 'about'), { recursive: true });
  await writeFile(join(stagingFolder, 'about', 'build.json'), `${JSON.stringify(info, undefined, 2)}\n`);
  const { distribution } = await prepareElectron(say);
  await build({
    config: builderConfig(distribution, info.runtime.electron),
    projectDir: projectRoot,
    publish: 'never',
  });
  say('done');
} catch (error) {
  exitWith(error);
}
