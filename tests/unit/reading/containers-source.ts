import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { expandSource } from '../../../electron/engine/reading/containers/expand.ts';
import type { Expansion } from '../../../electron/engine/reading/containers/types.ts';
import type { ExpandOptions } from '../../../electron/engine/reading/containers/work.ts';

export interface Opened {
  readonly files: readonly { readonly name: string; readonly text: string; readonly modified: number | null }[];
  readonly problems: readonly string[];
  readonly notices: readonly string[];
  readonly expansion: Expansion;
  /** Everything in the scratch folder, as paths in it. */
  readonly scratch: readonly string[];
}

export interface ContainerFolder {
  readonly path: string;
  /** Writes a file at a path in the folder and returns its whole path. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  /** A new empty scratch folder. */
  readonly scratch: () => string;
  /** Opens a source with a scratch folder of its own; checks what must hold of every expansion. */
  readonly open: (path: string, options?: ExpandOptions) => Promise<Opened>;
}

/** A folder of its own for one test file, removed at the end. */
export function containerFolder(): ContainerFolder {
  const path = mkdtempSync(join(tmpdir(), 'containers-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  const scratch = () => mkdtempSync(join(path, 'scratch-'));
  return {
    path,
    scratch,
    file(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    async open(source, options = {}) {
      const folder = scratch();
      const expansion = await expandSource(source, folder, options);
      const left = contentOf(folder);
      const unpacked = expansion.files.filter((file) => file.path.startsWith(folder));
      expect(
        unpacked.map((file) => file.path.slice(folder.length + 1)).sort(),
        'every temporary is a file of it',
      ).toEqual(left);
      for (const temporary of left) expect(temporary, 'a name of our making').toMatch(/^source-\w{6}[/\\]\d+$/);
      return {
        files: expansion.files.map(({ name, path: file, modified }) => ({
          name,
          text: readFileSync(file, 'utf8'),
          modified,
        })),
        problems: expansion.problems.filter(({ isNotice }) => !isNotice).map(({ sentence }) => sentence),
        notices: expansion.problems.filter(({ isNotice }) => isNotice).map(({ sentence }) => sentence),
        expansion,
        scratch: left,
      };
    },
  };
}

/** The files in a folder at any depth, sorted. */
export function contentOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
