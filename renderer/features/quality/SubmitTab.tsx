import { useEngineQuery } from '../../engine/hooks.ts';
import { Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import type { OwnQuality } from '../../../shared/contract/quality.ts';
import { FigureTable } from './FigureTable.tsx';
import { OpenItems } from './OpenItems.tsx';
import { SubmitPanel } from './SubmitPanel.tsx';
import { VerdictNote } from './VerdictNote.tsx';
import { WholeReview } from './WholeReview.tsx';
import styles from './quality.module.css';

/** How one's own review was done, shown to oneself first; what is open; and signing for it. */
export function SubmitTab() {
  const own = useEngineQuery('quality.own', {});
  if (own.isPending) return <SkeletonRows rows={12} />;
  if (own.isError) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  return (
    <div className={styles.scroll}>
      {own.data === null ? (
        <EmptyState
          icon="people"
          title="Nobody is signed in"
          actions={
            <ButtonLink to="/campaign/people" variant="primary">
              Sign in
            </ButtonLink>
          }
        >
          Figures of a review belong to the person who did it. Sign in with your key to see yours and to submit.
        </EmptyState>
      ) : (
        <Own own={own.data} />
      )}
      <WholeReview />
    </div>
  );
}

function Own({ own }: { readonly own: OwnQuality }) {
  const { decisions, undone } = own.statement.figures;
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Panel title="How you reviewed" description={own.measuredOn} flush={decisions + undone > 0}>
          {decisions + undone > 0 ? (
            <>
              <VerdictNote verdict={own.statement.verdict} soFar={own.soFar} />
              <FigureTable caption="Your figures" rows={own.rows} limits={own.limits} />
            </>
          ) : (
            <p className={styles.text}>Figures appear here with your first decision.</p>
          )}
        </Panel>
        <p className={styles.quiet}>
          {own.inReport
            ? 'The plan says that the report gives figures of each reviewer. These would be yours.'
            : 'These figures stay in the case. The report gives those of the whole review, never yours by name.'}
        </p>
      </div>
      <div className={styles.column}>
        <OpenItems open={own.open} />
        <SubmitPanel own={own} />
      </div>
    </div>
  );
}
