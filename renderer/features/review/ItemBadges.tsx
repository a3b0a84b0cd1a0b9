import type { ReviewItem } from '../../../shared/contract/review.ts';
import { Badge } from '../../components/Badge.tsx';

/** Which round this is, where the item stands when that is not plain, and by when it is due. */
export function ItemBadges({ item }: { readonly item: ReviewItem }) {
  const { status, due } = item.item;
  return (
    <>
      {item.round === 'second' && <Badge tone="accent">Second review, blind</Badge>}
      {item.round === 'adjudication' && <Badge tone="accent">To settle</Badge>}
      {item.round !== 'second' && status === 'second-open' && <Badge>Second review open</Badge>}
      {status === 'disagreement' && (
        <Badge tone="high" icon="warning">
          Reviews disagree
        </Badge>
      )}
      {status === 'conflict' && (
        <Badge tone="high" icon="warning">
          Decisions in conflict
        </Badge>
      )}
      {due !== null && <Badge icon="calendar">Due {due}</Badge>}
    </>
  );
}
