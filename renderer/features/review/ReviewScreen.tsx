import { useNavigate, useParams } from 'react-router';
import { Page } from '../../components/Page.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorState, Skeleton, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ReviewItemView } from './ReviewItemView.tsx';

/** One review item: everything needed to decide it, and the decision. */
export function ReviewScreen() {
  const { itemId = '' } = useParams();
  const navigate = useNavigate();
  // The last item stays on screen until the next one is there, so that going on does not flash.
  const item = useEngineQuery('review.item', { itemId }, { keepPrevious: true });
  if (item.isError) {
    return (
      <Page title="Review item" actions={<Button onPress={() => void navigate('/review')}>Back to the queue</Button>}>
        <ErrorState error={item.error} onRetry={() => void item.refetch()} />
      </Page>
    );
  }
  if (item.isPending) {
    return (
      <Page title={<Skeleton width={240} height={16} />} toolbar={<Skeleton width="70%" height={36} />}>
        <SkeletonRows rows={10} height={48} />
      </Page>
    );
  }
  return <ReviewItemView key={item.data.item.itemId} item={item.data} isStale={item.isPlaceholderData} />;
}
