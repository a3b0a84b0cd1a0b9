import type { ConnectorTrust, TrustEdgeKind } from '../../../shared/contract/inventory.ts';

export type TrustNode = ConnectorTrust['nodes'][number];
export type TrustEdge = ConnectorTrust['edges'][number];

/** How each kind of step reads between two names. */
export const STEP_LABELS: Readonly<Record<TrustEdgeKind, string>> = {
  grant: 'may reach',
  'acts-as': 'acts as',
  uses: 'holds a grant to',
  calls: 'calls the API of',
  'same-vendor': 'same vendor as',
  owns: 'owns',
};

export interface PlacedNode {
  readonly node: TrustNode;
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly edge: TrustEdge; readonly from: PlacedNode; readonly to: PlacedNode }[];
}

export const BOX = { width: 208, height: 44, gapX: 92, gapY: 16 } as const;

/** Puts the nodes in columns by their steps from the connector, in the order of the answer. */
export function placeNodes({ nodes, edges }: ConnectorTrust): Drawing {
  const columns = Map.groupBy(nodes, (node) => node.hop);
  const rows = Math.max(1, ...[...columns.values()].map((column) => column.length));
  const height = rows * (BOX.height + BOX.gapY) - BOX.gapY;
  const placed = [...columns].flatMap(([hop, column]) => {
    const top = (height - (column.length * (BOX.height + BOX.gapY) - BOX.gapY)) / 2;
    return column.map((node, index) => ({
      node,
      x: hop * (BOX.width + BOX.gapX),
      y: top + index * (BOX.height + BOX.gapY),
    }));
  });
  const byId = new Map(placed.map((one) => [one.node.id, one]));
  return {
    width: columns.size * (BOX.width + BOX.gapX) - BOX.gapX,
    height,
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
      return from === undefined || to === undefined ? [] : [{ edge, from, to }];
    }),
  };
}
