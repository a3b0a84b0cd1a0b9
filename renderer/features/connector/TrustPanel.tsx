import type { ConnectorTrust } from '../../../shared/contract/trust.ts';
import { Badge } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { EvidenceLink } from './EvidenceLink.tsx';
import { BOX, type PlacedNode, placeNodes, STEP_LABELS, type TrustEdge, type TrustNode } from './trust.ts';
import styles from './TrustPanel.module.css';

/** What the connector reaches in up to four steps: a drawing, and the same steps as a table with their records. */
export function TrustPanel({ connectorId }: { readonly connectorId: string }) {
  const trust = useEngineQuery('connectors.trust', { connectorId });
  if (trust.isError) return <ErrorState error={trust.error} onRetry={() => void trust.refetch()} />;
  if (trust.isPending) {
    return (
      <Panel title="Chain of trust" flush>
        <SkeletonRows rows={6} />
      </Panel>
    );
  }
  const { edges, nodes, isCut } = trust.data;
  if (edges.length === 0) {
    return (
      <Panel title="Chain of trust">
        <EmptyState title="No step can be shown">
          The imported files name no data that this connector reaches beyond sign-in, and nothing it reaches through
          others. What a vendor passes on outside these files is not known.
        </EmptyState>
      </Panel>
    );
  }
  const isDirect = edges.every((edge) => edge.kind === 'grant');
  return (
    <>
      <Panel
        title="Chain of trust"
        description={
          isDirect
            ? 'Own grants only: the imported files show no step through another app or account.'
            : 'Up to four steps. Solid: a record says so. Dashed: concluded, as the table tells.'
        }
      >
        <Figure trust={trust.data} />
      </Panel>
      <Panel
        title="Steps and their records"
        description={isCut ? `The first ${formatCounted(edges.length, 'step')}; there are more.` : undefined}
        flush
      >
        <Steps nodes={nodes} edges={edges} />
      </Panel>
    </>
  );
}

/** The table below says the same, so the drawing is one picture with a name. */
function Figure({ trust }: { readonly trust: ConnectorTrust }) {
  const { width, height, nodes, edges } = placeNodes(trust);
  const label = `${formatCounted(edges.length, 'step')} from ${nodes[0]?.node.label ?? 'this connector'}; the table below lists each`;
  return (
    <div className={styles.scroll} role="group" aria-label="Drawing of the chain" tabIndex={0}>
      <svg
        className={styles.figure}
        width={width + 2}
        height={height + 2}
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
        role="img"
        aria-label={label}
      >
        <defs>
          <marker id="trust-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path className={styles.head} d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {edges.map(({ edge, path }) => (
          <path
            key={`${edge.from}\n${edge.to}\n${edge.kind}`}
            className={cx(styles.edge, edge.inferred && styles.inferred)}
            d={path}
            markerEnd="url(#trust-arrow)"
          />
        ))}
        {nodes.map((placed) => (
          <Box key={placed.node.id} placed={placed} />
        ))}
      </svg>
    </div>
  );
}

function Box({ placed: { node, x, y } }: { readonly placed: PlacedNode }) {
  return (
    <foreignObject x={x} y={y} width={BOX.width} height={BOX.height}>
      <div
        className={cx(styles.box, node.hop === 0 && styles.start, node.kind === 'data' && styles.data)}
        title={node.label}
      >
        <bdi className={styles.label}>{node.label}</bdi>
        <span className={styles.what}>{whatText(node)}</span>
      </div>
    </foreignObject>
  );
}

function whatText(node: TrustNode): string {
  if (node.kind === 'data') return 'Data of the tenant';
  if (node.kind === 'account') return 'Account of a program';
  return node.broker === null ? 'Connector' : `Connector, ${node.broker}`;
}

function Steps({ nodes, edges }: { readonly nodes: readonly TrustNode[]; readonly edges: readonly TrustEdge[] }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const columns: readonly TableColumn<TrustEdge>[] = [
    { id: 'hop', title: 'Step', width: '56px', align: 'right', cell: (row) => (byId.get(row.from)?.hop ?? 0) + 1 },
    { id: 'from', title: 'From', cell: (row) => <NodeName node={byId.get(row.from)} /> },
    {
      id: 'kind',
      title: 'How',
      width: '132px',
      cell: (row) => (row.tierRank === null ? STEP_LABELS[row.kind] : `${STEP_LABELS[row.kind]}, tier ${row.tierRank}`),
    },
    { id: 'to', title: 'To', cell: (row) => <NodeName node={byId.get(row.to)} /> },
    {
      id: 'basis',
      title: 'Basis',
      cell: (row) =>
        row.inferred ? (
          <>
            <Badge tone="medium">Inferred</Badge> {row.note.replace(/^inferred: /, '')}
          </>
        ) : (
          row.note
        ),
    },
    { id: 'source', title: 'Record', width: '200px', cell: (row) => <EvidenceLink reference={row} /> },
  ];
  return (
    <DataTable
      caption="Steps of the chain"
      columns={columns}
      rows={edges}
      rowKey={(row) => `${row.from}\n${row.to}\n${row.kind}`}
      empty="No steps."
      wrap
    />
  );
}

function NodeName({ node }: { readonly node: TrustNode | undefined }) {
  if (node === undefined) return <>–</>;
  const name = <Name wrap>{node.label}</Name>;
  return node.connectorId === null || node.hop === 0 ? (
    name
  ) : (
    <LinkText to={`/connectors/${encodeURIComponent(node.connectorId)}?tab=chain`}>{name}</LinkText>
  );
}
