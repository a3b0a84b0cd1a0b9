import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildInfo, type BuildInfo } from '../../../shared/contract/shell.ts';

export const DIST = resolve(import.meta.dirname, '../../../dist');

export const debFile = () => distFile('.deb');
export const tarFile = () => distFile('.tar.gz');
export const sbomFile = () => distFile('.cdx.json');
export const noticesFile = () => distFile('-third-party-notices.txt');

/** What the packaged app says about its making, read from the archive. */
export function infoOf(): BuildInfo {
  const args = ['-xzOf', tarFile(), '--wildcards', '*/resources/about/build.json'];
  return buildInfo.parse(JSON.parse(execFileSync('tar', args, { encoding: 'utf8' })));
}

/** The one file in dist/ whose name ends so. */
function distFile(ending: string): string {
  const name = readdirSync(DIST).find((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`dist/ holds no file ${ending}: run npm run package`);
  return join(DIST, name);
}
