import type { ReactNode } from 'react';
import styles from './ChangeSlot.module.css';
import { PanelKey, type Panels } from './PanelSection.tsx';

/** The place of what changed since the item was last certified, right under its facts. */
export function ChangeSlot({ panels, children }: { readonly panels: Panels; readonly children: ReactNode }) {
  const look = () => panels.trace.look('change');
  return (
    <div
      className={styles.slot}
      role="group"
      aria-label="Compared with the last review"
      data-panel="change"
      tabIndex={0}
      onFocus={look}
      onPointerDown={look}
      onWheel={look}
    >
      <div className={styles.line}>{children}</div>
      <PanelKey panel="change" panels={panels} />
    </div>
  );
}
