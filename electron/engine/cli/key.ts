import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createKeyFile } from '../handlers/keys.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, printJson, required, withEngine } from './command.ts';

/** A passphrase is read from a file, never from the command line, where every user of the machine could see it. */
export function readPassphrase(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new AppError('not-found', `The passphrase file ${file} cannot be read. Nothing was done.`, { cause });
  }
}

export const keyCommand: Command = {
  usage: 'key new --out FILE --passphrase-file F --name N [--organization O] [--email E] [--json]',
  summary: 'Makes a signing key (P-256) with a self-signed certificate, protected by the passphrase.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: option,
        'passphrase-file': option,
        name: option,
        organization: option,
        email: option,
        json: { type: 'boolean' },
      },
    });
    if (positionals[0] !== 'new')
      throw new AppError('invalid-request', 'Usage: key new --out FILE --passphrase-file F --name N');
    const passphrase = readPassphrase(required(values['passphrase-file'], 'passphrase-file'));
    const out = resolve(required(values.out, 'out'));
    return withEngine(async (engine) => {
      const key = createKeyFile(engine.context, out, {
        name: required(values.name, 'name'),
        organization: values.organization ?? '',
        email: values.email ?? '',
        passphrase,
      });
      const answer = {
        file: key.fileName,
        location: key.location,
        name: key.name,
        fingerprint: key.fingerprint,
        notAfter: key.notAfter,
      };
      if (values.json) printJson(answer);
      else
        process.stdout.write(
          `${answer.file} written.\nFingerprint (SHA-256): ${answer.fingerprint}\nTell it to those who will verify your reports by a second way.\n`,
        );
      return 0;
    });
  },
};
