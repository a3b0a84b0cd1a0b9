import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { hasPeople } from '../db/queries/people.ts';
import { openPersonKey } from '../handlers/people.ts';
import { sign } from '../handlers/report.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { readPassphrase } from './key.ts';

const meaningSchema = z.enum(['prepared', 'reviewed', 'approved']);

export const reportCommand: Command = {
  usage:
    'report --workspace W --key FILE --passphrase-file F --out bundle.zip [--meaning prepared|reviewed|approved] [--json]',
  summary: 'Prints, signs and bundles the report; the bundle is verified before it is saved.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        workspace: option,
        key: option,
        'passphrase-file': option,
        out: option,
        meaning: option,
        json: { type: 'boolean' },
      },
    });
    const meaning = meaningSchema.safeParse(values.meaning ?? 'reviewed');
    if (!meaning.success) throw new AppError('invalid-request', '--meaning is one of prepared, reviewed, approved.');
    const passphrase = readPassphrase(required(values['passphrase-file'], 'passphrase-file'));
    const workspace = required(values.workspace, 'workspace');
    const keyPath = resolve(required(values.key, 'key'));
    const target = resolve(required(values.out, 'out'));
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false);
      // Whoever signs acts with the same key.
      if (hasPeople(engine.context.open().db))
        engine.context.session.person = openPersonKey(engine.context, keyPath, passphrase).signer.fingerprint;
      const result = await sign(engine.context, { keyPath, passphrase, meaning: meaning.data, target });
      const answer = {
        bundle: result.path,
        bytes: result.bytes,
        sha256: result.sha256,
        pages: result.pages,
        contentDigest: result.report.contentDigest,
        signer: result.report.signers[0]?.name ?? null,
        fingerprint: result.report.signers[0]?.fingerprint ?? null,
        verified: result.report.ok,
      };
      if (values.json) printJson(answer);
      else
        process.stdout.write(
          `${answer.bundle}\n${answer.pages} pages, ${answer.bytes} bytes, SHA-256 ${answer.sha256}\n`,
        );
      return 0;
    });
  },
};
