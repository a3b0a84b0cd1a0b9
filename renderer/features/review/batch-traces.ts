import { useRef, useState } from 'react';
import type { DecisionTrace } from '../../../shared/contract/review.ts';
import type { Panel } from '../../../shared/domain/review-panels.ts';
import { useActiveTime } from './trace.ts';

/** What the evidence of an item of a batch shows, in its order on the screen. */
const EVIDENCE: readonly Panel[] = ['owner', 'usage', 'findings'];

export interface BatchTraces {
  readonly open: (itemId: string) => void;
  /** The evidence on screen was closed. */
  readonly close: () => void;
  /** How the decision on each item comes about. */
  readonly finish: (itemIds: readonly string[]) => { itemId: string; trace: DecisionTrace }[];
}

/**
 * Keeps what was looked at before a batch is decided: of an item whose evidence was opened since when, what it showed and the
 * time at work with it; of every other one that nothing of it was opened. The rows of the batch are no evidence.
 */
export function useBatchTraces(): BatchTraces {
  const [startedAt] = useState(() => new Date().toISOString());
  const activeNow = useActiveTime();
  const seen = useRef(new Map<string, { readonly shownAt: string; readonly activeMs: number }>());
  const current = useRef<{ readonly itemId: string; readonly since: number } | null>(null);
  function close() {
    if (current.current === null) return;
    const { itemId, since } = current.current;
    const known = seen.current.get(itemId);
    if (known !== undefined)
      seen.current.set(itemId, { ...known, activeMs: known.activeMs + Math.max(0, activeNow() - since) });
    current.current = null;
  }
  return {
    open: (itemId) => {
      close();
      if (!seen.current.has(itemId)) seen.current.set(itemId, { shownAt: new Date().toISOString(), activeMs: 0 });
      current.current = { itemId, since: activeNow() };
    },
    close,
    finish: (itemIds) => {
      close();
      return itemIds.map((itemId) => {
        const looked = seen.current.get(itemId);
        return {
          itemId,
          trace: {
            shownAt: looked?.shownAt ?? startedAt,
            activeMs: Math.round(looked?.activeMs ?? 0),
            panels: looked === undefined ? [] : [...EVIDENCE],
            provisional: null,
            revealed: false,
          },
        };
      });
    },
  };
}
