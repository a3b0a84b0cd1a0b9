import { useEffect, useRef, useState } from 'react';
import type { DecisionTrace } from '../../../shared/contract/review.ts';
import type { Panel } from '../../../shared/domain/review-panels.ts';
import type { Decision } from '../../../shared/domain/terms.ts';

/** After this long without a sign of the person, nobody is taken to be there. */
const IDLE_AFTER = 60_000;

/** Time in which somebody was at work, in monotonic milliseconds. */
export interface ActiveTime {
  readonly total: number;
  /** Last sign of the person; null while the window is out of sight. */
  readonly last: number | null;
}

/** After a sign of the person. A pause counts for its first minute: reading needs no hands, a break is none of the work. */
export function signOf(time: ActiveTime, now: number): ActiveTime {
  return { total: activeMs(time, now), last: now };
}

/** After the window went out of sight. */
export function outOfSight(time: ActiveTime, now: number): ActiveTime {
  return { total: activeMs(time, now), last: null };
}

/** The active milliseconds up to now. */
export function activeMs({ total, last }: ActiveTime, now: number): number {
  return last === null ? total : total + Math.min(Math.max(0, now - last), IDLE_AFTER);
}

/** What else the trace keeps besides panels: what became of the question whether quick decisions deserve another look. */
export type TraceMark = Panel | 'streak-dismissed' | 'streak-reopened';

export interface ReviewTrace {
  /** Panels in the order in which they were first looked at. */
  readonly opened: readonly TraceMark[];
  /**
   * Says that a panel was looked at. That it is in view does not count: only what the person did there does, which is to
   * open it by its key or button, to move the focus into it, to press or to scroll in it. Choosing to reduce leads into
   * the usage matrix, where the scopes are marked, and counts as well.
   */
  readonly look: (panel: TraceMark) => void;
  readonly finish: (provisional: Decision | null, isRevealed: boolean) => DecisionTrace;
}

/** Keeps how the decision on the item on screen comes about, from now on. */
export function useTrace(start: readonly TraceMark[]): ReviewTrace {
  const [shownAt] = useState(() => new Date().toISOString());
  const [opened, setOpened] = useState(start);
  const activeNow = useActiveTime();
  return {
    opened,
    look: (panel) => setOpened((before) => (before.includes(panel) ? before : [...before, panel])),
    finish: (provisional, isRevealed) => ({
      shownAt,
      activeMs: Math.round(activeNow()),
      panels: [...opened],
      provisional,
      revealed: isRevealed,
    }),
  };
}

/** Counts the time in which somebody is at work while the calling component is shown; answers the milliseconds up to now. */
export function useActiveTime(): () => number {
  const time = useRef<ActiveTime>({ total: 0, last: null });
  useEffect(() => {
    const onSign = () => {
      if (!document.hidden) time.current = signOf(time.current, performance.now());
    };
    const onVisibility = () => {
      if (document.hidden) time.current = outOfSight(time.current, performance.now());
      else onSign();
    };
    onSign();
    document.addEventListener('visibilitychange', onVisibility);
    for (const sign of SIGNS) window.addEventListener(sign, onSign, { passive: true, capture: true });
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      for (const sign of SIGNS) window.removeEventListener(sign, onSign, { capture: true });
    };
  }, []);
  return () => activeMs(time.current, performance.now());
}

const SIGNS = ['keydown', 'pointermove', 'pointerdown', 'wheel'] as const;
