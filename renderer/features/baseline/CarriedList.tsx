import { useState } from 'react';
import {
  type BaselineState,
  CARRY_KINDS,
  CARRY_LABELS,
  type CarriedRow,
  type CarryKind,
} from '../../../shared/contract/baseline.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, DecisionBadge, PlatformLabel, TierBadge, type Tone } from '../../components/Badge.tsx';
import { DataGrid, type GridColumn } from '../../components/DataGrid.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { formatCount } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Facts } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { EmptyState, ErrorState } from '../../components/State.tsx';
import { usePagedRows } from '../../engine/hooks.ts';
import styles from './BaselineTab.module.css';

/** What becomes of each item of the baseline, what is past its date first. */
export function CarriedList({ carried }: Pick<BaselineState, 'carried'>) {
  const [kind, setKind] = useState<CarryKind | null>(null);
  const pages = usePagedRows('baseline.carried', { kind });
  const [shown, setShown] = useState<CarriedRow | null>(null);
  const counts = new Map(carried.map((one) => [one.kind, one.items]));
  return (
    <section className={styles.list} aria-label="Carried forward">
      <header className={styles.listHead}>
        <h2 className={styles.heading}>Carried forward</h2>
        <FilterSelect
          label="Standing"
          single
          values={kind === null ? [] : [kind]}
          onChange={([value]) => setKind(value ?? null)}
          options={CARRY_KINDS.filter((value) => (counts.get(value) ?? 0) > 0).map((value) => ({
            value,
            label: `${CARRY_LABELS[value]} (${formatCount(counts.get(value) ?? 0)})`,
          }))}
        />
      </header>
      {pages.error !== null && <ErrorState error={pages.error} onRetry={pages.retry} />}
      {pages.error === null && (
        <DataGrid
          label="Items of the baseline"
          columns={COLUMNS}
          total={pages.total}
          isPending={pages.isPending}
          row={pages.row}
          onRange={pages.onRange}
          isStale={pages.isStale}
          onOpen={setShown}
          resetKey={kind ?? 'all'}
          empty={
            <EmptyState icon="inbox" title="Nothing here">
              The baseline holds no item of this standing.
            </EmptyState>
          }
        />
      )}
      {shown !== null && <CarriedDrawer row={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

const TONES: Readonly<Record<CarryKind, Tone>> = {
  expired: 'critical',
  revoke: 'critical',
  reduce: 'high',
  open: 'medium',
  condition: 'low',
  review: 'neutral',
  absent: 'neutral',
  outside: 'neutral',
};

const COLUMNS: readonly GridColumn<CarriedRow>[] = [
  {
    id: 'kind',
    title: 'Standing',
    width: '152px',
    cell: ({ kind }) => <Badge tone={TONES[kind]}>{CARRY_LABELS[kind]}</Badge>,
  },
  {
    id: 'name',
    title: 'Connector',
    width: 'minmax(120px, 1fr)',
    cell: ({ name, nameWarning }) => (
      <Name staticWarning warning={nameWarning}>
        {name}
      </Name>
    ),
  },
  {
    id: 'due',
    title: 'Date',
    width: '124px',
    cell: ({ due, isPast }) =>
      due === null ? (
        <span className={styles.quiet}>–</span>
      ) : isPast ? (
        <span className={styles.past}>{due} past</span>
      ) : (
        due
      ),
  },
  {
    id: 'sentence',
    title: 'What is known',
    width: 'minmax(160px, 3fr)',
    cell: ({ sentence }) => <bdi title={sentence}>{sentence}</bdi>,
  },
];

/** One item of the baseline with everything that is known of it. */
function CarriedDrawer({ row, onClose }: { readonly row: CarriedRow; readonly onClose: () => void }) {
  return (
    <Drawer isOpen onClose={onClose} title={row.name}>
      <Facts
        rows={[
          { label: 'Standing', value: <Badge tone={TONES[row.kind]}>{CARRY_LABELS[row.kind]}</Badge> },
          { label: 'What is known', value: <bdi>{row.sentence}</bdi> },
          { label: 'Date', value: row.due === null ? 'None' : row.isPast ? `${row.due}, which has passed` : row.due },
          { label: 'Decided then', value: <DecisionBadge decision={row.decision} /> },
          ...(row.reason === null ? [] : [{ label: 'Reason then', value: <bdi>{row.reason}</bdi> }]),
          { label: 'Tier then', value: <TierBadge tier={row.tier} /> },
          { label: 'Grant', value: GRANT_KIND_LABELS[row.grantKind] },
          { label: 'Platform', value: <PlatformLabel platform={row.platform} /> },
          { label: 'Tenant', value: <Name>{row.tenant}</Name> },
        ]}
      />
      {row.itemId === null ? (
        <p className={styles.note}>It is no review item of this case.</p>
      ) : (
        <ButtonLink to={`/review/${encodeURIComponent(row.itemId)}`} icon="queue">
          Open the review item
        </ButtonLink>
      )}
    </Drawer>
  );
}
