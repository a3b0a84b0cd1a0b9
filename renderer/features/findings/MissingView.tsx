import type { FindingsFilter, MissingEvidence } from '../../../shared/contract/findings.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { findingsPath } from './question.ts';
import styles from './FindingsScreen.module.css';

/** Which evidence is missing, by how many judgements it would help. */
export function MissingView({ filter }: { readonly filter: FindingsFilter }) {
  const missing = useEngineQuery('findings.missing', { filter }, { keepPrevious: true });
  if (missing.isPending) return <SkeletonRows rows={12} />;
  if (missing.isError) return <ErrorState error={missing.error} onRetry={() => void missing.refetch()} />;
  if (missing.data.judgements === 0)
    return (
      <EmptyState icon="check-circle" title="Everything could be judged">
        No rule lacks evidence under these filters.
      </EmptyState>
    );
  return (
    <div className={styles.scroll}>
      <Callout
        tone="medium"
        title={`${formatCounted(missing.data.judgements, 'judgement')} could not be made`}
        actions={
          <ButtonLink to="/imports" icon="inbox">
            Import evidence
          </ButtonLink>
        }
      >
        Not judged is neither a finding nor clear. A rule names the first thing it lacks: with that at hand it may
        judge, or name the next.
      </Callout>
      <Panel title="What would help most" flush>
        <DataTable
          caption="Missing evidence"
          wrap
          columns={[
            { id: 'evidence', title: 'Missing evidence', cell: (row) => <Evidence row={row} /> },
            {
              id: 'judgements',
              title: 'Would help to decide',
              width: '190px',
              cell: (row) => (
                <LinkText to={findingsPath({ ...filter, outcome: 'undeterminable', missing: row.evidence })}>
                  {formatCounted(row.judgements, 'judgement')}
                </LinkText>
              ),
            },
            {
              id: 'connectors',
              title: 'Connectors',
              align: 'right',
              width: '110px',
              cell: (row) => formatCount(row.connectors),
            },
            { id: 'rules', title: 'Rules', width: '200px', cell: (row) => row.rules.join(', ') },
          ]}
          rows={missing.data.evidence}
          rowKey={(row) => row.evidence}
          empty="Nothing is missing."
        />
      </Panel>
    </div>
  );
}

function Evidence({ row }: { readonly row: MissingEvidence }) {
  return (
    <>
      <bdi className={styles.evidence}>{row.evidence}</bdi>
      <ul className={styles.examples}>
        {row.examples.map((example) => (
          <li key={example.text}>
            <bdi>{withoutLead(example.text, row.evidence)}</bdi>{' '}
            {example.judgements < row.judgements && `(${formatCounted(example.judgements, 'judgement')})`}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The sentence under its heading: what the heading says already is not said again. */
function withoutLead(text: string, heading: string): string {
  const lead = `${heading}: `;
  if (!text.startsWith(lead)) return text;
  const rest = text.slice(lead.length);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
