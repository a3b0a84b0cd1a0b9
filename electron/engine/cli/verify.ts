import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readCertificates } from '../handlers/certificates.ts';
import { AppError, errorCode } from '../lib/errors.ts';
import { type Reperformance, reperform } from '../reperform/reperform.ts';
import type { VerifyCheck } from '../verify/report.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { type Command, printJson, withEngine } from './command.ts';

export const verifyCommand: Command = {
  usage:
    'verify bundle.zip [--fingerprint SHA256]… [--root CERT] [--authority CERT] [--originals FILE|FOLDER]… [--json]',
  summary:
    'Checks a bundle: bytes, signatures, journal, totals; with the original exports, recomputes what it says. Exit 1 when anything fails.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        fingerprint: { type: 'string', multiple: true },
        originals: { type: 'string', multiple: true },
        root: { type: 'string' },
        authority: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const [file] = positionals;
    if (file === undefined) throw new AppError('invalid-request', 'Name the bundle.');
    const bundle = readBundle(file);
    const report = verifyBundle(bundle, {
      pinnedFingerprints: values.fingerprint ?? [],
      issuers: values.root === undefined ? [] : readCertificates(values.root),
      authorities: values.authority === undefined ? [] : readCertificates(values.authority),
    });
    const again =
      values.originals === undefined || !report.ok
        ? null
        : await recomputed(
            bundle,
            values.originals.map((place) => resolve(place)),
          );
    const ok = report.ok && again?.ok !== false;
    if (values.json) printJson({ file, ...report, reperformance: again });
    else {
      for (const check of [...report.checks, ...(again?.checks ?? [])])
        process.stdout.write(
          `${check.ok ? 'ok    ' : 'FAILED'} ${check.title}${check.file === undefined ? '' : ` (${check.file})`}: ${check.detail}\n`,
        );
      for (const signer of report.signers)
        process.stdout.write(
          `Signed by ${signer.name}, ${signer.signedAt}: ${signer.meaning}\nFingerprint ${signer.fingerprint}: ${signer.trusted === true ? 'one you trust.' : 'compare it with what the signer told you.'}\n`,
        );
      for (const { subject, authority, time, trusted } of report.timestamps)
        process.stdout.write(
          `Time proven by ${authority} on ${time}: ${subject} existed then.${trusted === null ? ' The authority was not judged: name its certificate with --authority.' : ''}\n`,
        );
      process.stdout.write(`${verdictOn(report.checks)}\n`);
      if (again !== null)
        process.stdout.write(
          again.ok
            ? 'Recomputed from the original exports, everything comes out the same.\n'
            : 'Recomputing from the original exports did NOT give the same.\n',
        );
      else if (values.originals !== undefined)
        process.stdout.write('Nothing was recomputed, because the bundle is not intact.\n');
    }
    return ok ? 0 : 1;
  },
};

/** Who signed is another question than whether anything was changed. */
function verdictOn(checks: readonly VerifyCheck[]): string {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return 'The bundle is intact.';
  if (failed.some(({ id }) => id !== 'trust')) return 'The bundle is NOT intact.';
  return 'Nothing in the bundle was changed, but it is NOT signed by whom you named: see the line that FAILED.';
}

function recomputed(bundle: Uint8Array, originals: readonly string[]): Promise<Reperformance> {
  return withEngine(({ context }) =>
    reperform({
      bundle,
      originals,
      catalogOf: context.catalogOf,
      sqliteBinding: context.sqliteBinding,
      signal: new AbortController().signal,
      onProgress: () => {},
    }),
  );
}

function readBundle(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const code = errorCode(cause);
    throw new AppError('not-found', `${resolve(file)} cannot be read${code === '' ? '' : ` (${code})`}.`, { cause });
  }
}
