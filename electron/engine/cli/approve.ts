import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { approve } from '../handlers/report.ts';
import { type Command, printJson, required, withEngine } from './command.ts';
import { readPassphrase } from './key.ts';

export const approveCommand: Command = {
  usage: 'approve --bundle signed.zip --key FILE --passphrase-file F --out approved.zip [--json]',
  summary: 'Adds the signature of an approver to a bundle that somebody else signed.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: { bundle: option, key: option, 'passphrase-file': option, out: option, json: { type: 'boolean' } },
    });
    const order = {
      bundlePath: resolve(required(values.bundle, 'bundle')),
      keyPath: resolve(required(values.key, 'key')),
      passphrase: readPassphrase(required(values['passphrase-file'], 'passphrase-file')),
      target: resolve(required(values.out, 'out')),
    };
    return withEngine(async (engine) => {
      const { path, bytes, sha256, pages, report } = await approve(engine.context, order);
      const signers = report.signers.map(({ name, fingerprint, role }) => ({ name, fingerprint, role }));
      if (values.json) printJson({ bundle: path, bytes, sha256, pages, signers, verified: report.ok });
      else process.stdout.write(`${path}\n${signers.map(({ name, role }) => `${role}: ${name}`).join('\n')}\n`);
      return 0;
    });
  },
};
