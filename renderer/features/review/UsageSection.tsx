import type { ReviewItem } from '../../../shared/contract/review.ts';
import { formatCounted } from '../../components/format.ts';
import { Button } from '../../components/Button.tsx';
import { ReductionSummary } from '../connector/ReductionSummary.tsx';
import { type Removal, ScopeMatrix } from '../connector/ScopeMatrix.tsx';
import { PanelKey, type Panels } from './PanelSection.tsx';
import styles from './UsageSection.module.css';

/** The usage matrix: what was granted against what was seen, and, while reducing, what stays. */
export function UsageSection({
  item,
  panels,
  removal,
  isAdviceCovered,
}: {
  readonly item: ReviewItem;
  readonly panels: Panels;
  readonly removal: Removal | null;
  readonly isAdviceCovered: boolean;
}) {
  const look = () => panels.trace.look('usage');
  return (
    <section className={styles.usage} aria-label="Scopes and usage" onFocus={look} onPointerDown={look} onWheel={look}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          Usage matrix: {formatCounted(item.scopes.length, 'granted scope')} against{' '}
          {formatCounted(item.operations.length, 'observed operation')}
        </h2>
        <PanelKey panel="usage" panels={panels} />
        <span className={styles.more}>
          <Button size="small" variant="ghost" shortcut="s" onPress={() => panels.open('scopes')}>
            Scope cards
          </Button>
          <Button size="small" variant="ghost" shortcut="e" onPress={() => panels.open('evidence')}>
            Evidence rows
          </Button>
        </span>
        {!isAdviceCovered && removal === null && (
          <div className={styles.advice}>
            <ReductionSummary itemId={item.item.itemId} />
          </div>
        )}
      </header>
      <div
        className={styles.rows}
        tabIndex={0}
        role="region"
        aria-label="Scope rows"
        data-item={item.item.itemId}
        data-panel="usage"
      >
        <ScopeMatrix
          itemId={item.item.itemId}
          scopes={item.scopes}
          windows={item.windows}
          removal={removal}
          isAdviceCovered={isAdviceCovered}
        />
      </div>
    </section>
  );
}
