import type Database from 'better-sqlite3';
import type { z } from 'zod';
import { type connectorTrust, trustEdgeKindSchema, trustNodeKindSchema } from '../../../../shared/contract/trust.ts';
import { platformSchema } from '../../../../shared/domain/vocabulary.ts';

/** Steps from the connector that are shown. */
const MOST_HOPS = 4;
/** Steps shown in all: an account may hold hundreds of grants. */
const MOST_EDGES = 200;

type Trust = z.output<typeof connectorTrust>;

interface NodeRow {
  readonly node: string;
  readonly kind: string;
  readonly key: string | null;
  readonly platform: string;
  readonly label: string;
  readonly broker: string | null;
}

interface EdgeRow {
  readonly from_node: string;
  readonly to_node: string;
  readonly kind: string;
  readonly is_inferred: number;
  readonly tier_rank: number | null;
  readonly import_id: number;
  readonly file_name: string;
  readonly line: number;
  readonly note: string;
}

/** What a connector reaches in up to four steps, each step with its record; the nearest steps first. */
export function trustChains(db: Database.Database, connector: number): Trust {
  const nodeOf = db.prepare<[string], NodeRow>(
    `SELECT node, trust_node.kind, connector.key, trust_node.platform, label, broker
     FROM trust_node LEFT JOIN connector ON connector.id = trust_node.connector WHERE node = ?`,
  );
  const from = db.prepare<[string], EdgeRow>(
    `SELECT from_node, to_node, trust_edge.kind, is_inferred, tier_rank, import_id, file_name, line, note
     FROM trust_edge JOIN import ON import.id = import_id WHERE from_node = ? ORDER BY to_node, trust_edge.kind`,
  );
  const start = db
    .prepare<[number], { node: string }>(`SELECT 'connector:' || key AS node FROM connector WHERE id = ?`)
    .get(connector)?.node;
  const nodes = new Map<string, Trust['nodes'][number]>();
  const edges: Trust['edges'] = [];
  let reached = start === undefined ? [] : [start];
  let isCut = false;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const next: string[] = [];
    for (const id of reached) {
      const row = nodes.has(id) ? undefined : nodeOf.get(id);
      if (row === undefined) continue;
      nodes.set(id, toNode(row, hop));
      for (const edge of hop < MOST_HOPS ? from.all(id) : []) {
        const known = nodes.get(edge.to_node);
        // A way back adds nothing to what is reached; another way to the same data may carry wider rights.
        if (known !== undefined && edge.kind !== 'grant') continue;
        if (edges.length >= MOST_EDGES) {
          isCut = true;
          continue;
        }
        edges.push(toEdge(edge));
        if (known === undefined) next.push(edge.to_node);
        else nodes.set(known.id, { ...known, hop: hop + 1 });
      }
    }
    reached = next;
  }
  return { start: start ?? '', nodes: [...nodes.values()], edges, isCut };
}

function toNode(row: NodeRow, hop: number): Trust['nodes'][number] {
  return {
    id: row.node,
    kind: trustNodeKindSchema.parse(row.kind),
    connectorId: row.key,
    platform: row.platform === '' ? null : platformSchema.parse(row.platform),
    label: row.label,
    broker: row.broker,
    hop,
  };
}

function toEdge(row: EdgeRow): Trust['edges'][number] {
  return {
    from: row.from_node,
    to: row.to_node,
    kind: trustEdgeKindSchema.parse(row.kind),
    inferred: row.is_inferred === 1,
    tierRank: row.tier_rank,
    note: row.note,
    importId: row.import_id,
    file: row.file_name,
    line: row.line,
  };
}
