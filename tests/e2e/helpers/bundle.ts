import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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
export function judgeBundle(bundle: string, folder: string): Readonly<Record<'unzip' | 'qpdf' | 'pdfsig' | 'cms' | 'sums', Ran>> {
  mkdirSync(folder, { recursive: true });
  const unzip = run('unzip', ['-q', bundle, '-d', folder]);
  const [root] = readdirSync(folder);
  const files = readdirSync(join(folder, root ?? '')).includes('report.pdf') ? join(folder, root ?? '') : folder;
  const cms = ['cms', '-verify', '-binary', '-inform', 'DER', '-noverify', '-purpose', 'any'];
  return {
    unzip,
    qpdf: run('qpdf', ['--check', 'report.pdf'], files),
    pdfsig: run('pdfsig', ['-nocert', 'report.pdf'], files),
    cms: run('openssl', [...cms, '-content', 'manifest.json', '-in', 'manifest.p7s', '-out', '/dev/null'], files),
    sums: run('sha256sum', ['-c', 'SHA256SUMS'], files),
  };
}
