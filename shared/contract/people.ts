import { z } from 'zod';
import { ROLES } from '../domain/roles.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

export { ROLE_LABELS, ROLES, type Role } from '../domain/roles.ts';

export const roleSchema = z.enum(ROLES);

/** Somebody who acts in a case, known by the certificate of their key. */
export const person = z.object({
  /** SHA-256 of the certificate: upper case, colons. */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** Address of the person's manager, or ''. */
  manager: z.string(),
  /** Empty for somebody who no longer takes part. */
  roles: z.array(roleSchema),
});
export type Person = z.output<typeof person>;

export const listedPerson = person.extend({
  /** End of the certificate, ISO 8601 UTC. */
  notAfter: z.iso.datetime(),
  isExpired: z.boolean(),
  isSignedIn: z.boolean(),
});
export type ListedPerson = z.output<typeof listedPerson>;

/** What a key or certificate file says of its owner. */
export const keyOwner = z.object({
  name: z.string(),
  email: z.string(),
  organization: z.string(),
  /** SHA-256 of the certificate: upper case, colons. */
  id: z.string(),
  notAfter: z.iso.datetime(),
  /** false for a certificate alone, which cannot sign. */
  hasKey: z.boolean(),
});
export type KeyOwner = z.output<typeof keyOwner>;

const reason = typedText.min(1).max(1000);
const manager = typedText.max(200);
const roles = z.array(roleSchema).max(ROLES.length);
const passphrase = z.string().max(1000);

/** Who works in the open case. */
export const sessionContract = {
  /** Who is signed in. `hasPeople` is false in a case with one reviewer, who may do everything. */
  'people.session': {
    params: z.object({}),
    result: z.object({ hasPeople: z.boolean(), person: person.nullable() }),
  },
} satisfies Contract;

export const peopleContract = {
  /** Everybody who ever took part, by name. */
  'people.list': { params: z.object({}), result: z.array(listedPerson) },
  /** Reads a key file or a certificate (PEM). */
  'people.describe': { params: z.object({ token: z.string() }), result: keyOwner },
  /**
   * Registers the owner of a key file or certificate. With a passphrase the key is opened first and its owner signed in;
   * the first person of a case is registered that way only.
   */
  'people.add': {
    params: z.object({ token: z.string(), manager, roles, reason, passphrase: passphrase.nullable() }),
    result: person,
  },
  /** Changes roles and manager; without roles the person is taken out. */
  'people.change': { params: z.object({ person: z.string(), manager, roles, reason }), result: person },
  /** Signs in with a key file, in place of who was signed in; makes a signed checkpoint. */
  'people.signIn': { params: z.object({ keyToken: z.string(), passphrase }), result: person },
  /** Signs out; with a key, what was done is sealed by a signed checkpoint. */
  'people.signOut': {
    params: z.object({ seal: z.object({ keyToken: z.string(), passphrase }).nullable() }),
    result: z.object({}),
  },
  /** Makes a signed checkpoint and answers how many entries it covers. */
  'people.seal': { params: z.object({ keyToken: z.string(), passphrase }), result: z.object({ count: z.int() }) },
} satisfies Contract;
