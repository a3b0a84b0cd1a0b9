import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { Button } from '../../components/Button.tsx';
import { formatTime } from '../../components/format.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { TRIAL_RUNTIME, useAbout } from '../../app/use-about.ts';
import { Callout, Page, Panel } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useEngineQuery, useRunningJob } from '../../engine/hooks.ts';
import { useCaseActions } from './CaseActions.tsx';
import { RecentCases } from './RecentCases.tsx';
import styles from './HomeScreen.module.css';

const STEPS: readonly { readonly icon: IconName; readonly title: string; readonly text: string }[] = [
  {
    icon: 'inbox',
    title: 'Import the exports',
    text: 'Grants, service principals and audit logs as the platforms export them. Every file is hashed, and every record is accounted for.',
  },
  {
    icon: 'queue',
    title: 'Review each grant',
    text: 'What was granted against what the logs show, who relies on it and what would break. You decide; every decision is kept in a chained journal.',
  },
  {
    icon: 'shield',
    title: 'Sign the report',
    text: 'A signed PDF and an evidence bundle that anybody can verify, on any computer, without asking you.',
  },
];

/** The start: cases, the sample case, and what the product does. */
export function HomeScreen() {
  const actions = useCaseActions();
  const status = useEngineQuery('workspace.status', {});
  const isTrial = useAbout(true).data?.build?.runtime.origin === 'registry';
  return (
    <Page
      title="Start"
      actions={
        <>
          <Button icon="undo" onPress={actions.restore}>
            Restore a backup…
          </Button>
          <Button icon="inbox" onPress={actions.openPacket}>
            Open a packet…
          </Button>
          <Button icon="folder" onPress={actions.open} isPending={actions.pending === 'open'}>
            Open case…
          </Button>
          <Button variant="primary" icon="plus" onPress={actions.create}>
            New case…
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.main}>
          {isTrial && <Callout title="A package for trials">{TRIAL_RUNTIME}</Callout>}
          {status.data && <OpenCase status={status.data} />}
          <LockedCase />
          <RecentCases />
          <Sample />
        </div>
        <aside className={styles.side}>
          <Panel title="How a review runs">
            <ol className={styles.steps}>
              {STEPS.map((step) => (
                <li key={step.title} className={styles.step}>
                  <span className={styles.stepIcon}>
                    <Icon name={step.icon} />
                  </span>
                  <div>
                    <h3>{step.title}</h3>
                    <p>{step.text}</p>
                  </div>
                </li>
              ))}
            </ol>
          </Panel>
          <Panel title="Received a report?">
            <p className={styles.text}>
              Check an evidence bundle without opening a case: signatures, hashes and every file in it.
            </p>
            <ButtonLink to="/verify" icon="shield">
              Verify a bundle
            </ButtonLink>
          </Panel>
          <p className={styles.offline}>
            <Icon name="lock" />
            Countersign works offline. Nothing you import leaves this computer.
          </p>
        </aside>
      </div>
    </Page>
  );
}

/** A protected case that was open: it waits for its passphrase. */
function LockedCase() {
  const actions = useCaseActions();
  const locked = useEngineQuery('protection.state', {}).data?.locked ?? null;
  if (locked === null) return null;
  return (
    <Panel
      title={<bdi>{locked.name}</bdi>}
      description="Locked"
      actions={
        <Button variant="primary" icon="lock" onPress={() => actions.unlock(locked)}>
          Unlock…
        </Button>
      }
    >
      <p className={styles.text}>
        This case was open and is protected. It was locked, or the engine stopped, which never keeps a passphrase.
        Everything stored before is there.
      </p>
    </Panel>
  );
}

function OpenCase({ status }: { readonly status: WorkspaceStatus }) {
  const actions = useCaseActions();
  const { counts } = status;
  const next =
    counts.imports === 0
      ? { to: '/imports', label: 'Import exports' }
      : counts.decided < counts.toDecide
        ? { to: '/review', label: 'Open the review queue' }
        : { to: '/report', label: 'Go to the report' };
  return (
    <Panel
      title={<bdi>{status.details.name}</bdi>}
      description="The case that is open"
      actions={
        <>
          <Button onPress={actions.close}>Close case</Button>
          <ButtonLink to={next.to} variant="primary" icon="arrow-right">
            {next.label}
          </ButtonLink>
        </>
      }
    >
      <p className={styles.text}>
        <bdi>{status.fileName}</bdi> in <bdi>{status.location}</bdi>
      </p>
      <Progress
        label="Items decided"
        value={counts.decided}
        total={counts.toDecide}
        text={`${counts.decided} of ${counts.toDecide}`}
      />
      <p className={styles.since}>Created {formatTime(status.createdAt)}</p>
    </Panel>
  );
}

function Sample() {
  const actions = useCaseActions();
  const job = useRunningJob();
  const isOpening = actions.pending === 'sample';
  return (
    <Panel
      title="Sample case"
      actions={
        <Button onPress={actions.openSample} isPending={isOpening} isDisabled={actions.pending === 'open'}>
          Open the sample case
        </Button>
      }
    >
      <p className={styles.text}>
        A fictitious company: 54 connectors on four platforms, 400 people and three months of logs. The fastest way to
        see what a review looks like.
      </p>
      {isOpening && (
        <div className={styles.progress}>
          <Progress
            label={job?.label ?? 'Preparing the sample case'}
            value={job === null || job.total === 0 ? null : job.fileIndex + job.done / job.total}
            total={job?.fileCount ?? 0}
            text={job === null ? undefined : `File ${job.fileIndex + 1} of ${job.fileCount}`}
          />
        </div>
      )}
    </Panel>
  );
}
