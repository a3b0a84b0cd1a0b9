import { useState } from 'react';
import {
  type Campaign,
  STAGING_KINDS,
  type StagingGroup,
  type StagingKind,
} from '../../../shared/contract/campaign.ts';
import { Button } from '../../components/Button.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Callout } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import screen from './CampaignScreen.module.css';
import { type Chosen, ExceptDialog, ReasonDialog, ReassignDialog } from './dialogs.tsx';
import { StagingGroupPanel } from './StagingGroupPanel.tsx';
import styles from './StagingTab.module.css';

const KINDS: Readonly<Record<StagingKind, { readonly title: string; readonly text: string }>> = {
  unassigned: {
    title: 'Nobody reviews',
    text: 'Open reviews that nobody of the plan would do. Give them to somebody.',
  },
  independence: {
    title: 'Not independent',
    text: 'The evidence ties the reviewer, or somebody who manages them or whom they manage, to the app.',
  },
  'stale-export': {
    title: 'Old exports',
    text: 'What changed since then is not in the population. Import newer exports and freeze again, or accept it.',
  },
  'no-log': { title: 'No log', text: 'What is relied on cannot be observed there.' },
  evidence: { title: 'Checks of the evidence', text: 'They limit what the review can conclude.' },
};

/** What is to be settled before a campaign opens, and what turned up since. */
export function StagingTab() {
  const current = useEngineQuery('campaign.current', {});
  if (current.isPending) return <SkeletonRows rows={12} />;
  if (current.isError) return <ErrorState error={current.error} onRetry={() => void current.refetch()} />;
  const { campaign, people } = current.data;
  if (campaign === null || campaign.state === 'closed')
    return (
      <div className={screen.scroll}>
        <EmptyState
          icon="shield"
          title="Nothing to check"
          actions={
            <ButtonLink to="/campaign/plan" variant="primary">
              Plan a campaign
            </ButtonLink>
          }
        >
          Who reviews what is compared with owners, consents and managers as soon as the population of a campaign is
          frozen.
        </EmptyState>
      </div>
    );
  return <Check campaign={campaign} people={people} />;
}

type Act = { readonly what: 'reassign' | 'except'; readonly group: StagingGroup; readonly chosen: Chosen };

function Check({
  campaign,
  people,
}: {
  readonly campaign: Campaign;
  readonly people: Parameters<typeof ReassignDialog>[0]['people'];
}) {
  const staging = useEngineQuery('campaign.staging', {}, { keepPrevious: true });
  const [act, setAct] = useState<Act | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  if (staging.isPending) return <SkeletonRows rows={12} />;
  if (staging.isError) return <ErrorState error={staging.error} onRetry={() => void staging.refetch()} />;
  const { groups, blocked, notes } = staging.data;
  const open = groups.reduce((sum, group) => sum + group.open, 0);
  const isStaged = campaign.state === 'staged';
  const tone = blocked !== null || open > 0 ? 'medium' : 'good';
  return (
    <div className={screen.scroll} aria-busy={staging.isFetching}>
      <Callout
        tone={tone}
        title={
          isStaged
            ? blocked === null
              ? 'Nothing is left to settle: the campaign can be opened.'
              : 'Settle what is open before the campaign opens.'
            : open === 0
              ? 'The campaign is open, and nothing is left to settle.'
              : 'The campaign is open, and this turned up since.'
        }
        actions={
          isStaged && (
            <Button variant="primary" isDisabled={blocked !== null} onPress={() => setIsOpening(true)}>
              Open the campaign…
            </Button>
          )
        }
      >
        {blocked}
      </Callout>
      {notes.map((note) => (
        <Callout key={note} title="Not checked">
          <bdi>{note}</bdi>
        </Callout>
      ))}
      {STAGING_KINDS.map((kind) => {
        const own = groups.filter((group) => group.kind === kind);
        if (own.length === 0) return null;
        return (
          <section key={kind} className={styles.groups} aria-label={KINDS[kind].title}>
            <div>
              <h2 className={styles.kind}>{KINDS[kind].title}</h2>
              <p className={styles.kindText}>{KINDS[kind].text}</p>
            </div>
            {own.map((group) => (
              <StagingGroupPanel
                key={group.group}
                group={group}
                isOpen={group.open > 0}
                isChecking={staging.isFetching}
                onReassign={(chosen) => setAct({ what: 'reassign', group, chosen })}
                onExcept={(chosen) => setAct({ what: 'except', group, chosen })}
              />
            ))}
          </section>
        );
      })}
      {act?.what === 'reassign' && (
        <ReassignDialog
          chosen={act.chosen}
          campaign={campaign}
          people={people}
          without={act.group.person?.id ?? null}
          onClose={() => setAct(null)}
        />
      )}
      {act?.what === 'except' && <ExceptDialog chosen={act.chosen} onClose={() => setAct(null)} />}
      {isOpening && (
        <ReasonDialog
          method="campaign.open"
          title={`Open ${campaign.plan.name}`}
          confirm="Open the campaign"
          description="From now on its items can be decided. It is recorded in the journal."
          done={`${campaign.plan.name} is open.`}
          onClose={() => setIsOpening(false)}
        />
      )}
    </div>
  );
}
