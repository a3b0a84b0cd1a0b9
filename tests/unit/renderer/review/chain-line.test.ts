import { describe, expect, it } from 'vitest';
import { longestChain } from '../../../../renderer/features/review/chain-line.ts';
import type { ConnectorTrust } from '../../../../shared/contract/trust.ts';

const node = (id: string, hop: number): ConnectorTrust['nodes'][number] => ({
  id,
  kind: hop === 0 ? 'connector' : 'data',
  connectorId: null,
  platform: null,
  label: id.toUpperCase(),
  broker: null,
  hop,
});
const edge = (from: string, to: string, inferred = false): ConnectorTrust['edges'][number] => ({
  from,
  to,
  kind: 'grant',
  inferred,
  tierRank: 3,
  note: '',
  importId: 1,
  file: 'f',
  line: 1,
});
const labels = (trust: ConnectorTrust) => longestChain(trust).map((step) => step.node.label);

describe('the short chain', () => {
  it('is the longest way, step by step, without detours', () => {
    const trust = {
      start: 'app',
      nodes: [node('app', 0), node('mail', 1), node('bot', 1), node('crm', 2), node('files', 3)],
      edges: [
        edge('app', 'mail'),
        edge('app', 'bot', true),
        edge('bot', 'crm'),
        edge('app', 'files'),
        edge('crm', 'files'),
      ],
      isCut: false,
    };
    expect(labels(trust)).toEqual(['BOT', 'CRM', 'FILES']);
    expect(longestChain(trust)[0]?.isInferred).toBe(true);
  });

  it('is empty where nothing is reached, and no longer than four steps', () => {
    expect(labels({ start: 'app', nodes: [node('app', 0)], edges: [], isCut: false })).toEqual([]);
    const ids = ['app', 'a', 'b', 'c', 'd', 'e'];
    const long = {
      start: 'app',
      nodes: ids.map(node),
      edges: ids.slice(1).map((id, index) => edge(ids[index] ?? '', id)),
      isCut: false,
    };
    expect(labels(long)).toHaveLength(4);
  });

  it('ends where the steps name no beginning', () => {
    expect(labels({ start: 'app', nodes: [node('app', 0), node('far', 2)], edges: [], isCut: false })).toEqual([]);
  });
});
