import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { builtFrom, buildIfStale } from '../build.mjs';
import { prepareElectron } from '../electron.mjs';
import { projectRoot } from '../paths.mjs';
import { makeTar, writeSums } from './archive.mjs';
import { readBuildInfo } from './build-info.mjs';
import { builderConfig, stagingFolder } from './builder-config.mjs';
import { debianArchitecture, makeDeb } from './deb.mjs';
import { takeInventory } from './inventory.mjs';
import { makeNotices } from './notices.mjs';
import { makeSbom } from './sbom.mjs';
import { stageApp } from './stage.mjs';

const dist = join(projectRoot, 'dist');
const stampFile = join(dist, '.made-from');

/**
 * Makes everything that is handed out, in dist/, unless it was made from these very sources, at this commit.
 * @param {(message: string) => void} say
 */
export async function packageIfStale(say) {
  await buildIfStale(say);
  const info = await readBuildInfo();
  const stamp = JSON.stringify([builtFrom(), info, digestOf(join(projectRoot, 'resources'))]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await makePackage(info, say);
  await writeFile(stampFile, stamp);
}

/** @param {string} folder @returns {string} changes when a file in it does */
function digestOf(folder) {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(`${name}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** @param {import('./build-info.mjs').BuildInfo} info @param {(message: string) => void} say */
async function makePackage(info, say) {
  const about = join(stagingFolder, 'about');
  await rm(dist, { recursive: true, force: true });
  say('putting the app together');
  await stageApp(join(stagingFolder, 'app'));
  const components = await takeInventory(info);
  await mkdir(about, { recursive: true });
  await writeFile(join(about, 'build.json'), `${JSON.stringify(info, undefined, 2)}\n`);
  await writeFile(join(about, 'sbom.cdx.json'), makeSbom(components, info));
  await writeFile(join(about, 'THIRD-PARTY-NOTICES.txt'), makeNotices(components, info));
  const { distribution } = await prepareElectron(say);
  await build({
    config: builderConfig(distribution, info.runtime.electron),
    projectDir: projectRoot,
    publish: 'never',
  });
  const name = `countersign-${info.version}`;
  if (process.platform === 'linux') await makeLinuxFiles(info, name, say);
  await copyFile(join(about, 'sbom.cdx.json'), join(dist, `${name}.cdx.json`));
  await copyFile(join(about, 'THIRD-PARTY-NOTICES.txt'), join(dist, `${name}-third-party-notices.txt`));
  await writeSums(dist);
  await rm(stagingFolder, { recursive: true, force: true });
  say(
    `done: dist/ holds ${readdirSync(dist)
      .filter((each) => !each.startsWith('.'))
      .join(', ')}`,
  );
  if (info.runtime.origin === 'registry')
    say(`with the fallback runtime (Electron ${info.runtime.electron}): for trials`);
}

/** @param {import('./build-info.mjs').BuildInfo} info @param {string} name @param {(message: string) => void} say */
async function makeLinuxFiles(info, name, say) {
  const app = join(stagingFolder, 'linux-unpacked');
  say('making the Debian package');
  await makeDeb({
    app,
    work: join(stagingFolder, 'deb'),
    file: join(dist, `countersign_${info.version}_${debianArchitecture()}.deb`),
    info,
  });
  say('making the archive');
  const file = join(dist, `${name}-linux-${process.arch}.tar.gz`);
  await makeTar({ folder: app, name, file, date: info.date });
}
