import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import { SEVERITIES } from '../../../shared/domain/terms.ts';
import { Badge, DecisionBadge, GradeBadge, PlatformLabel, SeverityBadge, TierBadge } from '../../components/Badge.tsx';
import type { GridColumn } from '../../components/DataGrid.tsx';
import { formatCount, formatDate, noUseText, unnamedPeople } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import type { InventorySortKey } from './question.ts';
import styles from './InventoryScreen.module.css';

/** The columns of the inventory grid. */
export const INVENTORY_COLUMNS: readonly GridColumn<InventoryRow, InventorySortKey>[] = [
  {
    id: 'name',
    title: 'Connector',
    width: 'minmax(180px, 2.2fr)',
    sortKey: 'name',
    sortsUpFirst: true,
    cell: (row) => (
      <span className={styles.named}>
        <Name strong staticWarning warning={row.nameWarning}>
          {row.name}
        </Name>
        {row.isNameShared && (
          <span className={styles.id} title={`${row.nativeId}: another app of this platform has the same name`}>
            <bdi>{row.nativeId}</bdi>
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'publisher',
    title: 'Publisher',
    width: 'minmax(120px, 1.2fr)',
    sortKey: 'publisher',
    sortsUpFirst: true,
    cell: (row) => <Publisher row={row} />,
  },
  {
    id: 'platform',
    title: 'Platform',
    width: '146px',
    sortKey: 'platform',
    sortsUpFirst: true,
    cell: (row) => <PlatformLabel platform={row.platform} />,
  },
  { id: 'reach', title: 'Reach', width: '84px', sortKey: 'people', cell: (row) => <Reach row={row} /> },
  {
    id: 'tier',
    title: 'Tier',
    width: '68px',
    sortKey: 'tier',
    cell: (row) => <TierBadge tier={row.highestTier} />,
  },
  { id: 'scopes', title: 'Scopes', width: '96px', sortKey: 'scopes', cell: (row) => <Scopes row={row} /> },
  { id: 'lastUse', title: 'Last use', width: '122px', sortKey: 'lastUse', cell: (row) => <LastUse row={row} /> },
  {
    id: 'findings',
    title: 'Findings',
    width: '128px',
    sortKey: 'findings',
    cell: (row) => <FindingCounts row={row} />,
  },
  { id: 'decision', title: 'Decision', width: '106px', cell: (row) => <Decision row={row} /> },
];

function Publisher({ row }: { readonly row: InventoryRow }) {
  if (row.publisher === null) return <span className={styles.quiet}>Not stated</span>;
  return (
    <>
      <Name>{row.publisher}</Name>
      {row.publisherVerified === true && (
        <span className={styles.verified} title="Publisher verified by the platform">
          <Icon name="check-circle" />
          <span className="visually-hidden">verified</span>
        </span>
      )}
      {row.publisherVerified === false && (
        <span className={styles.unverified} title="Publisher not verified by the platform">
          <Icon name="warning" />
          <span className="visually-hidden">not verified</span>
        </span>
      )}
    </>
  );
}

function Reach({ row }: { readonly row: InventoryRow }) {
  const { people, stated, tenantWide } = row.reach;
  if (tenantWide)
    return (
      <span className={styles.reach} title={`Whole tenant; ${formatCount(people)} people with a grant of their own`}>
        <Icon name="building" />
        Everyone
      </span>
    );
  if (people === 0 && stated !== null)
    return (
      <span className={styles.reach} title={`${unnamedPeople(stated)}: a source counts them without naming them`}>
        <Icon name={stated === 1 ? 'person' : 'people'} />
        {formatCount(stated)} unnamed
      </span>
    );
  return (
    <span className={styles.reach} title="People with a grant of their own">
      <Icon name={people === 1 ? 'person' : 'people'} />
      {formatCount(people)}
    </span>
  );
}

function Scopes({ row }: { readonly row: InventoryRow }) {
  return (
    <>
      {formatCount(row.scopes)}
      {row.unratedScopes > 0 && (
        <span className={styles.quiet} title={`${row.unratedScopes} not in the catalog`}>
          {row.unratedScopes} unrated
        </span>
      )}
    </>
  );
}

function LastUse({ row }: { readonly row: InventoryRow }) {
  return (
    <>
      {row.lastUse.at === null ? (
        <span className={styles.quiet}>{noUseText(row.lastUse.grade)}</span>
      ) : (
        formatDate(row.lastUse.at)
      )}
      <GradeBadge grade={row.lastUse.grade} compact />
    </>
  );
}

function FindingCounts({ row }: { readonly row: InventoryRow }) {
  const { findings } = row;
  const present = SEVERITIES.filter((severity) => severity !== 'info' && findings[severity] > 0);
  if (present.length === 0) return <span className={styles.quiet}>None</span>;
  const [worst, ...others] = present;
  const more = others.reduce((sum, severity) => sum + (severity === 'info' ? 0 : findings[severity]), 0);
  return (
    <>
      {worst !== undefined && worst !== 'info' && <SeverityBadge severity={worst} count={findings[worst]} />}
      {more > 0 && (
        <span
          className={styles.quiet}
          title={others.map((severity) => `${severity === 'info' ? '' : findings[severity]} ${severity}`).join(', ')}
        >
          +{more}
        </span>
      )}
    </>
  );
}

function Decision({ row }: { readonly row: InventoryRow }) {
  if (!row.inPopulation) {
    return (
      <span
        className={styles.quiet}
        title="No grant that stands: seen in logs only, or gone from the newest list. There is nothing to decide."
      >
        No grant
      </span>
    );
  }
  if (row.decision !== null) return <DecisionBadge decision={row.decision} />;
  if (row.decided === 0) return <DecisionBadge decision={null} />;
  return (
    <Badge tone="accent">
      {row.decided} of {row.items}
    </Badge>
  );
}
