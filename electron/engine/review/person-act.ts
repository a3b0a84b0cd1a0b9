import type Database from 'better-sqlite3';
import { type Person, ROLES, type Role } from '../../../shared/contract/people.ts';
import { hasPeople, listPeople, personById } from '../db/queries/people.ts';
import { prepared } from '../db/prepared.ts';
import { PERSON_ADDED } from '../evidence/checkpoint-layout.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import type { KnownOwner } from '../signing/key-owner.ts';
import { appendJournal } from './journal.ts';

export interface PersonTerms {
  /** Address of the person's manager, or ''. */
  readonly manager: string;
  readonly roles: readonly Role[];
  readonly reason: string;
}

/**
 * Registers somebody by their certificate, or takes somebody in again who was taken out. Throws `invalid-request` for roles
 * that make no sense and a certificate that has ended, `conflict` for somebody who takes part already.
 */
export function addPerson(
  db: Database.Database,
  owner: KnownOwner,
  terms: PersonTerms,
  acting: Acting,
  now: number,
): Person {
  if (Date.parse(owner.notAfter) < now)
    refuse(`The certificate of ${owner.name} ended on ${owner.notAfter.slice(0, 10)}: they could not sign in.`);
  const before = personById(db, owner.id);
  if (before !== null && before.roles.length > 0)
    throw new AppError(
      'conflict',
      `${before.name} takes part in this case already, with this key. Nothing was recorded.`,
    );
  const roles = sensible(terms.roles);
  if (roles.length === 0) refuse(`Choose at least one role for ${owner.name}.`);
  if (!hasPeople(db) && !roles.includes('preparer'))
    refuse('The first person needs the role of a preparer: nobody else could add the others.');
  return record(db, PERSON_ADDED, owner, { ...terms, roles }, before?.roles ?? [], acting, now);
}

/**
 * Changes roles and manager of somebody; no roles take them out, and what they did stays. Throws `not-found`,
 * `invalid-request` for roles that make no sense, `conflict` when nobody would be left to prepare.
 */
export function changePerson(
  db: Database.Database,
  id: string,
  terms: PersonTerms,
  acting: Acting,
  now: number,
): Person {
  const before = personById(db, id);
  if (before === null) throw new AppError('not-found', 'That person is not in this case. Nothing was recorded.');
  const roles = sensible(terms.roles);
  if (before.roles.join() === roles.join() && before.manager === terms.manager)
    throw new AppError('conflict', `That is what ${before.name} has already. Nothing was recorded.`);
  const others = listPeople(db).filter((person) => person.id !== id);
  if (!roles.includes('preparer') && !others.some((person) => person.roles.includes('preparer')))
    throw new AppError(
      'conflict',
      `${before.name} is the only preparer. Give somebody else that role first: otherwise nobody could import, plan or add people. Nothing was recorded.`,
    );
  const certificate =
    prepared<[string], { certificate: string }>(db, 'SELECT certificate FROM v_person WHERE person = ?').get(id)
      ?.certificate ?? '';
  const type = roles.length === 0 ? 'person-removed' : before.roles.length === 0 ? PERSON_ADDED : 'person-changed';
  return record(db, type, { ...before, certificate }, { ...terms, roles }, before.roles, acting, now);
}

/** Roles in their order, each once. An observer records nothing, so that role stands alone. */
function sensible(roles: readonly Role[]): Role[] {
  const chosen = ROLES.filter((role) => roles.includes(role));
  if (chosen.includes('observer') && chosen.length > 1)
    refuse('An observer records nothing, so that role cannot stand beside another.');
  return chosen;
}

/** Journal entry and row in one durable transaction. */
function record(
  db: Database.Database,
  type: string,
  owner: Pick<KnownOwner, 'id' | 'name' | 'email' | 'certificate'>,
  terms: PersonTerms,
  before: readonly Role[],
  acting: Acting,
  now: number,
): Person {
  const { id, name, email, certificate } = owner;
  const { manager, reason } = terms;
  const roles = [...terms.roles];
  db.transaction(() => {
    const payload = {
      person: id,
      name,
      email,
      manager,
      certificate,
      roles,
      before: [...before],
      reason,
      by: acting.person,
    };
    const seq = appendJournal(db, { at: now, actor: acting.name, type, payload });
    prepared(
      db,
      `INSERT INTO person_act (seq, person, name, email, manager, certificate, roles, reason, acted_by, acted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      seq,
      id,
      name,
      email,
      manager,
      certificate,
      JSON.stringify(roles),
      reason,
      acting.name,
      new Date(now).toISOString(),
    );
  }).immediate();
  return { id, name, email, manager, roles };
}

function refuse(sentence: string): never {
  throw new AppError('invalid-request', `${sentence} Nothing was recorded.`);
}
