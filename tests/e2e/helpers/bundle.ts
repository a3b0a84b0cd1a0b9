import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and answers what it said. */
export function run(command: string, args: readonly string[], cwd?: string): Ran {
  const result = spawnSync(command, args, { encoding: 'utf8', cwd, maxBuffer: 64 * 1024 * 1024 });
  return { code: result.status, stdout: result.stdout ?? '', stderr: result.error?.message ?? result.stderr };
}

/** The programs of `names` that this machine lacks, for the reason of a skipped test. */
export function missingPrograms(names: readonly string[]): string[] {
  return names.filter((name) => run('which', [name]).code !== 0);
}

/** Programs that judge a bundle without any code of this project. */
export const JUDGES = ['unzip', 'pdfsig', 'qpdf', 'openssl', 'sha256sum'] as const;

/** What independent programs say about a bundle, which is unpacked into `folder`. */
export function judgeBundle(
  bundle: string,
  folder: string,
): Readonly<Record<'unzip' | 'qpdf' | 'pdfsig' | 'cms' | 'sums', Ran>> {
  mkdirSync(folder, { recursive: true });
  const unzip = run('unzip', ['-q', bundle, '-d', folder]);
  const signed = 'attestations/01-review.json';
  const certificate = 'attestations/01-review.crt.pem';
  const cms = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', `${signed}.p7s`];
  return {
    unzip,
    qpdf: run('qpdf', ['--check', 'report.pdf'], folder),
    pdfsig: run('pdfsig', ['-nocert', 'report.pdf'], folder),
    cms: run('openssl', [...cms, '-content', signed, '-CAfile', certificate, '-out', '/dev/null'], folder),
    sums: run('sha256sum', ['-c', 'SHA256SUMS'], folder),
  };
}
