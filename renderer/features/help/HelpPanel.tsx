import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { IconButton } from '../../components/Button.tsx';
import { HelpReader } from './HelpReader.tsx';
import { useHelp } from './HelpProvider.tsx';
import styles from './HelpPanel.module.css';

const NARROWEST = 320;
const WIDEST = 900;
const STEP = 40;
const KEY = 'countersign.help-width';

/** The help at the right edge, as wide as somebody makes it; the screen beside it goes on working. */
export function HelpPanel() {
  const help = useHelp();
  const [width, setWidth] = useState(storedWidth);
  function resize(to: number) {
    const next = within(to);
    setWidth(next);
    localStorage.setItem(KEY, String(next));
  }
  return (
    <aside
      className={styles.panel}
      style={{ width }}
      aria-label="Help"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) help.close();
      }}
    >
      <Edge width={width} onResize={resize} />
      <HelpReader
        {...help.reading}
        actions={
          <>
            <IconButton icon="expand" label="Help on the whole screen" size="small" onPress={help.openWhole} />
            <IconButton icon="close" label="Close the help" size="small" onPress={help.close} />
          </>
        }
      />
    </aside>
  );
}

/** The edge that is drawn to make the panel wider; arrow keys do the same. */
function Edge({ width, onResize }: { readonly width: number; readonly onResize: (width: number) => void }) {
  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(window.innerWidth - event.clientX);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowLeft') onResize(width + STEP);
    else if (event.key === 'ArrowRight') onResize(width - STEP);
    else return;
    event.preventDefault();
  }
  return (
    <div
      className={styles.edge}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the help"
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}

function storedWidth(): number {
  const stored = Number(localStorage.getItem(KEY) ?? '');
  return Number.isFinite(stored) && stored > 0 ? within(stored) : 400;
}

function within(width: number): number {
  return Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
}
