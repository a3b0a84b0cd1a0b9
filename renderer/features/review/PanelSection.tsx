import type { ReactNode } from 'react';
import { PANELS, type Panel } from '../../../shared/domain/review-panels.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { Icon } from '../../components/Icon.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import styles from './PanelSection.module.css';
import type { ReviewTrace } from './trace.ts';

/** What the panels of an item share: what was looked at, and how to look closer. */
export interface Panels {
  readonly trace: ReviewTrace;
  /** Goes to a panel, or opens the drawer that shows it whole. */
  readonly open: (panel: Panel) => void;
}

/**
 * One part of the review screen, which its key brings into focus. Pressing or scrolling in it, or moving the focus into
 * it, counts as a look; to have it in view does not.
 */
export function PanelSection({
  panel,
  panels,
  title,
  isGrowing = false,
  children,
}: {
  readonly panel: Panel;
  readonly panels: Panels;
  readonly title: ReactNode;
  /** Takes the room that the others leave. */
  readonly isGrowing?: boolean;
  readonly children: ReactNode;
}) {
  const look = () => panels.trace.look(panel);
  const { key, label } = panelOf(panel);
  const hasDrawer = DRAWERS.has(panel);
  return (
    <section
      className={cx(styles.section, isGrowing && styles.growing)}
      aria-label={label}
      data-panel={panel}
      tabIndex={hasDrawer ? -1 : 0}
      onFocus={look}
      onPointerDown={look}
      onWheel={look}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <PanelKey panel={panel} panels={panels} />
        {hasDrawer && (
          <span className={styles.open}>
            <Button size="small" variant="ghost" shortcut={key} onPress={() => panels.open(panel)}>
              Open<span className="visually-hidden"> {label.toLowerCase()}</span>
            </Button>
          </span>
        )}
      </header>
      {children}
    </section>
  );
}

/** The key of a panel, and whether it was looked at. */
export function PanelKey({ panel, panels }: { readonly panel: Panel; readonly panels: Panels }) {
  const isSeen = panels.trace.opened.includes(panel);
  return (
    <span className={styles.key}>
      {isSeen && (
        <span className={styles.seen} title="You looked at this">
          <Icon name="check" />
          <span className="visually-hidden">Looked at</span>
        </span>
      )}
      {DRAWERS.has(panel) ? null : <Kbd keys={panelOf(panel).key} />}
    </span>
  );
}

/** Panels that their key opens in a drawer; the others it brings into focus. */
export const DRAWERS: ReadonlySet<Panel> = new Set<Panel>(['scopes', 'owner', 'chain', 'evidence', 'history']);

function panelOf(panel: Panel): (typeof PANELS)[number] {
  return PANELS.find(({ id }) => id === panel) ?? PANELS[0];
}
