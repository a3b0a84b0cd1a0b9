import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { EngineContext } from './context.ts';

const entry = z.object({ path: z.string(), name: z.string(), openedAt: z.iso.datetime() });
const listSchema = z.array(entry);
const MOST = 20;

function fileOf(context: EngineContext): string {
  return join(context.dataFolder, 'recent.json');
}

/** A list of conveniences: a damaged file is the same as none. */
function read(context: EngineContext): z.output<typeof listSchema> {
  const path = fileOf(context);
  if (!existsSync(path)) return [];
  try {
    return listSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    context.log.warn({ cause: String(cause) }, 'the list of recent cases could not be read');
    return [];
  }
}

function write(context: EngineContext, entries: z.output<typeof listSchema>): void {
  mkdirSync(context.dataFolder, { recursive: true });
  const path = fileOf(context);
  writeFileSync(`${path}.new`, JSON.stringify(entries.slice(0, MOST), null, 2));
  renameSync(`${path}.new`, path);
}

export function rememberCase(context: EngineContext, path: string, name: string): void {
  const others = read(context).filter((known) => known.path !== path);
  write(context, [{ path, name, openedAt: new Date(context.now()).toISOString() }, ...others]);
}

export function forgetCase(context: EngineContext, path: string): void {
  write(
    context,
    read(context).filter((known) => known.path !== path),
  );
}

/** Recent cases, newest first; those whose file is gone are marked. */
export function listRecent(
  context: EngineContext,
): { token: string; name: string; location: string; openedAt: string; isMissing: boolean }[] {
  return read(context).map((known) => ({
    token: context.files.register(known.path),
    name: known.name,
    location: join(basename(dirname(known.path)), basename(known.path)),
    openedAt: known.openedAt,
    isMissing: !existsSync(known.path),
  }));
}
