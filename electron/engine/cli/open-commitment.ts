import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { opening, type Opening, readCommitments, readRedaction } from '../evidence/commitments.ts';
import { inspectZip } from '../evidence/zip-read.ts';
import { AppError } from '../lib/errors.ts';
import { isOpeningOf, isTwinOf } from '../verify/redaction-check.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import { type Command, printJson, required } from './command.ts';

export const openCommitmentCommand: Command = {
  usage:
    'open-commitment full.zip --token TOKEN | open-commitment copy.zip --opening FILE | open-commitment copy.zip --full full.zip',
  summary:
    'Of a bundle: prints what opens one value of its redacted copy, and nothing else. Of a redacted copy: checks an opened value, or that it is the copy of a bundle. Exit 1 when it is not.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { token: option, opening: option, full: option, json: { type: 'boolean' } },
    });
    const [file] = positionals;
    if (file === undefined) throw new AppError('invalid-request', 'Name the bundle.');
    const bundle = readIntact(file);
    if (values.token !== undefined) {
      printJson(openingOf(bundle.files, values.token));
      return 0;
    }
    const { ok, sentence } =
      values.full === undefined
        ? checkOpening(bundle, readOpening(required(values.opening, 'token, --opening or --full')))
        : checkTwin(readIntact(values.full), bundle);
    if (values.json) printJson({ file, ok, sentence, signers: bundle.signers });
    else
      process.stdout.write(
        `${sentence}\n${bundle.signers.map(({ name, fingerprint }) => `The copy is signed by ${name}. Fingerprint ${fingerprint}: compare it with what the signer told you.\n`).join('')}`,
      );
    return ok ? 0 : 1;
  },
};

type Bundle = ReturnType<typeof readIntact>;

/** A bundle that verifies, as its files. Throws `corrupt-input` for one that does not. */
function readIntact(file: string) {
  const bytes = readFile(file);
  const { ok, contentDigest, signers, checks } = verifyBundle(bytes);
  if (!ok || contentDigest === null) {
    const failed = checks.find((check) => !check.ok);
    throw new AppError('corrupt-input', `${file} does not verify: ${failed?.detail ?? 'nobody signed it'}`);
  }
  return { file, files: inspectZip(bytes).files, contentDigest, signers };
}

function openingOf(files: ReadonlyMap<string, Uint8Array>, token: string): Opening {
  const redaction = readRedaction(files);
  if (redaction === null)
    throw new AppError('invalid-request', 'This bundle has no redacted copy, so there is nothing to open.');
  const found = redaction.openings.find((one) => one.token === token || one.token === `[${token}]`);
  if (found === undefined) throw new AppError('not-found', `The redacted copy has no ${token}.`);
  return found;
}

function checkOpening({ files }: Bundle, opened: Opening): { readonly ok: boolean; readonly sentence: string } {
  const commitments = readCommitments(files);
  if (commitments === null) throw new AppError('invalid-request', 'This bundle is no redacted copy.');
  const ok = isOpeningOf(commitments, opened);
  return {
    ok,
    sentence: ok
      ? `${opened.token} of the copy stands for “${opened.value}”.`
      : `${opened.token} of the copy does NOT stand for “${opened.value}” with this salt.`,
  };
}

function checkTwin(full: Bundle, twin: Bundle): { readonly ok: boolean; readonly sentence: string } {
  const ok = isTwinOf(full.files, full.contentDigest, twin.files, twin.contentDigest);
  return {
    ok,
    sentence: ok
      ? `${twin.file} is the redacted copy of ${full.file}: each commits to the content of the other.`
      : `${twin.file} is NOT the redacted copy of ${full.file}.`,
  };
}

function readOpening(file: string): Opening {
  try {
    return opening.parse(JSON.parse(Buffer.from(readFile(file)).toString('utf8')));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid-request', `${file} does not hold token, kind, value and salt of one value.`, { cause });
  }
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new AppError('not-found', `${file} cannot be read.`, { cause });
  }
}
