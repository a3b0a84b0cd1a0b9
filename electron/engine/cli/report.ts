import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ALSO_REDACTED, reportOptions, type ReportOptions } from '../../../shared/contract/report.ts';
import { hasPeople } from '../db/queries/people.ts';
import { JOURNAL, openPersonKey } from '../handlers/people.ts';
import { sign } from '../handlers/report.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { chooseKey, CASE_OPTIONS, KEY_USAGE } from './key-choice.ts';

const meaningSchema = z.enum(['prepared', 'reviewed', 'approved']);

export const reportCommand: Command = {
  usage: `report --workspace W ${KEY_USAGE} --out bundle.zip [--meaning prepared|reviewed|approved] [--template full|summary|owner|vendor [--about NAME]] [--conclusion qualified|scope-limitation|none --because TEXT] [--sample N --seed WORD --basis TEXT] [--originals] [--redacted copy.zip [--also client,tenant,file]] [--json]`,
  summary:
    'Prints, signs and bundles the report; the bundle is verified before it is saved. --originals attaches the kept copies of the imported files, --redacted saves a copy without people as well.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        out: option,
        meaning: option,
        originals: { type: 'boolean' },
        redacted: option,
        also: option,
        template: option,
        about: option,
        conclusion: option,
        because: option,
        sample: option,
        seed: option,
        basis: option,
      },
    });
    const meaning = meaningSchema.safeParse(values.meaning ?? 'reviewed');
    if (!meaning.success) throw new AppError('invalid-request', '--meaning is one of prepared, reviewed, approved.');
    const options = readOptions(values);
    const workspace = required(values.workspace, 'workspace');
    const target = resolve(required(values.out, 'out'));
    const also = z.array(z.enum(ALSO_REDACTED)).safeParse(values.also?.split(',') ?? []);
    if (!also.success || (values.also !== undefined && values.redacted === undefined))
      throw new AppError(
        'invalid-request',
        `--also names some of ${ALSO_REDACTED.join(', ')} and goes with --redacted.`,
      );
    const redacted =
      values.redacted === undefined ? {} : { redacted: { target: resolve(values.redacted), also: also.data } };
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      const { path: keyPath, secret: passphrase } = await chooseKey(engine.context, values);
      // Whoever signs acts with the same key.
      if (hasPeople(engine.context.open().db))
        engine.context.session.person = (
          await openPersonKey(engine.context, keyPath, passphrase, JOURNAL)
        ).signer.fingerprint;
      const result = await sign(engine.context, {
        keyPath,
        passphrase,
        meaning: meaning.data,
        target,
        options,
        originals: values.originals ?? false,
        ...redacted,
      });
      const answer = {
        bundle: result.path,
        bytes: result.bytes,
        sha256: result.sha256,
        pages: result.pages,
        contentDigest: result.report.contentDigest,
        signer: result.report.signers[0]?.name ?? null,
        fingerprint: result.report.signers[0]?.fingerprint ?? null,
        verified: result.report.ok,
        redacted: result.redactedPath,
      };
      if (values.json) printJson(answer);
      else
        process.stdout.write(
          `${answer.bundle}\n${answer.pages} pages, ${answer.bytes} bytes, SHA-256 ${answer.sha256}\n${answer.redacted === null ? '' : `Redacted copy: ${answer.redacted}\n`}`,
        );
      return 0;
    });
  },
};

type Given = Readonly<
  Partial<Record<'template' | 'about' | 'conclusion' | 'because' | 'sample' | 'seed' | 'basis', string | undefined>>
>;

/** What is chosen on the command line; what belongs together is given together. */
function readOptions(given: Given): ReportOptions {
  const together = (names: readonly (keyof Given)[]): boolean => {
    const present = names.filter((name) => given[name] !== undefined);
    if (present.length > 0 && present.length < names.length)
      throw new AppError('invalid-request', `${names.map((name) => `--${name}`).join(', ')} go together.`);
    return present.length > 0;
  };
  const lowered = together(['conclusion', 'because']) ? { class: given.conclusion, because: given.because } : null;
  const sample = together(['sample', 'seed', 'basis'])
    ? { seed: given.seed, size: Number(given.sample), basis: given.basis }
    : null;
  const options = reportOptions.safeParse({
    template: given.template ?? 'full',
    about: given.about ?? null,
    lowered,
    sample,
  });
  if (options.success) return options.data;
  throw new AppError(
    'invalid-request',
    '--template is one of full, summary, owner, vendor; --conclusion one of qualified, scope-limitation, none; --sample a whole number.',
  );
}
