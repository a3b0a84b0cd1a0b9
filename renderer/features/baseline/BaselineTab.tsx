import { useState } from 'react';
import type { BaselineState } from '../../../shared/contract/baseline.ts';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { AdoptDialog } from './AdoptDialog.tsx';
import { BaselineFacts } from './BaselineFacts.tsx';
import styles from './BaselineTab.module.css';
import { CarriedList } from './CarriedList.tsx';
import { ChainList } from './ChainList.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';

/** The signed report of the last review: who signed it, what came before it, and what it leaves to this one. */
export function BaselineTab() {
  const state = useEngineQuery('baseline.state', {});
  const [open, setOpen] = useState<'adopt' | 'remove' | null>(null);
  if (state.isPending) return <SkeletonRows rows={10} />;
  if (state.isError) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />;
  const { current } = state.data;
  return (
    <div className={styles.tab}>
      {current === null ? (
        <EmptyState
          icon="shield"
          title="No baseline"
          actions={
            <Button variant="primary" icon="folder" onPress={() => setOpen('adopt')}>
              Choose a signed bundle…
            </Button>
          }
        >
          Nothing is compared with an earlier review, and nothing says what was certified before. Choose the signed
          bundle of the last review, from this machine or another: it is verified first, and refused when a check fails.
        </EmptyState>
      ) : (
        <>
          <aside className={styles.side} aria-label="The baseline and its chain">
            <div className={styles.actions}>
              <Button icon="folder" onPress={() => setOpen('adopt')}>
                Add a bundle…
              </Button>
              <Button onPress={() => setOpen('remove')}>Remove…</Button>
            </div>
            <BaselineFacts bundle={current} pinned={current.pinned} />
            <Adoption state={state.data} />
            <ChainList chain={state.data.chain} end={state.data.endText} />
          </aside>
          <CarriedList carried={state.data.carried} />
        </>
      )}
      {open === 'adopt' && <AdoptDialog onClose={() => setOpen(null)} />}
      {open === 'remove' && current !== null && <RemoveDialog bundle={current} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** Who took it in, and what the comparison found. */
function Adoption({ state: { current, deltas } }: { readonly state: BaselineState }) {
  if (current === null) return null;
  return (
    <p className={styles.note}>
      Taken in by <bdi>{current.adoptedBy}</bdi> on {current.adoptedAt.slice(0, 10)}
      {current.reason === '' ? '' : ': '}
      <bdi>{current.reason}</bdi>. Of the items here {formatCounted(deltas.changed, 'is changed', 'are changed')},{' '}
      {formatCounted(deltas.same, 'shows no change', 'show no change')},{' '}
      {formatCounted(deltas.new, 'is new', 'are new')}.
    </p>
  );
}
