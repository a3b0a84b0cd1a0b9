import type { ReviewItem } from '../../../shared/contract/review.ts';
import { DECISION_LABELS, type Decision, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Drawer } from '../../components/Dialog.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { RemedyBody } from '../remediation/RemedyBody.tsx';
import type { Draft } from './draft.ts';

/** What the decision being made would mean on the platform; without one, what revoking would. Nothing is run from here. */
export function RecipeDrawer({
  item,
  draft,
  onClose,
}: {
  readonly item: ReviewItem;
  readonly draft: Draft;
  readonly onClose: () => void;
}) {
  const { decision, remedy } = useRecipe(item, draft);
  return (
    <Drawer isOpen onClose={onClose} title={`${DECISION_LABELS[decision]}: steps on the platform`} size="large">
      {remedy.isError ? (
        <ErrorState error={remedy.error} onRetry={() => void remedy.refetch()} />
      ) : remedy.isPending ? (
        <SkeletonRows rows={6} />
      ) : (
        <RemedyBody remedy={remedy.data} where={`on ${PLATFORM_LABELS[item.item.platform]}`} />
      )}
    </Drawer>
  );
}

/** The recipe of the decision being made. */
export function useRecipe(item: ReviewItem, draft: Draft) {
  const decision: Decision = draft.decision ?? 'revoke';
  const remedy = useEngineQuery(
    'remediation.preview',
    {
      itemId: item.item.itemId,
      decision,
      scopes: decision === 'reduce' ? [...draft.scopes] : [],
      principals: [...draft.principals],
      owner: decision === 'assign-owner' && draft.owner.trim() !== '' ? draft.owner.trim() : null,
    },
    { keepPrevious: true },
  );
  return { decision, remedy };
}
