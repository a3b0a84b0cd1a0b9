import { classifyAgent } from './user-agents.ts';
import type { Trait } from './traits.ts';

/** A value that a connector showed first in the recent days. */
export interface Novelty {
  readonly kind: 'country' | 'network' | 'block' | 'agent';
  readonly value: string;
  readonly tenant: string;
  readonly log: string;
  readonly first: number;
  readonly importId: number;
  readonly line: number;
}

/** Times in UTC milliseconds: the recent days begin at `recent`, those they are compared with at `base`. */
export interface Periods {
  readonly base: number;
  readonly recent: number;
}

/**
 * Values first seen in the recent days, of kinds that the same log had shown before. Clients are told apart by product.
 * Where the connector acts for people, whose networks and clients change by themselves, a kind counts only when it had
 * shown nothing new in as many days before.
 */
export function newIn(traits: readonly Trait[], { base, recent }: Periods, until: number): readonly Novelty[] {
  const sightings = traits.flatMap((trait) => {
    const { kind, log } = trait;
    return isComparable(kind) && log !== null ? [{ ...trait, kind, log, value: valueOf(trait) }] : [];
  });
  return [...Map.groupBy(sightings, (one) => `${one.kind} ${one.isApp} ${one.log} ${one.tenant}`).values()].flatMap(
    (group) => {
      if (!group.some((one) => one.first < recent && one.last >= base)) return [];
      const firsts = [...Map.groupBy(group, (one) => one.value).values()].flatMap(
        (same) => same.toSorted((a, b) => a.first - b.first)[0] ?? [],
      );
      const settled = Math.max(recent - (until - recent), (base + recent) / 2);
      const isRestless = firsts.some((one) => !one.isApp && one.first >= settled && one.first < recent);
      return isRestless ? [] : firsts.flatMap((one) => (one.first >= recent ? noveltyOf(one) : []));
    },
  );
}

function noveltyOf({ kind, value, tenant, log, first, importId, line }: Novelty): Novelty {
  return { kind, value, tenant, log, first, importId, line };
}

function isComparable(kind: Trait['kind']): kind is Novelty['kind'] {
  return kind === 'country' || kind === 'network' || kind === 'block' || kind === 'agent';
}

function valueOf(trait: Trait): string {
  return trait.kind === 'agent' ? classifyAgent(trait.value).name : trait.value;
}
