import { Panel } from '../../components/Page.tsx';
import { Name } from '../../components/Name.tsx';
import { ErrorState } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { FigureTable } from './FigureTable.tsx';
import { VerdictNote } from './VerdictNote.tsx';
import styles from './quality.module.css';

/** Figures of everybody together, for those who prepare or approve; of each reviewer only where the plan says so. */
export function WholeReview() {
  const whole = useEngineQuery('quality.whole', {});
  const progress = useEngineQuery('review.progress', {}).data;
  if (whole.isError) return <ErrorState error={whole.error} onRetry={() => void whole.refetch()} />;
  if (whole.data === undefined || whole.data === null || progress === undefined) return null;
  const soFar = { decided: progress.decided, total: progress.total };
  const { statement, rows, measuredOn, limits, people } = whole.data;
  return (
    <>
      <Panel title="The whole review" description={measuredOn} flush>
        <VerdictNote verdict={statement.verdict} soFar={soFar} />
        <FigureTable caption="Figures of the whole review" rows={rows} limits={limits} />
      </Panel>
      {people === null ? (
        <p className={styles.quiet}>Figures of single reviewers are not shown: the plan does not provide for them.</p>
      ) : (
        people.map((person, index) => (
          <Panel key={index} title={<Name>{person.name}</Name>} description="As the plan provides" flush>
            <VerdictNote verdict={person.statement.verdict} soFar={soFar} />
            <FigureTable caption={`Figures of ${person.name}`} rows={person.rows} limits={limits} />
          </Panel>
        ))
      )}
    </>
  );
}
