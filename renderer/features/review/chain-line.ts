import type { ConnectorTrust } from '../../../shared/contract/trust.ts';
import { STEP_LABELS, type TrustNode } from '../connector/trust.ts';

/** One step of the short chain: how the node is reached, and the node. */
export interface ChainStep {
  readonly how: string;
  readonly isInferred: boolean;
  readonly node: TrustNode;
}

/** The longest way from the connector, at most four steps; of equally long ones the first of the answer. */
export function longestChain({ start, nodes, edges }: ConnectorTrust): ChainStep[] {
  const deepest = nodes.reduce<TrustNode | null>((found, node) => (node.hop > (found?.hop ?? 0) ? node : found), null);
  const steps: ChainStep[] = [];
  let at = deepest;
  while (at !== null && at.id !== start && steps.length < 4) {
    const node = at;
    const hopOf = (id: string) => nodes.find((candidate) => candidate.id === id)?.hop ?? Infinity;
    const edge = edges
      .filter(({ to, from }) => to === node.id && hopOf(from) < node.hop)
      .reduce<ConnectorTrust['edges'][number] | null>(
        (best, candidate) => (best === null || hopOf(candidate.from) > hopOf(best.from) ? candidate : best),
        null,
      );
    if (edge === null) break;
    steps.unshift({ how: STEP_LABELS[edge.kind], isInferred: edge.inferred, node });
    at = nodes.find((candidate) => candidate.id === edge.from) ?? null;
  }
  return steps;
}
