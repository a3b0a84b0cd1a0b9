import { DataTable } from '../../components/DataTable.tsx';
import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { findingsPath } from './question.ts';
import styles from './FindingsScreen.module.css';

/** Controls of the standards with the rules that touch them, and what exports of grants cannot show. */
export function ControlsView() {
  const standards = useEngineQuery('findings.controls', {});
  if (standards.isPending) return <SkeletonRows rows={12} />;
  if (standards.isError) return <ErrorState error={standards.error} onRetry={() => void standards.refetch()} />;
  return (
    <div className={styles.scroll}>
      <Callout title="What this can and cannot show">
        A control named here is touched by the rules beside it, not covered in full: a review of grants is one piece of
        evidence for it. NHI6 and most of NHI2 cannot be assessed from exports of grants at all. A judgement counts for
        every control of its rule. Identifiers only; the standards themselves are not quoted.
      </Callout>
      {standards.data.map(({ standard, controls }) => {
        const isLimited = controls.some((row) => row.limit !== null);
        return (
          <Panel key={standard} title={standard} flush>
            <DataTable
              caption={standard}
              wrap
              columns={[
                {
                  id: 'control',
                  title: 'Control',
                  width: '130px',
                  cell: (row) => <span className={styles.control}>{row.id}</span>,
                },
                {
                  id: 'rules',
                  title: 'Rules',
                  cell: (row) =>
                    row.rules.length === 0 ? (
                      <span className={styles.quiet}>No rule</span>
                    ) : (
                      <span className={styles.rules}>
                        {row.rules.map((rule) => (
                          <LinkText key={rule} to={findingsPath({ rules: [rule] })} quiet>
                            {rule}
                          </LinkText>
                        ))}
                      </span>
                    ),
                },
                ...(isLimited
                  ? [
                      {
                        id: 'limit',
                        title: 'What bounds it',
                        width: '44%',
                        cell: (row: (typeof controls)[number]) => row.limit,
                      },
                    ]
                  : []),
                {
                  id: 'findings',
                  title: 'Findings',
                  align: 'right',
                  width: '100px',
                  cell: (row) => (
                    <Count
                      isAssessed={row.rules.length > 0}
                      value={row.findings}
                      to={findingsPath({ control: row.control })}
                      what={`findings of ${row.id}`}
                    />
                  ),
                },
                {
                  id: 'undeterminable',
                  title: 'Could not be judged',
                  align: 'right',
                  width: '150px',
                  cell: (row) => (
                    <Count
                      isAssessed={row.rules.length > 0}
                      value={row.undeterminable}
                      to={findingsPath({ control: row.control, outcome: 'undeterminable' })}
                      what={`judgements of ${row.id} that lack evidence`}
                    />
                  ),
                },
              ]}
              rows={controls}
              rowKey={(row) => row.control}
              empty="No rule carries a control of this standard."
            />
          </Panel>
        );
      })}
    </div>
  );
}

/** A figure that leads to its judgements. Where no rule looks there is none: zero would read as clear. */
function Count({
  isAssessed,
  value,
  to,
  what,
}: {
  readonly isAssessed: boolean;
  readonly value: number;
  readonly to: string;
  readonly what: string;
}) {
  if (!isAssessed) return <span className={styles.quiet}>–</span>;
  if (value === 0) return <>0</>;
  return (
    <LinkText to={to}>
      {formatCount(value)}
      <span className="visually-hidden"> {what}</span>
    </LinkText>
  );
}
