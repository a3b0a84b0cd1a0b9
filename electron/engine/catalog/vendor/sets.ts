import type { CatalogPatch } from './patch.ts';

type NamedSet = CatalogPatch['sets'][number];

/** Collects the distinct permission sets of calls: thousands of calls share a few hundred. */
export interface SetCollector {
  readonly rows: NamedSet[];
  readonly add: (set: NamedSet) => number;
}

export function collectSets(): SetCollector {
  const rows: NamedSet[] = [];
  const known = new Map<string, number>();
  return {
    rows,
    add(set) {
      const sorted = set.map((names) => [...new Set(names)].toSorted());
      const key = JSON.stringify(sorted);
      const found = known.get(key);
      if (found !== undefined) return found;
      const [d = [], dLeast = [], a = [], aLeast = []] = sorted;
      rows.push([d, dLeast, a, aLeast]);
      known.set(key, rows.length - 1);
      return rows.length - 1;
    },
  };
}

/** What a scope does, told by the last words of its name; only for scopes that the catalog does not know. */
export function verbOfName(name: string): 'read' | 'write' | 'admin' | 'unknown' {
  if (/(^|[.:_-])(fullcontrol|manage|admin)([.:_-]|$)/i.test(name)) return 'admin';
  if (/(readwrite|write|send|create|delete|update|compose|modify)/i.test(name)) return 'write';
  return /read/i.test(name) ? 'read' : 'unknown';
}
