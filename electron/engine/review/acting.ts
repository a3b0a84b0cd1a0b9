import type Database from 'better-sqlite3';
import { ROLES, type Role } from '../../../shared/contract/people.ts';
import { hasPeople, personById } from '../db/queries/people.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';

/**
 * Who acts in a case, given who signed in. A case without people has one reviewer, who may do everything. Throws
 * `invalid-request` where people are known and nobody signed in, or who did no longer takes part.
 */
export function actingIn(db: Database.Database, signedIn: string | null, reviewer: string): Acting {
  if (!hasPeople(db)) return { name: reviewer, person: null, roles: ROLES };
  const person = signedIn === null ? null : personById(db, signedIn);
  if (person === null)
    throw new AppError(
      'invalid-request',
      'This case has people with keys of their own, and nobody is signed in. Sign in on the People screen, or name your key with --key on the command line. Nothing was recorded.',
    );
  if (person.roles.length === 0)
    throw new AppError(
      'invalid-request',
      `${person.name} no longer takes part in this review. What they decided stays; somebody else must go on. Nothing was recorded.`,
    );
  return { name: person.name, person: person.id, roles: person.roles };
}

/** Who acts, given that they have one of the roles. Throws `invalid-request`. */
export function actingWith(context: { readonly acting: () => Acting }, ...roles: readonly [Role, ...Role[]]): Acting {
  const acting = context.acting();
  requireRole(acting, ...roles);
  return acting;
}

/** Throws `invalid-request` unless who acts has one of the roles. */
export function requireRole(acting: Acting, ...roles: readonly [Role, ...Role[]]): void {
  if (roles.some((role) => acting.roles.includes(role))) return;
  throw new AppError(
    'invalid-request',
    `${acting.name} has no role for this: it takes ${roles.map((role) => `${/^[ao]/.test(role) ? 'an' : 'a'} ${role}`).join(' or ')}. Nothing was recorded.`,
  );
}
