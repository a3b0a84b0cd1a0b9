/** What the disk says in Node's and SQLite's words, and in ours. */
const DISK_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  SQLITE_FULL: 'The disk is full.',
  EBUSY: 'The file is open in another program.',
  // Windows says this also of a file that another program holds open.
  EPERM: 'The system refused access to a file, or the file is open in another program.',
  EACCES: 'The system refused access to a file.',
  EROFS: 'The disk is read-only.',
  SQLITE_READONLY: 'The case file is read-only.',
  EIO: 'The disk reported a fault.',
  SQLITE_IOERR: 'The disk reported a fault.',
  EMFILE: 'Too many files are open.',
};

/** The fault of the disk behind an error, in a sentence; null for any other. */
export function diskFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  // SQLite's extended codes are the primary one with a suffix: SQLITE_IOERR_WRITE.
  const primary = error.code.replace(/^(SQLITE_[A-Z]+)_.*$/, '$1');
  return Object.hasOwn(DISK_FAULTS, primary) ? (DISK_FAULTS[primary] ?? null) : null;
}
