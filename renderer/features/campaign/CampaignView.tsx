import { useState } from 'react';
import type { Campaign } from '../../../shared/contract/campaign.ts';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS, tierSchema } from '../../../shared/domain/vocabulary.ts';
import { Badge, TierBadge, type Tone } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCount, formatCounted, formatDate, formatTime } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Callout, Facts, Panel } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import screen from './CampaignScreen.module.css';
import styles from './CampaignView.module.css';
import { HandOverDialog, ReasonDialog } from './dialogs.tsx';
import { VersionHistory } from './VersionHistory.tsx';

const STATE_LABELS: Readonly<Record<Campaign['state'], string>> = {
  staged: 'Population frozen',
  open: 'Open',
  closed: 'Closed',
};
const STATE_TONES: Readonly<Record<Campaign['state'], Tone>> = { staged: 'accent', open: 'good', closed: 'neutral' };

/** A frozen campaign: how far it is, who has what, what was planned, and every version of it. */
export function CampaignView({
  current,
  onWrite,
}: {
  readonly current: Result<EngineContract, 'campaign.current'> & { readonly campaign: Campaign | null };
  /** Opens the form: for another version, or a new campaign when this one is closed. */
  readonly onWrite: () => void;
}) {
  const [isClosing, setIsClosing] = useState(false);
  const { campaign, today } = current;
  if (campaign === null) return null;
  const { state, plan } = campaign;
  return (
    <div className={screen.scroll}>
      <div className={styles.head}>
        <h2 className={styles.name}>
          <bdi>{plan.name}</bdi>
        </h2>
        <Badge tone={STATE_TONES[state]} icon={state === 'staged' ? 'lock' : undefined}>
          {STATE_LABELS[state]}
        </Badge>
        <span className={styles.version}>version {campaign.version}</span>
        <div className={styles.actions}>
          {state !== 'closed' && <Button onPress={() => setIsClosing(true)}>Close…</Button>}
          {state !== 'closed' && (
            <Button icon="pencil" onPress={onWrite}>
              Amend…
            </Button>
          )}
          {state === 'staged' && (
            <ButtonLink to="/campaign/staging" variant="primary">
              Staging check
            </ButtonLink>
          )}
          {state === 'open' && (
            <ButtonLink to="/review" variant="primary" icon="queue">
              Review queue
            </ButtonLink>
          )}
          {state === 'closed' && (
            <Button variant="primary" onPress={onWrite}>
              Plan a new campaign
            </Button>
          )}
        </div>
      </div>
      {campaign.awaitsDraw && state !== 'closed' && <Draw />}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Panel title="Progress" flush>
            <Tiers campaign={campaign} today={today} />
          </Panel>
          <Panel title="Who has what" flush>
            <Loads current={current} campaign={campaign} />
          </Panel>
        </div>
        <Panel title="Plan">
          <PlanFacts campaign={campaign} people={current.people} />
        </Panel>
      </div>
      <Panel title="Versions">
        <VersionHistory history={campaign.history} />
      </Panel>
      {isClosing && (
        <ReasonDialog
          method="campaign.close"
          title={`Close ${plan.name}`}
          confirm="Close the campaign"
          description="What was decided stays; nothing more can be decided in it. It is recorded in the journal."
          done={`${plan.name} is closed.`}
          onClose={() => setIsClosing(false)}
        />
      )}
    </div>
  );
}

/** Asks for the auditor's word where the plan has only its digest. */
function Draw() {
  const [nonce, setNonce] = useState('');
  const draw = useEngineMutation('campaign.draw');
  return (
    <Callout tone="medium" title="The sample is not drawn yet">
      The plan holds the SHA-256 of the auditor’s word. With the word itself the sample is drawn from the frozen
      population.
      <div className={styles.draw}>
        <TextField label="Word of the auditor" value={nonce} onChange={setNonce} maxLength={200} />
        <Button
          variant="primary"
          isDisabled={nonce.trim().length < 8}
          isPending={draw.isPending}
          onPress={() =>
            draw.mutate(
              { nonce },
              {
                onSuccess: () => showToast({ tone: 'good', text: 'The sample is drawn.' }),
                onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
              },
            )
          }
        >
          Draw the sample
        </Button>
      </div>
    </Callout>
  );
}

function Tiers({ campaign, today }: { readonly campaign: Campaign; readonly today: string }) {
  return (
    <DataTable
      caption="Progress by tier"
      columns={[
        { id: 'tier', title: 'Tier', width: '90px', cell: ({ tier }) => <TierBadge tier={tierSchema.parse(tier)} /> },
        {
          id: 'decided',
          title: 'Decided',
          cell: ({ tier, decided, items }) => (
            <Progress
              label={`Tier ${tier}`}
              hideLabel
              value={decided}
              total={items}
              text={`${formatCount(decided)} of ${formatCount(items)}`}
            />
          ),
        },
        {
          id: 'count',
          title: 'Items',
          width: '96px',
          align: 'right',
          cell: ({ decided, items }) => `${formatCount(decided)} of ${formatCount(items)}`,
        },
        { id: 'second', title: 'Second', width: '70px', align: 'right', cell: ({ second }) => formatCount(second) },
        {
          id: 'due',
          title: 'Due',
          width: '205px',
          cell: ({ due, decided, items }) => (
            <span className={due < today && decided < items ? styles.late : undefined}>
              {formatDate(due)}, {leftText(today, due)}
            </span>
          ),
        },
      ]}
      rows={campaign.tiers.filter(({ items }) => items > 0)}
      rowKey={({ tier }) => tier}
      empty="The population is empty."
    />
  );
}

