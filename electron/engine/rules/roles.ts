import { createRegisterEntries } from './register-entries.ts';
import type { People } from './people.ts';
import type { RuleContext } from './rule.ts';
import { endOf, startOf } from '../lib/stated-dates.ts';

interface Role {
  /** Lower case. */
  readonly person: string;
  readonly role: string;
  readonly since: number | null;
  readonly ends: number | null;
  readonly isBreakGlass: boolean;
  readonly isApprover: boolean;
}

export interface Roles {
  readonly hasRegister: boolean;
  /** As-of time of the newest register: of what came later it says nothing. */
  readonly asOf: number;
  /** Whether anything says which roles may approve: the policy, or the register itself. */
  readonly namesApprovers: boolean;
  isBreakGlass(names: readonly string[]): boolean;
  /** Roles that the person held at the moment, as the register writes them. */
  heldAt(names: readonly string[], time: number): readonly string[];
  mayApprove(names: readonly string[], time: number): boolean;
}

/** Every name of a person or account by which a register may know it. */
export function namesOf(people: People, who: string | number): readonly string[] {
  const id = typeof who === 'number' ? who : people.identify(who);
  return [...(typeof who === 'string' ? [who] : []), ...(id === null ? [] : people.namesOf(id))].map((name) =>
    name.trim().toLowerCase(),
  );
}

/**
 * Reads the register of roles. A role counts at a moment when any of its files lists it for then; a role without dates
 * counts always. Accounts and roles of the policy come beside those of the register.
 */
export function readRoles(context: RuleContext): Roles {
  const { policy } = context;
  const entries = context.read(createRegisterEntries)('roles');
  const roles: readonly Role[] = entries.map(({ values }) => ({
    person: (values['person'] ?? '').toLowerCase(),
    role: values['role'] ?? '',
    since: startOf(values['since']),
    ends: endOf(values['until']),
    isBreakGlass: values['breakGlass'] === 'yes',
    isApprover: values['approver'] === 'yes',
  }));
  const byPerson = Map.groupBy(roles, (role) => role.person);
  const allowed = new Set(policy.approverRoles.map((role) => role.toLowerCase()));
  const emergency = new Set([
    ...policy.breakGlassAccounts.map((account) => account.toLowerCase()),
    ...roles.filter((role) => role.isBreakGlass).map((role) => role.person),
  ]);
  const held = (names: readonly string[], time: number): readonly Role[] =>
    names
      .flatMap((name) => byPerson.get(name) ?? [])
      .filter((role) => (role.since ?? time) <= time && (role.ends === null || role.ends > time));
  return {
    hasRegister: entries.length > 0,
    asOf: Math.max(0, ...entries.map((entry) => entry.asOf)),
    namesApprovers: allowed.size > 0 || roles.some((role) => role.isApprover),
    isBreakGlass: (names) => names.some((name) => emergency.has(name)),
    heldAt: (names, time) => [...new Set(held(names, time).map((role) => role.role))].filter((role) => role !== ''),
    mayApprove: (names, time) =>
      held(names, time).some((role) => (allowed.size > 0 ? allowed.has(role.role.toLowerCase()) : role.isApprover)),
  };
}
