import type { QueueRow } from '../../../shared/contract/review.ts';
import type { ItemStatus } from '../../../shared/contract/item-states.ts';
import { BATCH_TIER } from '../../../shared/contract/batch.ts';
import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, DecisionBadge, GradeBadge, SeverityBadge, TierBadge, type Tone } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import type { GridColumn } from '../../components/DataGrid.tsx';
import { formatCount, formatCounted, formatDate, noUseText, unnamedPeople } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import styles from './QueueScreen.module.css';
import { today } from './review-actions.ts';

/** Why a row has no box to be decided together with others, as a sentence; null where it has one. */
export function whyNotSelectable(row: QueueRow): string | null {
  if (row.highestTier === null) return 'Unrated items are decided one by one, never together with others.';
  if (row.highestTier > BATCH_TIER) return 'Items of tier 3 and 4 are decided one by one, never together with others.';
  return row.status === 'undecided' ? null : 'Only what is undecided can be decided together with others.';
}

/** Columns of the queue: due day and reviewer where a campaign says so, else the last use when there is room for it. */
export function queueColumns(
  selected: ReadonlyMap<string, QueueRow>,
  hasCampaign: boolean,
  isNarrow: boolean,
): readonly GridColumn<QueueRow>[] {
  return [
    { id: 'mark', title: '', width: '22px', cell: (row) => <Mark row={row} isSelected={selected.has(row.itemId)} /> },
    { id: 'tier', title: 'Tier', width: '66px', cell: (row) => <TierBadge tier={row.highestTier} /> },
    { id: 'name', title: 'Connector', isName: true, width: 'minmax(140px, 2.4fr)', cell: (row) => <App row={row} /> },
    {
      id: 'where',
      title: 'Platform, tenant and consent',
      width: 'minmax(170px, 1.8fr)',
      cell: (row) => <Where row={row} />,
    },
    ...(hasCampaign || isNarrow ? [] : [USE]),
    { id: 'findings', title: 'Findings', width: '146px', cell: (row) => <FindingChips row={row} /> },
    { id: 'evidence', title: 'Evidence', width: '76px', cell: (row) => <Strength strength={row.evidence} /> },
    ...(hasCampaign ? CAMPAIGN : []),
    { id: 'decision', title: 'Status', width: '118px', cell: (row) => <Status row={row} /> },
  ];
}

const USE: GridColumn<QueueRow> = {
  id: 'use',
  title: 'Last use',
  width: '132px',
  cell: (row) => (
    <span className={styles.use}>
      {row.lastUse.at === null ? noUseText(row.lastUse.grade) : formatDate(row.lastUse.at)}
      <GradeBadge grade={row.lastUse.grade} compact />
    </span>
  ),
};

const CAMPAIGN: readonly GridColumn<QueueRow>[] = [
  { id: 'due', title: 'Due', width: '86px', cell: (row) => <Due row={row} /> },
  {
    id: 'reviewer',
    title: 'Reviewer',
    width: 'minmax(72px, 0.8fr)',
    cell: (row) =>
      row.reviewer === null ? (
        <span className={styles.none}>{row.inCampaign ? 'Anybody' : 'Outside'}</span>
      ) : (
        <Name>{row.reviewer}</Name>
      ),
  },
];

function Mark({ row, isSelected }: { readonly row: QueueRow; readonly isSelected: boolean }) {
  const reason = whyNotSelectable(row);
  if (reason !== null)
    return (
      <span className={styles.alone} title={reason}>
        –
      </span>
    );
  return (
    <span className={cx(styles.mark, isSelected && styles.marked)} data-mark="" title="Select to decide together (x)">
      {isSelected && <Icon name="check" />}
      <span className="visually-hidden">{isSelected ? 'Selected' : 'Not selected'}</span>
    </span>
  );
}

function App({ row }: { readonly row: QueueRow }) {
  return (
    <span className={styles.lines}>
      <span className={styles.named}>
        <Name strong warning={row.nameWarning} staticWarning>
          {row.name}
        </Name>
        <Change change={row.change} />
      </span>
      {row.sharedId !== null && (
        <span className={styles.id} title={`${row.sharedId}: another app of this platform has the same name`}>
          <bdi>{row.sharedId}</bdi>
        </span>
      )}
    </span>
  );
}

