import type { ConnectorTrust, TrustEdgeKind } from '../../../shared/contract/trust.ts';

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
  readonly edges: readonly { readonly edge: TrustEdge; readonly path: string }[];
}

export const BOX = { width: 228, height: 60, gapX: 60, gapY: 16 } as const;

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
  const lines = edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ edge, from, to }];
  });
  const hasDetours = lines.some(({ from, to }) => to.node.hop > from.node.hop + 1);
  const lane = height + BOX.gapY;
  return {
    width: columns.size * (BOX.width + BOX.gapX) - BOX.gapX,
    height: hasDetours ? lane + BOX.gapY : height,
    nodes: placed,
    edges: lines.map(({ edge, from, to }) => ({ edge, path: pathBetween(from, to, lane) })),
  };
}

/** A curve from box to box; around others below all of them, and for two of one column around their right sides. */
function pathBetween(from: PlacedNode, to: PlacedNode, lane: number): string {
  const [startX, startY] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [endX, endY] = [to.x, to.y + BOX.height / 2];
  const half = BOX.gapX / 2;
  if (to.node.hop > from.node.hop + 1) {
    const [down, up] = [startX + BOX.gapX, endX - BOX.gapX];
    return (
      `M${startX} ${startY}C${startX + half} ${startY} ${startX + half} ${lane} ${down} ${lane}` +
      `L${up} ${lane}C${endX - half} ${lane} ${endX - half} ${endY} ${endX} ${endY}`
    );
  }
  if (endX <= startX) {
    const [side, away] = [to.x + BOX.width, Math.max(startX, to.x + BOX.width) + half];
    return `M${startX} ${startY}C${away} ${startY} ${away} ${endY} ${side} ${endY}`;
  }
  const middle = (startX + endX) / 2;
  return `M${startX} ${startY}C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}`;
}
