import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Log } from '../../common/log.ts';

/** Something remembered for the user's convenience, named by its path. */
interface Remembered {
  readonly path: string;
}

/** A short list in a file of the data folder, newest first. */
export interface RememberedList<T extends Remembered> {
  /** A missing file and a damaged one are the same as none: nothing but convenience is lost. */
  read(): T[];
  /** Puts an entry first; an older one of the same path goes. */
  remember(entry: T): void;
  forget(path: string): void;
}

/** The list in `file`, at most `most` entries; each write replaces the file as a whole. */
export function rememberedList<T extends Remembered>(
  file: string,
  schema: z.ZodType<T[]>,
  most: number,
  log: Log,
): RememberedList<T> {
  const read = (): T[] => {
    if (!existsSync(file)) return [];
    try {
      return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (cause) {
      log.warn({ file, cause: String(cause) }, 'a remembered list could not be read');
      return [];
    }
  };
  const write = (entries: readonly T[]): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(entries.slice(0, most), null, 2));
    renameSync(`${file}.new`, file);
  };
  const without = (path: string): T[] => read().filter((known) => known.path !== path);
  return {
    read,
    remember: (entry) => write([entry, ...without(entry.path)]),
    forget: (path) => write(without(path)),
  };
}