/** How far a deadline is: "12 days left", "3 days over". */
export function leftText(today: string, due: string): string {
  const days = Math.round((Date.parse(due) - Date.parse(today)) / 86_400_000);
  if (days === 0) return 'today';
  return days > 0 ? `${formatCounted(days, 'day')} left` : `${formatCounted(-days, 'day')} over`;
}

function Loads({
  current,
  campaign,
}: {
  readonly current: Result<EngineContract, 'campaign.current'>;
  readonly campaign: Campaign;
}) {
  const [from, setFrom] = useState<Campaign['loads'][number] | null>(null);
  return (
    <>
      <DataTable
        caption="Who has which reviews"
        columns={[
          {
            id: 'name',
            title: 'Person',
            cell: ({ name, takesPart }) => (
              <>
                <bdi>{name}</bdi> {!takesPart && <Badge tone="medium">No longer reviews</Badge>}
              </>
            ),
          },
          {
            id: 'first',
            title: 'First open',
            width: '100px',
            align: 'right',
            cell: ({ first, firstOpen }) => `${formatCount(firstOpen)} of ${formatCount(first)}`,
          },
          {
            id: 'second',
            title: 'Second open',
            width: '110px',
            align: 'right',
            cell: ({ second, secondOpen }) => `${formatCount(secondOpen)} of ${formatCount(second)}`,
          },
          {
            id: 'act',
            title: <span className="visually-hidden">Hand over</span>,
            width: '110px',
            align: 'right',
            cell: (load) =>
              load.person !== null &&
              campaign.state !== 'closed' &&
              load.firstOpen + load.secondOpen > 0 && (
                <Button size="small" aria-label={`Hand over from ${load.name}`} onPress={() => setFrom(load)}>
                  Hand over…
                </Button>
              ),
          },
        ]}
        rows={campaign.loads}
        rowKey={({ person }) => person ?? ''}
        empty="Nobody has anything to review."
      />
      {from !== null && (
        <HandOverDialog load={from} campaign={campaign} people={current.people} onClose={() => setFrom(null)} />
      )}
    </>
  );
}

function PlanFacts({
  campaign,
  people,
}: {
  readonly campaign: Campaign;
  readonly people: Result<EngineContract, 'campaign.current'>['people'];
}) {
  const { plan, excluded } = campaign;
  const { scope, second, thresholds } = plan;
  const all = (list: readonly string[]): string => (list.length === 0 ? 'All' : list.join(', '));
  const named = (ids: readonly string[]): string =>
    ids.length === 0
      ? 'The one reviewer of the case'
      : ids.map((id) => people.find((person) => person.id === id)?.name ?? 'Somebody').join(', ');
  const hasSecond = second.fromTier !== null || second.samplePercent > 0;
  return (
    <Facts
      rows={[
        { label: 'Root', value: <CopyText text={campaign.root} length={16} label="Root of the frozen population" /> },
        { label: 'Frozen', value: formatTime(campaign.frozenAt) },
        { label: 'First day', value: formatDate(plan.starts) },
        ...(plan.purpose === '' ? [] : [{ label: 'Purpose', value: <bdi>{plan.purpose}</bdi> }]),
        { label: 'Platforms', value: all(scope.platforms.map((platform) => PLATFORM_LABELS[platform])) },
        { label: 'Tenants', value: <bdi>{all(scope.tenants)}</bdi> },
        { label: 'Kinds of grants', value: all(scope.kinds.map((kind) => GRANT_KIND_LABELS[kind])) },
        { label: 'Tiers', value: scope.lowestTier === 0 ? 'All' : `${scope.lowestTier} and above` },
        ...(scope.rules.length === 0 ? [] : [{ label: 'With findings of', value: scope.rules.join(', ') }]),
        ...(excluded.length === 0
          ? []
          : [
              {
                label: 'Left out',
                value: excluded.map(({ connectorId, name }, index) => (
                  <p key={connectorId}>
                    <bdi>
                      {name}: {scope.excluded[index]?.reason}
                    </bdi>
                  </p>
                )),
              },
            ]),
        { label: 'Reviewers', value: <bdi>{named(plan.reviewers.people)}</bdi> },
        {
          label: 'Second review',
          value: hasSecond ? (
            <>
              {second.fromTier !== null && `Tier ${second.fromTier} and above. `}
              {second.samplePercent > 0 && `Sample of ${second.samplePercent} % of the rest. `}
              <bdi>{named(second.people)}</bdi>
            </>
          ) : (
            'None'
          ),
        },
        {
          label: 'Limits',
          value: `${thresholds.dailyLoad} items of tier 3 and 4 a day, ${thresholds.hoursPerDay} h a day; under ${thresholds.smallestActiveSeconds} active seconds counts as hasty`,
        },
        { label: 'Canaries', value: plan.canaryPercent === 0 ? 'Off' : `${plan.canaryPercent} %` },
        { label: 'Together', value: plan.batch ? 'Tier 0 to 2 may be decided together' : 'One by one only' },
        {
          label: 'Figures',
          value: plan.figuresPerReviewer ? 'For each reviewer in the report' : 'For the campaign as a whole',
        },
      ]}
    />
  );
}
