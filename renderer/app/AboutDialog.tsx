import type { BuildInfo } from '../../shared/contract/shell.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Facts } from '../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../components/State.tsx';
import { reviewerName, useReviewer } from '../features/reviewers/reviewer-name.ts';
import { TRIAL_RUNTIME, useAbout } from './use-about.ts';

/** Versions, and what the application does not do. */
export function AboutDialog({
  isOpen,
  onClose,
  onDiagnostics,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDiagnostics: () => void;
}) {
  const about = useAbout(isOpen);
  const reviewer = useReviewer();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="About Countersign"
      size="small"
      footer={<Button onPress={onDiagnostics}>Save a diagnostic file…</Button>}
    >
      {about.isPending && <SkeletonRows rows={4} height={26} />}
      {about.isError && <ErrorState error={about.error} onRetry={() => void about.refetch()} />}
      {about.data && (
        <Facts
          rows={[
            { label: 'Version', value: about.data.version },
            { label: 'Electron', value: about.data.electron },
            { label: 'Chromium', value: about.data.chromium },
            { label: 'Node', value: about.data.node },
            { label: 'System', value: about.data.platform },
            ...(reviewer === undefined ? [] : [{ label: 'Profile', value: <bdi>{reviewerName(reviewer)}</bdi> }]),
            { label: 'Build', value: buildWords(about.data.build) },
            ...(about.data.build?.runtime.origin === 'registry' ? [{ label: 'Runtime', value: TRIAL_RUNTIME }] : []),
            { label: 'Network', value: 'None. No connection is made, and none is possible from this application.' },
          ]}
        />
      )}
    </Dialog>
  );
}

function buildWords(build: BuildInfo | null): string {
  if (build === null) return 'Run from its sources, not from a package';
  const commit = build.commit === null ? 'sources without a commit' : `commit ${build.commit.slice(0, 12)}`;
  return `${commit}${build.changed ? ', with changes' : ''}, ${build.date.slice(0, 10)}`;
}
