import { isSignInOnly, itemsByConnector, NO_SCOPES, readItems, type RuleItem } from './items.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { readTrust, type Chain, type TrustGraph } from './trust.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const MOST_SPOTS = 8;

/**
 * Per connector: it reaches data through another one, because the account that holds its grant holds that one's grants too,
 * because it is granted the API of that one, or because it is a broker that is at home on another platform. Each step names
 * the record it rests on; a path with an inferred step is of medium severity whatever it reaches.
 */
export default defineRule({
  id: 'CS-35',
  title: 'Chained delegated trust',
  controls: {
    owasp: ['NHI3:2025'],
    csf: ['GV.SC-07', 'ID.AM-04'],
    cis: ['15.6'],
    iso: ['A.5.21', 'A.5.22'],
    nist: ['AC-20', 'SA-9', 'SR-6'],
    soc2: ['CC9.2'],
  },
  recommendation: 'conditional',
  recommendedAction:
    'Set a condition and a date, and have what lies behind the connector written down; for tier 4 approve each use anew.',
  *evaluate(context) {
    const graph = context.read(readTrust);
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, graph, items);
  },
});

interface Ranked {
  readonly chain: Chain;
  readonly tier: number;
  readonly isCited: boolean;
  readonly isHigh: boolean;
}

function judge({ asOf, policy }: RuleContext, graph: TrustGraph, items: readonly [RuleItem, ...RuleItem[]]): Verdict {
  const [connector] = items;
  const subject = { connector: connector.connector, item: null };
  const node = graph.ofConnector.get(connector.connector);
  const chains = node === undefined ? [] : graph.chains(node.node, policy.chainDepth);
  const [worst, ...others] = chains.map((chain) => rank(chain, connector, graph)).toSorted(byWeight);
  if (worst !== undefined) {
    const reach = [...new Set([worst, ...others].map(({ chain }) => graph.label(endOf(chain))))].toSorted();
    const tier = Math.max(worst.tier, ...others.map((other) => other.tier), ...items.map((item) => item.tierRank));
    return finding(subject, {
      severity: worst.isHigh ? 'high' : 'medium',
      sentence:
        `${connector.name} reaches tier ${worst.tier} data through others: ${pathText(worst.chain, graph)}${inferredText(worst, graph)}` +
        `${others.length === 0 ? '' : `; ${counted(others.length, 'further path leads', 'further paths lead')} on`}` +
        `; own grants and paths together come to tier ${tier}, and to ${listed(reach, 3)} (exports up to ${dateText(asOf)}).`,
      evidence: worst.chain.map((edge) => spotOf(edge, graph)).slice(0, MOST_SPOTS),
    });
  }
  if (items.every((item) => item.scopes.length === 0)) return undeterminable(subject, NO_SCOPES);
  if (items.every(isSignInOnly)) return notApplicable(subject);
  if (node !== undefined && node.broker !== null)
    return undeterminable(
      subject,
      `What ${connector.name} (${node.broker}) holds elsewhere: no imported export of another platform lists a grant of it.`,
    );
  return clear(subject);
}

function endOf(chain: Chain): string {
  return chain.at(-1)?.to ?? chain[1].to;
}

function rank(chain: Chain, connector: RuleItem, graph: TrustGraph): Ranked {
  const tier = chain.at(-1)?.tierRank ?? 0;
  const isCited = chain.every((edge) => !edge.isInferred);
  return { chain, tier, isCited, isHigh: isCited && tier >= 3 && graph.platform(endOf(chain)) !== connector.platform };
}

/** The gravest first; of equal ones the shortest, then in the order of their names. */
function byWeight(a: Ranked, b: Ranked): number {
  return (
    Number(b.isHigh) - Number(a.isHigh) ||
    b.tier - a.tier ||
    Number(b.isCited) - Number(a.isCited) ||
    a.chain.length - b.chain.length ||
    (nodesText(a.chain) < nodesText(b.chain) ? -1 : 1)
  );
}

function nodesText(chain: Chain): string {
  return [chain[0].from, ...chain.map((edge) => edge.to)].join('\n');
}

function pathText(chain: Chain, graph: TrustGraph): string {
  return [chain[0].from, ...chain.map((edge) => edge.to)].map(graph.label).join(' -> ');
}

function inferredText({ chain }: Ranked, graph: TrustGraph): string {
  const inferred = chain.filter((edge) => edge.isInferred);
  return inferred.length === 0
    ? ''
    : `, where ${listed(inferred.map((edge) => `the step to ${graph.label(edge.to)} is ${edge.note.replace('inferred: ', 'inferred, ')}`))}`;
}

function spotOf(edge: Chain[number], graph: TrustGraph): EvidenceSpot {
  return {
    importId: edge.importId,
    line: edge.line,
    note: `${graph.label(edge.from)} -> ${graph.label(edge.to)}: ${edge.note}`,
  };
}
