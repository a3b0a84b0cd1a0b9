/** How the app was called as a command line. */
export interface HeadlessCall {
  /** Whether this process only starts the one that does the work, see `startCommandProcess`. */
  readonly isLauncher: boolean;
  /** What stands before the mark: app folder, switches of the app. */
  readonly before: readonly string[];
  /** Command and arguments, whatever they look like. */
  readonly argv: readonly string[];
  /** Where output, error text and exit code are written; null for the standard streams. */
  readonly resultFile: string | null;
  /** What is wrong with the call; null when nothing is. */
  readonly problem: string | null;
}

/** Marks the start by a person, and the start by the launcher. */
export const HEADLESS = { launcher: '--headless', worker: '--headless-worker' } as const;

/**
 * The command behind `--headless`; null when a person opens the app. `--result-file PATH` stands between it and the command,
 * and so may `--`. `argv` is that of the process, with its program.
 */
export function headlessCall(argv: readonly string[]): HeadlessCall | null {
  const at = argv.findIndex(
    (argument, index) => index > 0 && (argument === HEADLESS.launcher || argument === HEADLESS.worker),
  );
  if (at < 0) return null;
  let rest = argv.slice(at + 1);
  let resultFile: string | null = null;
  for (;;) {
    const [first = '', second] = rest;
    if (first === '--') rest = rest.slice(1);
    else if (first.startsWith('--result-file=')) {
      resultFile = first.slice('--result-file='.length);
      rest = rest.slice(1);
    } else if (first === '--result-file') {
      resultFile = second ?? '';
      rest = rest.slice(2);
    } else break;
  }
  return {
    isLauncher: argv[at] === HEADLESS.launcher,
    before: argv.slice(1, at),
    argv: rest,
    resultFile,
    problem: resultFile === '' ? '--result-file names no file. Nothing was done.' : null,
  };
}
