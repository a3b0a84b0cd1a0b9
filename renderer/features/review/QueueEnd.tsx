import type { ReviewProgress } from '../../../shared/contract/review.ts';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Callout } from '../../components/Page.tsx';
import styles from './QueueScreen.module.css';

/**
 * Where deciding leads when nothing is left that nobody decided: what still stays open is the list below it, or the report
 * is what comes next. `waiting`: items in that list.
 */
export function QueueEnd({
  waiting,
  progress,
}: {
  readonly waiting: number;
  readonly progress: ReviewProgress | undefined;
}) {
  if (progress === undefined) return null;
  return (
    <div className={styles.end}>
      {progress.open === 0 ? (
        <Callout
          tone="good"
          title="Nothing left"
          actions={
            <ButtonLink to="/report" icon="report">
              Preview the report
            </ButtonLink>
          }
        >
          No item of the review is open any more.
        </Callout>
      ) : (
        <Callout tone="accent" title="Nothing left: every item has an answer">
          {waiting === 0
            ? `${formatCounted(progress.open, 'item')} of the review ${progress.open === 1 ? 'stays' : 'stay'} open with others.`
            : `${formatCounted(waiting, 'item')} below ${waiting === 1 ? 'stays' : 'stay'} open: answered, and waiting for information, an owner or somebody else. Decide again when more is known.`}
        </Callout>
      )}
    </div>
  );
}
