import type { KeyboardEvent } from 'react';
import { type Tier, tierRank } from '../../../shared/domain/terms.ts';
import { TierBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { Skeleton } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { reachText } from '../connector/ConnectorFacts.tsx';
import { ImpactBlock } from '../connector/ImpactBlock.tsx';
import { ReductionSummary } from '../connector/ReductionSummary.tsx';
import styles from './ReducePanel.module.css';
import { useRecipe } from './RecipeDrawer.tsx';
import { type ReviewActions, writeNote } from './review-actions.ts';

/** Beside the matrix while scopes are marked: what is left, what stops and why it may, and the steps on the platform. */
export function ReducePanel(actions: ReviewActions) {
  const { item, draft, change, stops } = actions;
  const { itemId } = item.item;
  return (
    <aside className={styles.panel} aria-label="Result of the reduction">
      <section className={styles.block}>
        <h2 className={styles.title}>What is left</h2>
        <Left {...actions} />
        <Supported {...actions} />
      </section>
      <section className={styles.block}>
        <h2 className={styles.title}>What would stop</h2>
        {draft.scopes.length === 0 ? (
          <p className={styles.quiet}>Nothing is marked yet.</p>
        ) : (
          <ImpactBlock itemId={itemId} scopes={draft.scopes} />
        )}
        {stops !== null && stops.length > 0 && (
          <div className={styles.why} data-stops="" onKeyDown={onFieldKey}>
            <TextField
              label={stops.length === 1 ? 'Why it may stop (w)' : 'Why they may stop (w)'}
              rows={2}
              maxLength={500}
              value={draft.stopsWhy}
              onChange={(text) => change({ type: 'write-stops', text })}
              isRequired
            />
          </div>
        )}
      </section>
      <Recipe {...actions} />
    </aside>
  );
}

/** Enter goes on to the justification, Escape leaves the field so that the keys of the screen work again. */
function onFieldKey(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'Enter' && event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Enter') writeNote();
  else if (event.target instanceof HTMLElement) event.target.blur();
}

/** Scopes and tier after the reduction, and whom it is about. */
function Left({ item, draft }: ReviewActions) {
  const kept = item.scopes.filter(({ scope }) => !draft.scopes.includes(scope));
  return (
    <dl className={styles.facts}>
      <div>
        <dt>Scopes</dt>
        <dd>
          {formatCount(item.scopes.length)} → {formatCount(kept.length)}
        </dd>
      </div>
      <div>
        <dt>Tier</dt>
        <dd>
          <TierBadge tier={item.item.highestTier} /> → {kept.length === 0 ? 'none' : <TierBadge tier={highest(kept)} />}
        </dd>
      </div>
      <div>
        <dt>Reach</dt>
        <dd>
          {draft.principals.length === 0
            ? reachText(item.item.reach)
            : `${formatCounted(draft.principals.length, 'person', 'people')}; the others keep everything`}
        </dd>
      </div>
    </dl>
  );
}

/** The set that the evidence supports, to start from. */
function Supported({ item, draft, change }: ReviewActions) {
  const reduction = useEngineQuery('items.reduction', { itemId: item.item.itemId });
  const supported = reduction.data?.scopes.filter(({ advice }) => advice === 'remove').map(({ scope }) => scope) ?? [];
  const isMarked = supported.length === draft.scopes.length && supported.every((scope) => draft.scopes.includes(scope));
  return (
    <div className={styles.supported}>
      <ReductionSummary itemId={item.item.itemId} />
      {supported.length > 0 && !isMarked && (
        <Button size="small" onPress={() => change({ type: 'mark-scopes', scopes: supported })}>
          Mark {formatCounted(supported.length, 'scope')} that the evidence speaks against
        </Button>
      )}
    </div>
  );
}

function Recipe({ item, draft, openDialog }: ReviewActions) {
  const { remedy } = useRecipe(item, draft);
  return (
    <section className={styles.block}>
      <h2 className={styles.title}>
        Steps on the platform
        <span className={styles.open}>
          <Button size="small" variant="ghost" shortcut="i" onPress={() => openDialog('recipe')}>
            Open<span className="visually-hidden"> the steps</span>
          </Button>
        </span>
      </h2>
      {remedy.isError && <p className={styles.quiet}>{remedy.error.message}</p>}
      {remedy.isPending && <Skeleton width="70%" height={14} />}
      {remedy.data !== undefined && (
        <ol className={styles.steps}>
          {remedy.data.steps.map(({ text }, index) => (
            <li key={index}>
              <bdi>{text}</bdi>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function highest(scopes: readonly { readonly tier: Tier }[]): Tier {
  return scopes.map(({ tier }) => tier).reduce((found, tier) => (tierRank(tier) > tierRank(found) ? tier : found));
}
