import { AppError } from '../lib/errors.ts';

/** For each node, everything reachable from it (itself excluded). */
export type Closure = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The transitive closure of "includes". Throws `corrupt-input` when a scope includes itself through others, since
 * "smallest covering grant" has no meaning then.
 */
export function closureOf(edges: ReadonlyMap<string, readonly string[]>): Closure {
  const done = new Map<string, ReadonlySet<string>>();
  const open = new Set<string>();
  function visit(node: string): ReadonlySet<string> {
    const known = done.get(node);
    if (known) return known;
    if (open.has(node)) {
      throw new AppError(
        'corrupt-input',
        `The scope catalog says that “${node}” includes itself through other scopes. Nothing was assessed. Install the catalog again.`,
      );
    }
    open.add(node);
    const below = new Set<string>();
    for (const child of edges.get(node) ?? []) {
      below.add(child);
      for (const deeper of visit(child)) below.add(deeper);
    }
    open.delete(node);
    done.set(node, below);
    return below;
  }
  for (const node of edges.keys()) visit(node);
  return done;
}

/** The same relation upside down: for each node, everything it can be reached from. */
export function inverted(closure: Closure): Closure {
  const above = new Map<string, Set<string>>();
  for (const [upper, lowers] of closure) {
    for (const lower of lowers) {
      const known = above.get(lower);
      if (known) known.add(upper);
      else above.set(lower, new Set([upper]));
    }
  }
  return above;
}
