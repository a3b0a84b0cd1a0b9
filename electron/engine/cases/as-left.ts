import { existsSync, statSync } from 'node:fs';
import { z } from 'zod';

/** So long a case is opened without being read through; then its disk has to show again that every page can be read. */
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;

/** A case file as it was closed in order: whatever writes to it, copies it or puts another in its place changes one of these. */
export const fileAsLeft = z.object({
  /** In bytes. */
  size: z.string(),
  /** Of its contents and of whatever is known of it, in nanoseconds: the second cannot be set by hand. */
  modified: z.string(),
  changed: z.string(),
  inode: z.string(),
  /** When every page of it was last read. */
  checkedAt: z.iso.datetime(),
});
export type FileAsLeft = z.output<typeof fileAsLeft>;

/** The file of a case that has just been closed; null when its log still lies beside it. Throws what the file system throws. */
export function fileNow(path: string, checkedAt: string): FileAsLeft | null {
  if (existsSync(`${path}-wal`)) return null;
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  return {
    size: String(size),
    modified: String(mtimeNs),
    changed: String(ctimeNs),
    inode: String(ino),
    checkedAt,
  };
}

/** Whether nobody wrote to a case file since it was closed, and it was read through not long ago (`now` in milliseconds). */
export function isAsLeft(path: string, left: FileAsLeft | null, now: number): boolean {
  if (left === null || !existsSync(path)) return false;
  const since = now - Date.parse(left.checkedAt);
  if (since < 0 || since >= LONGEST_MS) return false;
  const current = fileNow(path, left.checkedAt);
  return current !== null && Object.entries(current).every(([name, value]) => left[name as keyof FileAsLeft] === value);
}
