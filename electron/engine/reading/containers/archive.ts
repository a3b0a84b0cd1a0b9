import type { ByteSource } from '../sealed/source.ts';
import type { Container, SourceProblem } from './types.ts';
import type { Unpacked } from './unpack.ts';

/** An open archive. */
export interface Archive {
  readonly kind: 'zip' | 'gzip';
  readonly handle: ByteSource;
  readonly size: number;
  readonly container: Container;
  /** Its name in sentences, made safe for show. */
  readonly label: string;
  /** What comes before the names of its entries: the path of an inner archive, or nothing. */
  readonly prefix: string;
  /** True for the file the user gave, false for a temporary that came out of it. */
  readonly isOutermost: boolean;
  /** Number of archives it lies in, not counting the packing of a single file in a ZIP archive. */
  readonly depth: number;
  /** Bytes of the outermost archive that stand behind one of its bytes, at most 1. */
  readonly share: number;
}

/** Where an archive's entries go. */
export interface Outlet {
  /** Takes over an unpacked file: as a file of the source, or as an archive that is opened in turn. */
  readonly deliver: (unpacked: Unpacked, entry: DeliveredEntry, archive: Archive) => Promise<void>;
  /** Throws a Refusal when a file that begins like this may not come out of this archive. */
  readonly checkHead: (head: Buffer, archive: Archive) => void;
  readonly problem: (problem: SourceProblem) => void;
}

export interface DeliveredEntry {
  /** Path inside the archive, made safe for show. */
  readonly name: string;
  readonly modified: number | null;
}
