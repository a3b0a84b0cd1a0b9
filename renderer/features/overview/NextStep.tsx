import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import type { ReviewProgress } from '../../../shared/contract/review.ts';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Callout } from '../../components/Page.tsx';

/** One hint: what brings the case forward now. */
export function NextStep({
  status,
  progress,
}: {
  readonly status: WorkspaceStatus;
  readonly progress: Result<EngineContract, 'review.progress'> | null;
}) {
  const { counts } = status;
  if (counts.imports === 0) {
    return (
      <Callout
        tone="accent"
        title="Next: import the exports"
        actions={
          <ButtonLink to="/imports" variant="primary" icon="inbox">
            Import exports
          </ButtonLink>
        }
      >
        Start with the grant lists; logs tell which of the scopes are relied on.
      </Callout>
    );
  }
  if (counts.grants === 0) {
    return (
      <Callout
        tone="medium"
        title="Next: import a grant list"
        actions={<ButtonLink to="/imports">Import exports</ButtonLink>}
      >
        There are events but no grants yet, so there is nothing to decide about.
      </Callout>
    );
  }
  if (counts.events === 0) {
    return (
      <Callout
        tone="medium"
        title="No logs yet: what is relied on is not observable"
        actions={<ButtonLink to="/imports">Import logs</ButtonLink>}
      >
        You can decide now, but every scope will read “not observable” until a log that can show it is imported.
      </Callout>
    );
  }
  if (progress === null) return null;
  if (progress.open > 0) {
    return (
      <Callout
        tone="accent"
        title={
          progress.highRiskOpen > 0
            ? `Next: ${formatCounted(progress.highRiskOpen, 'high-risk item')} to decide`
            : `Next: ${formatCounted(progress.open, 'item')} to decide`
        }
        actions={
          <ButtonLink to="/review" variant="primary" icon="queue">
            Open the review queue
          </ButtonLink>
        }
      >
        {progress.decided} of {formatCounted(progress.total, 'item')} decided, {progress.answered} answered and still
        open, {progress.open - progress.answered} not answered.
        <OwnFigures progress={progress} />
      </Callout>
    );
  }
  return (
    <Callout
      tone="good"
      title="Everything is decided"
      actions={
        <ButtonLink to="/report" variant="primary" icon="report">
          Preview and sign the report
        </ButtonLink>
      }
    >
      A final decision stands on all {formatCounted(progress.total, 'item')}.
      <OwnFigures progress={progress} />
    </Callout>
  );
}

/** The way to one's own figures, once there is something to measure. */
function OwnFigures({ progress }: { readonly progress: Pick<ReviewProgress, 'decided' | 'answered'> }) {
  if (progress.decided + progress.answered === 0) return null;
  return (
    <>
      {' '}
      <LinkText to="/campaign/quality">How you reviewed</LinkText>
    </>
  );
}