/** Whether the item is new or differs since the last signed review; nothing where it is the same, or nothing is compared. */
function Change({ change }: { readonly change: QueueRow['change'] }) {
  if (change === null || change.kind === 'same') return null;
  if (change.kind === 'new')
    return (
      <Badge tone="accent" title="Not in the last signed review">
        New
      </Badge>
    );
  return (
    <Badge tone="medium" title={`${formatCounted(change.changes, 'change')} since the last signed review`}>
      {formatCounted(change.changes, 'change')}
    </Badge>
  );
}

function Where({ row }: { readonly row: QueueRow }) {
  return (
    <span className={styles.lines}>
      <span className={styles.line}>
        {PLATFORM_LABELS[row.platform]} <bdi className={styles.none}>{row.tenant}</bdi>
      </span>
      <span className={cx(styles.line, styles.small)}>{consentText(row)}</span>
    </span>
  );
}

function consentText(row: QueueRow): string {
  const kind = GRANT_KIND_LABELS[row.kind];
  const { people, stated } = row.reach;
  if (row.kind === 'application' || (people === 0 && stated === null)) return kind;
  return `${kind}, ${people === 0 && stated !== null ? unnamedPeople(stated) : formatCounted(people, 'person', 'people')}`;
}

function FindingChips({ row }: { readonly row: QueueRow }) {
  const [worst] = row.findings;
  if (worst === undefined) return <span className={styles.none}>None</span>;
  const rules = row.findings.map((finding) => finding.rule).join(', ');
  return (
    <span className={styles.chips} title={rules}>
      <SeverityBadge severity={worst.severity} />
      <span className={styles.rule}>{worst.rule}</span>
      {row.findings.length > 1 && <span className={styles.none}>+{formatCount(row.findings.length - 1)}</span>}
    </span>
  );
}

/** How many of the scopes the evidence says something firm about; the words say what the lengths mean. */
function Strength({ strength }: { readonly strength: QueueRow['evidence'] }) {
  const { judged, partly, blind, passive } = strength;
  const total = judged + partly + blind;
  const apart =
    passive === 0 ? '' : ` ${formatCounted(passive, 'scope')} for signing in or staying signed in not counted.`;
  if (total === 0)
    return (
      <span className={styles.none} title={`No scope whose use calls could show.${apart}`}>
        –
      </span>
    );
  const text = `Of ${formatCounted(total, 'scope')}: ${judged} seen in use, or not seen over a fully covered window; ${partly} with gaps in the window or refused calls only; ${blind} that no supplied log can show.${apart}`;
  return (
    <span className={styles.strength} title={text}>
      <span className={styles.bar} aria-hidden="true">
        <span className={styles.judged} style={{ flexGrow: judged }} />
        <span className={styles.partly} style={{ flexGrow: partly }} />
        <span className={styles.blind} style={{ flexGrow: blind }} />
      </span>
      <span aria-hidden="true">
        {judged}/{total}
      </span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}

function Due({ row }: { readonly row: QueueRow }) {
  if (row.due === null) return <span className={styles.none}>–</span>;
  if (row.status === 'decided' || row.due >= today()) return <>{row.due}</>;
  return (
    <span className={styles.overdue} title="Overdue">
      {row.due}
      <span className="visually-hidden">, overdue</span>
      <Icon name="clock" />
    </span>
  );
}

const STATUS_BADGES: Readonly<
  Partial<Record<ItemStatus, { readonly label: string; readonly tone: Tone; readonly title: string }>>
> = {
  'second-open': { label: 'Second review', tone: 'accent', title: 'Waits for its second review' },
  disagreement: {
    label: 'Disagreement',
    tone: 'high',
    title: 'First and second review differ; an approver settles it',
  },
  conflict: { label: 'Conflict', tone: 'high', title: 'Two first decisions differ; an approver settles it' },
};

function Status({ row }: { readonly row: QueueRow }) {
  const badge = STATUS_BADGES[row.status];
  if (badge === undefined) return <DecisionBadge decision={row.decision} />;
  return (
    <Badge tone={badge.tone} title={badge.title}>
      {badge.label}
    </Badge>
  );
}
