import { useEffect, useReducer, useState } from 'react';
import { useLocation } from 'react-router';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import type { Panel } from '../../../shared/domain/review-panels.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { PlatformLabel, TierBadge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { MessageStrip } from '../../components/MessageStrip.tsx';
import { Name } from '../../components/Name.tsx';
import { Page } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ChangeLine } from '../baseline/ChangeLine.tsx';
import { ConnectorFacts } from '../connector/ConnectorFacts.tsx';
import { useBlind } from './blind.ts';
import { ChangeSlot } from './ChangeSlot.tsx';
import { DecisionBar } from './DecisionBar.tsx';
import { changeDraft, EMPTY_DRAFT } from './draft.ts';
import { ItemBadges } from './ItemBadges.tsx';
import { ItemContext } from './ItemContext.tsx';
import { ItemDrawers } from './ItemDrawers.tsx';
import { OwnerStrip } from './OwnerStrip.tsx';
import { DRAWERS, type Panels } from './PanelSection.tsx';
import { PeopleDialog } from './PeopleDialog.tsx';
import { RecipeDrawer } from './RecipeDrawer.tsx';
import { ReducePanel } from './ReducePanel.tsx';
import styles from './ReviewItemView.module.css';
import { ReviewProgress } from './ReviewProgress.tsx';
import type { ReviewActions } from './review-actions.ts';
import { useReviewKeys } from './review-keys.ts';
import { isReopened, takeRestored, useReviewSteps } from './review-steps.ts';
import { StreakDialog } from './StreakDialog.tsx';
import { useTrace } from './trace.ts';
import { UsageSection } from './UsageSection.tsx';
import { useNudge } from './use-nudge.ts';

/** The item on one screen: facts, what changed, owner, scopes against use, findings, chain, what would break, decision. */
export function ReviewItemView({ item, isStale }: { readonly item: ReviewItem; readonly isStale: boolean }) {
  const { itemId } = item.item;
  const [draft, change] = useReducer(changeDraft, EMPTY_DRAFT);
  const [drawer, setDrawer] = useState<Panel | 'people' | 'recipe' | null>(null);
  const progress = useEngineQuery('review.progress', {});
  const steps = useReviewSteps(item);
  const location = useLocation();
  // Whoever takes a decision back goes on from what it was made of, on the screen that is open or on a new one.
  useEffect(() => {
    const draft = isStale ? null : takeRestored(itemId);
    if (draft !== null) change({ type: 'restore', draft });
  }, [itemId, isStale, location.key]);
  const trace = useTrace(isReopened(location.state) ? ['streak-reopened'] : []);
  const blind = useBlind(item);
  const nudge = useNudge(itemId, draft.reason);
  const isReducing = draft.decision === 'reduce';
  const isMarked = isReducing && draft.scopes.length > 0;
  const impact = useEngineQuery('items.impact', { itemId, scopes: [...draft.scopes] }, { enabled: isMarked });
  const stops = !isMarked ? [] : (impact.data?.operations.map(({ operation }) => operation) ?? null);
  const panels: Panels = { trace, open: openPanel };
  const actions: ReviewActions = {
    item,
    draft,
    change,
    steps,
    trace,
    blind,
    stops,
    similar: nudge.similar,
    isLocked: isStale || item.round === null || item.decision?.submitted === true,
    openDialog: setDrawer,
  };
  useReviewKeys(actions, panels);

  function openPanel(panel: Panel) {
    trace.look(panel);
    const section = document.querySelector<HTMLElement>(`[data-panel=${panel}]`);
    if (DRAWERS.has(panel) || section === null) setDrawer(panel);
    else section.focus();
  }

  return (
    <Page
      fill
      title={<Name warning={item.item.nameWarning}>{item.item.name}</Name>}
      meta={
        <>
          <PlatformLabel platform={item.item.platform} />
          <TierBadge tier={item.item.highestTier} />
          <ItemBadges item={item} />
          <LinkText to={`/connectors/${encodeURIComponent(item.item.connectorId)}`}>All evidence</LinkText>
        </>
      }
      actions={
        <>
          <ReviewProgress progress={progress.data} isBesideName />
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
      footer={
        <>
          <DecisionBar {...actions} />
          <MessageStrip />
        </>
      }
    >
      <ChangeSlot panels={panels}>
        <ChangeLine itemId={itemId} />
      </ChangeSlot>
      <OwnerStrip item={item} panels={panels} />
      <div className={styles.body} aria-busy={isStale}>
        <UsageSection
          item={item}
          panels={panels}
          isAdviceCovered={!blind.isRevealed}
          removal={
            isReducing ? { marked: draft.scopes, onToggle: (scope) => change({ type: 'toggle-scope', scope }) } : null
          }
        />
        {isReducing ? <ReducePanel {...actions} /> : <ItemContext item={item} panels={panels} />}
      </div>
      {drawer === 'people' && (
        <PeopleDialog
          item={item}
          chosen={draft.principals}
          onChoose={(principals) => change({ type: 'set-principals', principals })}
          onClose={() => setDrawer(null)}
        />
      )}
      {drawer === 'recipe' && <RecipeDrawer item={item} draft={draft} onClose={() => setDrawer(null)} />}
      <ItemDrawers
        item={item}
        panel={drawer === 'people' || drawer === 'recipe' ? null : drawer}
        onClose={() => setDrawer(null)}
      />
      {nudge.streak !== null && (
        <StreakDialog streak={nudge.streak} onReopen={steps.reopen} onDismiss={() => trace.look('streak-dismissed')} />
      )}
    </Page>
  );
}
