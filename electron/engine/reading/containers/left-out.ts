import { shownPath } from './shown-name.ts';
import type { ZipEntry } from './zip-entry.ts';

export type LeftOutKind = 'folder' | 'link' | 'hidden' | 'special';

const SYSTEM_NAMES = new Set(['__macosx', 'desktop.ini', 'thumbs.db', '$recycle.bin']);
const EXAMPLES = 3;

/** Why an entry of an archive holds no export; null when it may be one. */
export function leftOutKind(entry: ZipEntry): LeftOutKind | null {
  if (isHidden(entry.name)) return 'hidden';
  if (entry.isFolder && (entry.size ?? 0) === 0) return 'folder';
  return entry.isLink ? 'link' : null;
}

/** True for the files that systems put beside those of people, and for hidden ones. */
export function isHidden(path: string): boolean {
  return path.split(/[/\\]/).some((segment) => /^\.(?!\.?$)/.test(segment) || SYSTEM_NAMES.has(segment.toLowerCase()));
}

/** Counts what holds no exports, so that leaving it out is said once. */
export interface LeftOut {
  readonly add: (kind: LeftOutKind, path: string) => void;
  /** One sentence about all of it; null when nothing was left out. */
  readonly sentence: (where: string) => string | null;
}

export function leftOut(): LeftOut {
  const counts = new Map<LeftOutKind, number>();
  const examples: string[] = [];
  return {
    add(kind, path) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (kind !== 'folder' && examples.length < EXAMPLES) examples.push(`“${shownPath(path)}”`);
    },
    sentence(where) {
      const parts = [
        counted(counts.get('hidden'), 'hidden or system file or folder', 'hidden or system files or folders'),
        counted(counts.get('link'), 'link', 'links'),
        counted(counts.get('special'), 'device or pipe', 'devices or pipes'),
        counted(counts.get('folder'), 'folder entry without content', 'folder entries without content'),
      ].filter((part) => part !== null);
      if (parts.length === 0) return null;
      const named = examples.length === 0 ? '' : `, such as ${examples.join(', ')}`;
      const advice =
        examples.length === 0 ? '' : ' If one of them is an export, copy it under a plain name and add it by itself.';
      return `Left out of ${where}: ${parts.join('; ')}${named}.${advice}`;
    },
  };
}

function counted(count: number | undefined, one: string, many: string): string | null {
  if (count === undefined) return null;
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
