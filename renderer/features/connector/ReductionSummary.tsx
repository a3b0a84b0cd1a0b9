import { TierBadge } from '../../components/Badge.tsx';
import { formatCounted } from '../../components/format.ts';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './ReductionSummary.module.css';

/** Where the tier of an item would stand if the advice of its certificate were followed. */
export function ReductionSummary({ itemId }: { readonly itemId: string }) {
  const { data } = useEngineQuery('items.reduction', { itemId });
  if (data === undefined) return null;
  const narrower = data.scopes.filter(({ advice }) => advice === 'remove' || advice === 'narrow').length;
  const questions = data.scopes.filter(({ advice }) => advice === 'ask').length;
  const asked = questions === 0 ? '' : `; ${formatCounted(questions, 'question')} to the owner`;
  if (narrower === 0) return <p className={styles.summary}>The evidence supports no narrower set of scopes{asked}.</p>;
  return (
    <p className={styles.summary}>
      The evidence supports a narrower set: {formatCounted(data.scopesBefore, 'scope')}{' '}
      <TierBadge tier={data.tierBefore} /> to{' '}
      {data.scopesAfter === 0 ? (
        'none'
      ) : (
        <>
          {data.scopesAfter} <TierBadge tier={data.tierAfter} />
        </>
      )}
      {data.method === 'bounded' && ' (bounded search)'}
      {asked}
    </p>
  );
}
