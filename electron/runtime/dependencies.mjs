import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { modulePath, projectRoot, stateFolder } from './paths.mjs';
import { captureOrFail, childEnvironment, npm } from './process.mjs';

const stampFile = join(stateFolder, 'dependencies');

/**
 * Installs the npm packages unless those of this lock file are there already.
 * @param {(message: string) => void} say
 */
export async function installDependencies(say) {
  if (isInstalled()) return;
  await withLock(`${projectRoot}/node_modules/.countersign.lock`, say, async () => {
    if (isInstalled()) return;
    say('installing npm packages (about a minute)');
    const { command, args } = npm();
    // Not `npm ci`: the lock file lists only the platform packages that the registry it was made with carries, and
    // `npm ci` refuses a lock file that is incomplete for another system. --no-save leaves the lock file alone.
    const install = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    await captureOrFail('Installing the npm packages', command, [...args, ...install], {
      env: childEnvironment(),
      onTick: (seconds) => say(`installing npm packages: ${seconds} s`),
    });
    mkdirSync(stateFolder, { recursive: true });
    writeFileSync(stampFile, wantedStamp());
  });
}

/** @returns {boolean} */
function isInstalled() {
  return (
    existsSync(modulePath('.package-lock.json')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === wantedStamp()
  );
}

/** Digest of everything that decides what gets installed; the scripts in package.json do not. @returns {string} */
function wantedStamp() {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  );
  return createHash('sha256')
    .update(JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides]))
    .update(readFileSync(join(projectRoot, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}
