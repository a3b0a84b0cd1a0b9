import type { OwnQuality } from '../../../shared/contract/quality.ts';
import { TierBadge } from '../../components/Badge.tsx';
import { formatCount, formatCounted, formatDate } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import styles from './quality.module.css';

/** What the person signed in has still to decide, with the way there. */
export function OpenItems({ open }: { readonly open: OwnQuality['open'] }) {
  const more = open.first - open.items.length;
  return (
    <Panel title="Still open" description={summary(open)} flush={open.items.length > 0}>
      {open.items.length === 0 ? (
        <p className={styles.text}>Nothing waits for your decision.</p>
      ) : (
        <ul className={styles.open}>
          {open.items.map((item) => (
            <li key={item.itemId}>
              <TierBadge tier={item.highestTier} />
              <LinkText to={`/review/${encodeURIComponent(item.itemId)}`}>
                <Name>{item.name}</Name>
              </LinkText>
              {item.due !== null && <span className={styles.quiet}>due {formatDate(item.due)}</span>}
            </li>
          ))}
          {more > 0 && <li className={styles.quiet}>and {formatCounted(more, 'more item', 'more items')}</li>}
        </ul>
      )}
    </Panel>
  );
}

function summary({ first, answered, second }: OwnQuality['open']): string {
  const firsts = `${formatCounted(first, 'item')} to decide${answered === 0 ? '' : `, ${formatCount(answered)} of them answered, still open`}`;
  return second === 0 ? firsts : `${firsts}, ${formatCounted(second, 'second review')} to do`;
}
