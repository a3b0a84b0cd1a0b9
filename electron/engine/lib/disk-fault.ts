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
  SQLITE_READONLY_DBMOVED:
    'The case file is no longer where it was opened: it was moved or deleted, or its disk was taken out.',
  ENOENT: 'A file or its folder is no longer there, or its disk was taken out.',
  ENODEV: 'The disk was taken out.',
  ENXIO: 'The disk was taken out.',
  ESTALE: 'The network folder is no longer the one it was.',
  EDQUOT: 'The space this user may take on the disk is used up.',
  EFBIG: 'The file is larger than this disk allows.',
  EIO: 'The disk reported a fault.',
  SQLITE_IOERR: 'The disk reported a fault.',
  EMFILE: 'Too many files are open.',
};

/** The fault of the disk behind an error, in a sentence; null for any other. */
export function diskFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  // SQLite's extended codes are the primary one with a suffix: SQLITE_IOERR_WRITE.
  const primary = error.code.replace(/^(SQLITE_[A-Z]+)_.*$/, '$1');
  return faultOf(error.code) ?? faultOf(primary);
}

function faultOf(code: string): string | null {
  return Object.hasOwn(DISK_FAULTS, code) ? (DISK_FAULTS[code] ?? null) : null;
}
