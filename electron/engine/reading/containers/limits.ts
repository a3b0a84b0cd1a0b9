/** What opening a source may cost. Every number is named in the sentence that is said when it is reached. */
export interface ContainerLimits {
  /** Entries of all archives and folders together: files, folders and everything that is left out. */
  readonly entries: number;
  /** Unpacked bytes of everything together. */
  readonly totalBytes: number;
  /** Unpacked bytes of one entry. */
  readonly entryBytes: number;
  /** Unpacked bytes per byte of the outermost archive, once an entry has given `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Archives that an archive may lie in. */
  readonly nesting: number;
  /** Characters of an entry's path. */
  readonly pathLength: number;
  /** Bytes of the disk that stay free. */
  readonly reserve: number;
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Far above what platforms export, far below what a disk and a day can take. */
export const DEFAULT_CONTAINER_LIMITS: ContainerLimits = {
  entries: 20_000,
  totalBytes: 64 * GIB,
  entryBytes: 16 * GIB,
  ratio: 1000,
  ratioFrom: 16 * MIB,
  nesting: 1,
  pathLength: 1000,
  reserve: 512 * MIB,
};

/** A number of bytes for people: `16 GiB`, `1.5 MiB`, `12 bytes`. */
export function sizeText(bytes: number): string {
  if (bytes >= GIB) return `${oneDecimal(bytes / GIB)} GiB`;
  if (bytes >= MIB) return `${oneDecimal(bytes / MIB)} MiB`;
  if (bytes >= 1024) return `${oneDecimal(bytes / 1024)} KiB`;
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

function oneDecimal(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}
