import { isProduction } from '../importers/parts/environment-words.ts';
import { createRegisterEntries, spotOf } from './register-entries.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';

/** What a tenant is for, by the register of environments. */
export interface Environment {
  /** In the words of the register. */
  readonly label: string;
  readonly isProduction: boolean | null;
  /** Who answers for the tenant; '' when the register does not say. */
  readonly owner: string;
  readonly spot: EvidenceSpot;
}

/** The environment of a tenant as the newest register tells it; a tenant goes by its id, name or domain. */
export function readEnvironments(context: RuleContext): (tenant: string) => Environment | null {
  const environments = new Map<string, Environment>();
  for (const entry of createRegisterEntries(context)('environments')) {
    const { environment = '', isProduction: stated, name = '', domain = '', owner = '' } = entry.values;
    if (environment === '') continue;
    const said: Environment = {
      label: environment,
      isProduction: stated === undefined ? null : stated === 'yes',
      owner: spelling(owner),
      spot: spotOf(entry, `tenant ${entry.key}: ${environment}`),
    };
    for (const id of [entry.key, name, ...domain.split(/[;,\s]+/)].map(spelling))
      if (id !== '') environments.set(id, said);
  }
  return (tenant) => environments.get(spelling(tenant)) ?? null;
}

function spelling(text: string): string {
  return text.trim().toLowerCase();
}

/** Labels that mean the same: all words for production are one environment, others are compared as written. */
export function environmentKey(label: string): string {
  return isProduction(label) === 'yes' ? 'production' : spelling(label);
}
