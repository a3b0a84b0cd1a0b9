import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CardTokenView } from '../../../shared/contract/keys.ts';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import type { Engine } from '../engine.ts';
import { createKeyFile, listCards, takeCertificate, writeRequest } from '../handlers/keys.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, printJson, required, withEngine } from './command.ts';
import { readPassphrase } from './passphrase-file.ts';

const USAGE =
  'key (new --out FILE --passphrase-file F --name N [--organization O] [--email E] | csr --key FILE --passphrase-file F --out FILE | certificate --key FILE --certificate CERT | cards --pkcs11-module LIBRARY) [--json]';

export const keyCommand: Command = {
  usage: USAGE,
  summary:
    'Makes a signing key (P-256) with a self-signed certificate; asks an authority for a certificate (csr) and takes it back; lists what is on a card.',
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
        key: option,
        certificate: option,
        'pkcs11-module': option,
        json: { type: 'boolean' },
      },
    });
    const act = ACTS.get(positionals[0] ?? '');
    if (act === undefined) throw new AppError('invalid-request', `Usage: ${USAGE}`);
    return withEngine(async (engine) => {
      const { answer, words } = await act(engine, (name) => required(values[name], name), {
        organization: values.organization ?? '',
        email: values.email ?? '',
      });
      if (values.json) printJson(answer);
      else process.stdout.write(words);
      return 0;
    });
  },
};

type OptionName = 'out' | 'passphrase-file' | 'name' | 'key' | 'certificate' | 'pkcs11-module';
type Act = (
  engine: Engine,
  given: (name: OptionName) => string,
  optional: { readonly organization: string; readonly email: string },
) => Promise<{ readonly answer: unknown; readonly words: string }>;

const ACTS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['new', create],
  ['csr', request],
  ['certificate', take],
  ['cards', cards],
]);

async function create({ context }: Engine, given: Parameters<Act>[1], optional: Parameters<Act>[2]) {
  const passphrase = readPassphrase(given('passphrase-file'));
  const key = createKeyFile(context, resolve(given('out')), { name: given('name'), ...optional, passphrase });
  return { answer: shown(key), words: `${key.fileName} written.\n${fingerprintOf(key)}` };
}

async function request({ context }: Engine, given: Parameters<Act>[1]) {
  const passphrase = readPassphrase(given('passphrase-file'));
  const file = await writeRequest(context, resolve(given('key')), passphrase, resolve(given('out')));
  return {
    answer: { file },
    words: `${file} written.\nGive it to your authority, and take the certificate back with: key certificate --key ${basename(given('key'))} --certificate CERT\n`,
  };
}

async function take({ context }: Engine, given: Parameters<Act>[1]) {
  const key = takeCertificate(context, resolve(given('key')), resolve(given('certificate')));
  return { answer: shown(key), words: `${key.fileName} has its new certificate.\n${fingerprintOf(key)}` };
}

async function cards({ context }: Engine, given: Parameters<Act>[1]) {
  const tokens = await listCards(context, resolve(given('pkcs11-module')));
  return { answer: tokens, words: tokens.length === 0 ? 'No card is in a reader.\n' : tokens.map(linesOf).join('') };
}

function linesOf({ label, serial, model, certificates }: CardTokenView): string {
  const lines = certificates.map(
    ({ id, label: title, name, notAfter, problem }) =>
      `  ${title} (id ${id}): ${name}, valid to ${notAfter.slice(0, 10)}${problem === null ? '' : `\n    ${problem}`}\n`,
  );
  return `${label}, ${model}, serial number ${serial}\n${lines.join('')}`;
}

function shown({ fileName, location, name, fingerprint, notAfter }: KnownKey) {
  return { file: fileName, location, name, fingerprint, notAfter };
}

function fingerprintOf({ fingerprint }: KnownKey): string {
  return `Fingerprint (SHA-256): ${fingerprint}\nTell it to those who will verify your reports by a second way.\n`;
}
