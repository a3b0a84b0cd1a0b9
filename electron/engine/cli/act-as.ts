import { resolve } from 'node:path';
import { hasPeople } from '../db/queries/people.ts';
import type { Engine } from '../engine.ts';
import { openPersonKey } from '../handlers/people.ts';
import { AppError } from '../lib/errors.ts';
import { makeCheckpoint } from '../review/checkpoint.ts';
import { required } from './command.ts';
import { readPassphrase } from './key.ts';

/** The options of a command that records something, and how its usage names them. */
export interface KeyOptions {
  readonly key?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
}
/** How such a command reads them from its line. */
export const KEY_OPTIONS = { key: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const;
export const KEY_USAGE = '--key FILE --passphrase-file F';

/**
 * From here on acts are those of the owner of the key. Answers what to call when they are done: a signed checkpoint then
 * covers them. Without a key nobody is signed in, which a case with people refuses where something is recorded.
 */
export function actAs({ context }: Engine, options: KeyOptions): () => Promise<void> {
  if (options.key === undefined) return () => Promise.resolve();
  const { db } = context.open();
  if (!hasPeople(db))
    throw new AppError('invalid-request', 'This case has no people with keys: leave --key out. Nothing was recorded.');
  const passphrase = readPassphrase(required(options['passphrase-file'], 'passphrase-file'));
  const { signer } = openPersonKey(context, resolve(options.key), passphrase);
  context.session.person = signer.fingerprint;
  return async () => {
    await makeCheckpoint(db, signer, 'seal', context.now());
  };
}
