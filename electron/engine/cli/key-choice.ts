import { resolve } from 'node:path';
import type { CardTokenView } from '../../../shared/contract/keys.ts';
import type { EngineContext } from '../handlers/context.ts';
import { addCard, addExternal, listCards } from '../handlers/keys.ts';
import { AppError } from '../lib/errors.ts';
import { required } from './command.ts';
import { readPassphrase } from './passphrase-file.ts';

const text = { type: 'string' } as const;

/** The options that name a key, for commands that sign. */
export const KEY_OPTIONS = {
  key: text,
  'passphrase-file': text,
  'pkcs11-module': text,
  token: text,
  'key-label': text,
  external: text,
  certificate: text,
} as const;
/** The options that name a case. */
export const WORKSPACE_OPTIONS = { workspace: text, 'case-passphrase-file': text } as const;
export type WorkspaceOptions = { readonly [Name in keyof typeof WORKSPACE_OPTIONS]?: string | undefined };
/** What the second of them is for. */
export const CASE_HELP = `With --workspace, --case-passphrase-file F opens a case that is protected by a passphrase; F holds it.`;
/** Options of a command that works on a case and may act with a key. */
export const CASE_OPTIONS = { ...WORKSPACE_OPTIONS, ...KEY_OPTIONS, json: { type: 'boolean' } } as const;
export type KeyOptions = { readonly [Name in keyof typeof KEY_OPTIONS]?: string | undefined };

/** How usages name these options. */
export const KEY_USAGE = 'KEY';
/** What that stands for. */
export const KEY_HELP = `KEY is one of
  --key FILE --passphrase-file F
      A key file: PEM, or PKCS#12 (.p12, .pfx).
  --pkcs11-module LIBRARY [--token LABEL] [--key-label L] [--certificate CHAIN] --passphrase-file F
      A key on a smart card or HSM; F holds the PIN. L is label, id or name of a certificate on it.
      F may be - for standard input.
  --external FOLDER --certificate CERT
      A key that signs outside: what is to be signed is put into FOLDER, and the signature is waited for there.`;

/** A key that was named, as `openAnyKey` takes it. */
export interface ChosenKey {
  readonly path: string;
  readonly secret: string;
}

/** Whether the options name a key at all. */
export function namesKey(options: KeyOptions): boolean {
  return waysOf(options).length > 0;
}

/** The key that the options name. Throws `invalid-request` when they name none, or more than one. */
export async function chooseKey(context: EngineContext, options: KeyOptions): Promise<ChosenKey> {
  const [way, another] = waysOf(options);
  if (way === undefined || another !== undefined)
    throw new AppError('invalid-request', `Name one key. Nothing was done.\n${KEY_HELP}`);
  if (way === 'external') {
    const certificate = resolve(required(options.certificate, 'certificate'));
    const key = addExternal(context, certificate, resolve(options.external ?? ''));
    return { path: context.files.resolve(key.token), secret: '' };
  }
  const secret = readPassphrase(required(options['passphrase-file'], 'passphrase-file'));
  if (way === 'key') return { path: resolve(options.key ?? ''), secret };
  const library = resolve(options['pkcs11-module'] ?? '');
  const { token, certificate } = pick(await listCards(context, library), options);
  const key = await addCard(context, {
    library,
    serial: token.serial,
    label: token.label,
    fingerprint: certificate.fingerprint,
    chain: options.certificate === undefined ? null : resolve(options.certificate),
  });
  return { path: context.files.resolve(key.token), secret };
}

function waysOf(options: KeyOptions): ('key' | 'pkcs11-module' | 'external')[] {
  return (['key', 'pkcs11-module', 'external'] as const).filter((name) => options[name] !== undefined);
}

function pick(tokens: readonly CardTokenView[], options: KeyOptions) {
  const wanted = options['key-label'];
  const found = tokens
    .filter(({ label, serial }) => options.token === undefined || [label, serial].includes(options.token))
    .flatMap((token) => token.certificates.map((certificate) => ({ token, certificate })))
    .filter(({ certificate: { id, label, name, fingerprint, problem } }) =>
      wanted === undefined ? problem === null : [id, label, name, fingerprint].includes(wanted),
    );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = found.map(({ token, certificate }) => `${token.label}: ${certificate.label} (${certificate.name})`);
  throw new AppError(
    'not-found',
    found.length === 0
      ? 'No card in a reader has such a certificate. Nothing was done.'
      : `More than one certificate fits; say which with --token and --key-label. Nothing was done.\n${names.join('\n')}`,
  );
}
