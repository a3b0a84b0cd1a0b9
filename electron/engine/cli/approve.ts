import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { approve } from '../handlers/report.ts';
import { type Command, printJson, required, withEngine } from './command.ts';
import { chooseKey, KEY_OPTIONS, KEY_USAGE } from './key-choice.ts';

export const approveCommand: Command = {
  usage: `approve --bundle signed.zip ${KEY_USAGE} --out approved.zip [--json]`,
  summary: 'Adds the signature of an approver to a bundle that somebody else signed.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: { bundle: option, ...KEY_OPTIONS, out: option, json: { type: 'boolean' } },
    });
    const bundlePath = resolve(required(values.bundle, 'bundle'));
    const target = resolve(required(values.out, 'out'));
    return withEngine(async (engine) => {
      const { path: keyPath, secret: passphrase } = await chooseKey(engine.context, values);
      const { path, bytes, sha256, pages, report } = await approve(engine.context, {
        bundlePath,
        keyPath,
        passphrase,
        target,
      });
      const signers = report.signers.map(({ name, fingerprint, role }) => ({ name, fingerprint, role }));
      if (values.json) printJson({ bundle: path, bytes, sha256, pages, signers, verified: report.ok });
      else process.stdout.write(`${path}\n${signers.map(({ name, role }) => `${role}: ${name}`).join('\n')}\n`);
      return 0;
    });
  },
};
