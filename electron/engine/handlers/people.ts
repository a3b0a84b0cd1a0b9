import type { ListedPerson, Person, peopleContract } from '../../../shared/contract/people.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { certificateEnds, hasPeople, listPeople, personById } from '../db/queries/people.ts';
import type { CheckpointAct } from '../evidence/checkpoint-layout.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { makeCheckpoint } from '../review/checkpoint.ts';
import { appendJournal } from '../review/journal.ts';
import { addPerson, changePerson } from '../review/person-act.ts';
import { ownerOf } from '../signing/key-owner.ts';
import type { Parts } from '../signing/hand-off.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import { assertCanSignAt } from '../signing/open-key.ts';
import type { Signer } from '../signing/signer.ts';
import type { EngineContext } from './context.ts';
import { ownerOfKey } from './keys.ts';

const SIGN_IN: Parts = ['the sign-in'];
/** What is signed when only the journal is. */
export const JOURNAL: Parts = ['the journal so far'];

/** People by their keys, signing in and out, sealing what was done. */
export function peopleHandlers(context: EngineContext): Handlers<typeof peopleContract, unknown> {
  const changed = (): void => {
    // Who is signed in shows at once; the rest may take its time.
    context.changed('people');
    context.changed('workspace', 'review', 'journal', 'report');
  };
  return {
    'people.list': () => listedPeople(context),
    'people.describe': ({ token }) => {
      const { certificate: _, ...owner } = ownerOfKey(context, context.files.resolve(token));
      return owner;
    },
    'people.add': async ({ token, passphrase, ...terms }) => {
      const { db } = context.open();
      const acting = actingWith(context, 'preparer');
      const path = context.files.resolve(token);
      if (passphrase === null) {
        if (!hasPeople(db))
          throw new AppError(
            'invalid-request',
            'The first person of a case signs in at once: choose a key file and give its passphrase. Nothing was recorded.',
          );
        const added = addPerson(db, ownerOfKey(context, path), terms, acting, context.now());
        changed();
        return added;
      }
      const signer = await openAnyKey(context, path, passphrase, SIGN_IN);
      assertCanSignAt(signer, new Date(context.now()));
      const added = addPerson(db, ownerOf(path, signer.certificate, true), terms, acting, context.now());
      await enter(context, signer);
      changed();
      return added;
    },
    'people.change': ({ person, ...terms }) => {
      const { db } = context.open();
      const after = changePerson(db, person, terms, actingWith(context, 'preparer'), context.now());
      changed();
      return after;
    },
    'people.signIn': async ({ keyToken, passphrase }) => {
      const { signer, person } = await openPersonKey(context, context.files.resolve(keyToken), passphrase, SIGN_IN);
      await enter(context, signer);
      changed();
      return person;
    },
    'people.signOut': async ({ seal }) => {
      const { db } = context.open();
      if (seal !== null) await sealWork(context, context.files.resolve(seal.keyToken), seal.passphrase, 'sign-out');
      else if (context.session.person !== null)
        appendJournal(db, {
          at: context.now(),
          actor: context.actor(),
          type: 'signed-out',
          payload: { person: context.session.person },
        });
      context.session.person = null;
      changed();
      return {};
    },
    'people.seal': async ({ keyToken, passphrase }) => {
      const count = await sealWork(context, context.files.resolve(keyToken), passphrase, 'seal');
      changed();
      return { count };
    },
  };
}

/** Everybody who ever took part. */
export function listedPeople(context: EngineContext): ListedPerson[] {
  const { db } = context.open();
  const ends = certificateEnds(db);
  return listPeople(db).map((person) => {
    const notAfter = ends.get(person.id) ?? 0;
    return {
      ...person,
      notAfter: new Date(notAfter).toISOString(),
      isExpired: notAfter < context.now(),
      isSignedIn: person.id === context.session.person,
    };
  });
}

/**
 * Opens a key for one act, in which these parts are signed, and finds whose it is. Throws `wrong-passphrase`, `corrupt-input`, `not-found`, and
 * `invalid-request` when the key belongs to nobody who takes part.
 */
export async function openPersonKey(
  context: EngineContext,
  path: string,
  passphrase: string,
  parts: Parts,
): Promise<{ readonly signer: Signer; readonly person: Person }> {
  const { db } = context.open();
  if (!hasPeople(db))
    throw new AppError(
      'invalid-request',
      'This case knows nobody by a key yet. Add yourself on the People screen first. Nothing was recorded.',
    );
  const signer = await openAnyKey(context, path, passphrase, parts);
  const person = personById(db, signer.fingerprint);
  if (person === null)
    throw new AppError(
      'invalid-request',
      `The key of ${signer.commonName} belongs to nobody in this case. A preparer has to add them first; a new key of somebody known has to be added as well. Nothing was recorded.`,
    );
  if (person.roles.length === 0)
    throw new AppError('invalid-request', `${person.name} no longer takes part in this review. Nothing was recorded.`);
  return { signer, person };
}

/** From here on acts are this person's. The checkpoint proves that the key was at hand. */
async function enter(context: EngineContext, signer: Signer): Promise<void> {
  const opened = context.open();
  await makeCheckpoint(opened.db, signer, 'sign-in', context.now());
  // Another case may have been opened while the key was at work.
  if (context.session.current === opened) context.session.person = signer.fingerprint;
}

/** In a case with people only who is signed in seals, with their own key; answers how many entries are covered. */
async function sealWork(context: EngineContext, path: string, passphrase: string, act: CheckpointAct): Promise<number> {
  const { person } = context.acting();
  const signer = await openAnyKey(context, path, passphrase, JOURNAL);
  assertOwnKey(context, person, signer);
  return (await makeCheckpoint(context.open().db, signer, act, context.now())).count;
}

/** Throws `invalid-request` unless the key is that of who is signed in; any key will do in a case without people. */
export function assertOwnKey(context: EngineContext, person: string | null, signer: Signer): void {
  if (person === null || signer.fingerprint === person) return;
  throw new AppError(
    'invalid-request',
    `This is the key of ${signer.commonName}, but ${context.actor()} is signed in. Choose your own key, or let ${signer.commonName} sign in. Nothing was signed.`,
  );
}
