import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type RememberedList, rememberedList } from '../lib/remembered-list.ts';
import type { EngineContext } from './context.ts';

const entry = z.object({ path: z.string(), name: z.string(), openedAt: z.iso.datetime() });
const MOST = 20;

function caseList(context: EngineContext): RememberedList<z.output<typeof entry>> {
  return rememberedList(join(context.dataFolder, 'recent.json'), z.array(entry), MOST, context.log);
}

export function rememberCase(context: EngineContext, path: string, name: string): void {
  caseList(context).remember({ path, name, openedAt: new Date(context.now()).toISOString() });
}

export function forgetCase(context: EngineContext, path: string): void {
  caseList(context).forget(path);
}

/** Recent cases, newest first; those whose file is gone are marked. */
export function listRecent(
  context: EngineContext,
): { token: string; name: string; location: string; openedAt: string; isMissing: boolean }[] {
  return caseList(context)
    .read()
    .map((known) => ({
      token: context.files.register(known.path),
      name: known.name,
      location: join(basename(dirname(known.path)), basename(known.path)),
      openedAt: known.openedAt,
      isMissing: !existsSync(known.path),
    }));
}
