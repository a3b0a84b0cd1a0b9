import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';

/** Where each part of the build leaves the list of what was bundled into it. */
export const bundledFolder = join(projectRoot, 'out', 'bundled');

/**
 * A step of the build that writes down from which npm packages it bundled files: scripts, styles and fonts alike.
 * @param {string} part name of the list
 * @returns {import('vite').Plugin}
 */
export function bundledPackages(part) {
  return {
    name: 'bundled-packages',
    writeBundle() {
      const folders = new Set([...this.getModuleIds()].flatMap((id) => packageFolder(id)));
      mkdirSync(bundledFolder, { recursive: true });
      writeFileSync(join(bundledFolder, `${part}.json`), `${JSON.stringify([...folders].sort(), undefined, 2)}\n`);
    },
  };
}

/** @param {string} id of a module @returns {string[]} folder of its npm package below the checkout; none for our own files */
function packageFolder(id) {
  const path = id.replaceAll('\\', '/').replace(/^\0/, '');
  const match = /^(?:.*\/)?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/@][^/]*)\//.exec(path);
  return match?.[1] === undefined ? [] : [match[1]];
}
