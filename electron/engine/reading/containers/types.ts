/** The archive as the user gave it: what the origin of its files is proved by. */
export interface Container {
  /** File name, or path inside the chosen folder, made safe for show. */
  readonly name: string;
  /** Lower-case hex digest of the archive's own bytes. */
  readonly sha256: string;
  readonly bytes: number;
}

/** One file of a source. */
export interface ContainedFile {
  /** Readable file on disk: the file itself, or a temporary in the scratch folder under a name of our making. */
  readonly path: string;
  /**
   * Path inside the container, forward slashes, at most 200 characters and the remarks on it. For show only: nothing is
   * ever opened or written by it.
   */
  readonly name: string;
  /** UTC milliseconds, when the container or the file system says so in UTC; the local times of plain zips are not. */
  readonly modified: number | null;
  /** The outermost archive it came out of; null for a file that lay there as it is. */
  readonly container: Container | null;
}

/** What was not taken of a source. */
export interface SourceProblem {
  /** The entry, archive or folder that it is about, made safe for show. */
  readonly name: string;
  readonly sentence: string;
  /** True when only entries that hold no exports were left out: worth saying, nothing to mend. */
  readonly isNotice: boolean;
}

/** Everything a source holds: every entry is a file, a problem, or counted in a notice. */
export interface Expansion {
  readonly files: readonly ContainedFile[];
  readonly problems: readonly SourceProblem[];
}
