import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { AppError } from '../lib/errors.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { type Command, printJson } from './command.ts';

export const verifyCommand: Command = {
  usage: 'verify bundle.zip [--fingerprint SHA256]… [--json]',
  summary: 'Checks a bundle: bytes, signatures, journal, totals. Exit 1 when anything fails.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { fingerprint: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    });
    const [file] = positionals;
    if (file === undefined) throw new AppError('invalid-request', 'Name the bundle.');
    const report = verifyBundle(readBundle(file), { pinnedFingerprints: values.fingerprint ?? [] });
    if (values.json) printJson({ file, ...report });
    else {
      for (const check of report.checks)
        process.stdout.write(
          `${check.ok ? 'ok    ' : 'FAILED'} ${check.title}${check.file === undefined ? '' : ` (${check.file})`}: ${check.detail}\n`,
        );
      for (const signer of report.signers)
        process.stdout.write(
          `Signed by ${signer.name}, ${signer.signedAt}: ${signer.meaning}\nFingerprint ${signer.fingerprint}: compare it with what the signer told you.\n`,
        );
      process.stdout.write(report.ok ? 'The bundle is intact.\n' : 'The bundle is NOT intact.\n');
    }
    return report.ok ? 0 : 1;
  },
};

function readBundle(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new AppError('not-found', `${file} cannot be read.`, { cause });
  }
}
