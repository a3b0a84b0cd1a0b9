import { hasPeople } from '../db/queries/people.ts';
import type { Engine } from '../engine.ts';
import { JOURNAL, openPersonKey } from '../handlers/people.ts';
import { AppError } from '../lib/errors.ts';
import { makeCheckpoint } from '../review/checkpoint.ts';
import { chooseKey, type KeyOptions, namesKey } from './key-choice.ts';

/**
 * From here on acts are those of the owner of the key. Answers what to call when they are done: a signed checkpoint then
 * covers them. Without a key nobody is signed in, which a case with people refuses where something is recorded.
 */
export async function actAs({ context }: Engine, options: KeyOptions): Promise<() => Promise<void>> {
  if (!namesKey(options)) return () => Promise.resolve();
  const { db } = context.open();
  if (!hasPeople(db))
    throw new AppError('invalid-request', 'This case has no people with keys: leave --key out. Nothing was recorded.');
  const { path, secret } = await chooseKey(context, options);
  const { signer } = await openPersonKey(context, path, secret, JOURNAL);
  context.session.person = signer.fingerprint;
  return async () => {
    await makeCheckpoint(db, signer, 'seal', context.now());
  };
}
