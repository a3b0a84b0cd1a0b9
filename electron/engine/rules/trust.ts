import type { RuleContext } from './rule.ts';

/** A step of trust, from whoever holds something to what it reaches. */
export interface TrustEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** No record says it; something near to it was read. */
  readonly isInferred: boolean;
  /** With a step to data: the highest of the scopes. */
  readonly tierRank: number | null;
  readonly importId: number;
  readonly line: number;
  readonly note: string;
}

export interface TrustNode {
  readonly node: string;
  readonly connector: number | null;
  readonly platform: string;
  readonly label: string;
  /** What makes it pass data on, in words; null when nothing does. */
  readonly broker: string | null;
}

/** A path from one connector through others to data. */
export type Chain = readonly [TrustEdge, TrustEdge, ...TrustEdge[]];

export interface TrustGraph {
  /** Node of a connector, by its row id. */
  readonly ofConnector: ReadonlyMap<number, TrustNode>;
  readonly label: (node: string) => string;
  readonly platform: (node: string) => string;
  /**
   * Paths of at least two and at most `depth` steps from a node to data: for each connector that can be reached, the
   * shortest path of cited steps where there is one, else the shortest.
   */
  readonly chains: (node: string, depth: number) => readonly Chain[];
}

interface EdgeRow {
  readonly from_node: string;
  readonly to_node: string;
  readonly kind: string;
  readonly is_inferred: number;
  readonly tier_rank: number | null;
  readonly import_id: number;
  readonly line: number;
  readonly note: string;
}

export function readTrust({ db }: RuleContext): TrustGraph {
  const nodes = db
    .prepare<[], TrustNode>('SELECT node, connector, platform, label, broker FROM v_trust_node ORDER BY node')
    .all();
  const edges = db
    .prepare<[], EdgeRow>(
      `SELECT from_node, to_node, kind, is_inferred, tier_rank, import_id, line, note
       FROM v_trust_edge
       ORDER BY from_node, to_node, kind`,
    )
    .all()
    .map((row) => ({
      from: row.from_node,
      to: row.to_node,
      kind: row.kind,
      isInferred: row.is_inferred === 1,
      tierRank: row.tier_rank,
      importId: row.import_id,
      line: row.line,
      note: row.note,
    }));
  const byNode = new Map(nodes.map((node) => [node.node, node]));
  const data = Map.groupBy(
    edges.filter((edge) => edge.kind === 'grant'),
    (edge) => edge.from,
  );
  const steps = Map.groupBy(
    edges.filter((edge) => edge.kind !== 'grant'),
    (edge) => edge.from,
  );
  return {
    ofConnector: new Map(nodes.flatMap((node) => (node.connector === null ? [] : [[node.connector, node]]))),
    label: (node) => byNode.get(node)?.label ?? node,
    platform: (node) => byNode.get(node)?.platform ?? '',
    chains(start, depth) {
      if (!steps.has(start)) return [];
      const cited = shortest(start, depth - 1, (node) => (steps.get(node) ?? []).filter((edge) => !edge.isInferred));
      const any = shortest(start, depth - 1, (node) => steps.get(node) ?? []);
      return [...any.keys()].toSorted().flatMap((end) => {
        const path = cited.get(end) ?? any.get(end) ?? [];
        return (data.get(end) ?? []).flatMap((last): Chain[] => {
          const [first, ...rest] = path;
          if (first === undefined) return [];
          const [second, ...further] = [...rest, last];
          return second === undefined ? [] : [[first, second, ...further]];
        });
      });
    },
  };
}

/** The shortest path of at most `depth` steps to every node that can be reached, the first in the order of names among equals. */
function shortest(
  start: string,
  depth: number,
  stepsFrom: (node: string) => readonly TrustEdge[],
): ReadonlyMap<string, readonly TrustEdge[]> {
  const paths = new Map<string, readonly TrustEdge[]>([[start, []]]);
  let reached = [start];
  for (let length = 1; length <= depth && reached.length > 0; length += 1) {
    const next: string[] = [];
    for (const node of reached)
      for (const edge of stepsFrom(node)) {
        if (paths.has(edge.to)) continue;
        paths.set(edge.to, [...(paths.get(node) ?? []), edge]);
        next.push(edge.to);
      }
    reached = next;
  }
  paths.delete(start);
  return paths;
}
