import { useReducer } from 'react';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/vocabulary.ts';
import { PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { formatCount, formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Page } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ChangeLine } from '../baseline/ChangeLine.tsx';
import { ConnectorFacts } from '../connector/ConnectorFacts.tsx';
import { ReductionSummary } from '../connector/ReductionSummary.tsx';
import { ScopeMatrix } from '../connector/ScopeMatrix.tsx';
import { windowsText } from '../connector/windows.ts';
import { changeDraft, EMPTY_DRAFT } from './draft.ts';
import { DecisionBar } from './DecisionBar.tsx';
import { ItemContext } from './ItemContext.tsx';
import { removalWarning } from './removal.ts';
import { ReviewProgress } from './ReviewProgress.tsx';
import styles from './ReviewItemView.module.css';
import { useReviewKeys } from './review-keys.ts';
import { useReviewSteps } from './review-steps.ts';

/** The item on one screen: facts, scopes against use, findings, what would break, history, and the decision bar. */
export function ReviewItemView({ item, isStale }: { readonly item: ReviewItem; readonly isStale: boolean }) {
  const [draft, change] = useReducer(changeDraft, EMPTY_DRAFT);
  const progress = useEngineQuery('review.progress', {});
  const steps = useReviewSteps(item);
  const isLocked = isStale || item.round === null || item.decision?.submitted === true;
  useReviewKeys({ item, draft, change, steps, isLocked });
  const isReducing = draft.decision === 'reduce';
  const warning = isReducing ? removalWarning(item.scopes, draft.scopes) : null;

  return (
    <Page
      fill
      title={<Name warning={item.item.nameWarning}>{item.item.name}</Name>}
      meta={
        <>
          <PlatformLabel platform={item.item.platform} />
          <TierBadge tier={item.item.highestTier} />
          <LinkText to={`/connectors/${encodeURIComponent(item.item.connectorId)}`}>All evidence</LinkText>
        </>
      }
      actions={
        <>
          <ReviewProgress progress={progress.data} />
          <span className={styles.position}>
            {formatCount(item.position)} / {formatCount(item.total)}
          </span>
          <span className={styles.steps}>
            <IconButton
              icon="chevron-left"
              label="Previous item (k)"
              isDisabled={item.previousItemId === null}
              onPress={() => steps.goTo(item.previousItemId)}
            />
            <IconButton
              icon="chevron-right"
              label="Next item (j)"
              isDisabled={item.nextItemId === null}
              onPress={() => steps.goTo(item.nextItemId)}
            />
          </span>
        </>
      }
      toolbar={
        <ConnectorFacts
          connector={item.connector}
          kinds={GRANT_KIND_LABELS[item.item.kind]}
          tenants={[item.item.tenant]}
          reach={item.item.reach}
          lastUse={item.item.lastUse}
        />
      }
      footer={<DecisionBar item={item} draft={draft} change={change} steps={steps} isLocked={isLocked} />}
    >
      <ChangeLine itemId={item.item.itemId} />
      <div className={styles.body} aria-busy={isStale}>
        <section className={styles.matrix} aria-label="Scopes and usage">
          <header className={styles.matrixHead}>
            <h2 className={styles.heading}>
              {formatCounted(item.scopes.length, 'granted scope')} against{' '}
              {formatCounted(item.operations.length, 'observed operation')}
            </h2>
            <p className={styles.windows}>{windowsText(item.windows)}</p>
            <ReductionSummary itemId={item.item.itemId} />
            {warning !== null && <p className={styles.warning}>{warning}</p>}
          </header>
          <div
            className={styles.matrixRows}
            tabIndex={0}
            role="region"
            aria-label="Scope rows"
            data-item={item.item.itemId}
          >
            <ScopeMatrix
              itemId={item.item.itemId}
              scopes={item.scopes}
              removal={
                isReducing
                  ? { marked: draft.scopes, onToggle: (scope) => change({ type: 'toggle-scope', scope }) }
                  : null
              }
            />
          </div>
        </section>
        <ItemContext item={item} marked={isReducing ? draft.scopes : []} />
      </div>
    </Page>
  );
}
