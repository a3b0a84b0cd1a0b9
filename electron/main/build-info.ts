import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { type BuildInfo, buildInfo } from '../../shared/contract/shell.ts';

/** How this package was made; null where the app runs from its sources. */
export function readBuildInfo(): BuildInfo | null {
  if (!app.isPackaged) return null;
  return buildInfo.parse(JSON.parse(readFileSync(join(process.resourcesPath, 'about', 'build.json'), 'utf8')));
}
