import type { Fact, Mapped } from '../importer.ts';

/** What PowerShell writes in place of a list or an object that it did not unfold. */
const TYPE_NAME = /^(?:System\.(?:Object|String)\[\]|System\.Collections\.|@\{)/;

/**
 * Rejects a record whose scopes are the name of a type: the exporter lost them, and neither that name nor “none” is what
 * was granted.
 */
export function withoutLostScopes(mapped: Mapped): Mapped {
  if (!('facts' in mapped) || !mapped.facts.some(hasLostScopes)) return mapped;
  return { rejected: 'the scopes were lost in the export: PowerShell wrote the name of a type in place of the list' };
}

function hasLostScopes(fact: Fact): boolean {
  return (
    (fact.fact === 'grant' || fact.fact === 'event') && fact.scopes?.some((scope) => TYPE_NAME.test(scope)) === true
  );
}
