import { useEffect, useState } from 'react';
import type { Nudge } from '../../../shared/contract/quality.ts';
import { useEngineQuery } from '../../engine/hooks.ts';

/** How long the hands rest before the words are compared. */
const RESTS = 400;
/** Fewer characters say nothing that another decision could have said as well. */
const LEAST = 12;
/** A streak is asked about once at each of these lengths, not at every further decision. */
const EACH = 10;

/** What is worth a second look while a decision is written: hints that hold nothing up. */
export function useNudge(itemId: string, reason: string): Nudge {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(reason.trim().slice(0, 4000)), RESTS);
    return () => clearTimeout(timer);
  }, [reason]);
  const text = settled.length < LEAST ? '' : settled;
  const nudge = useEngineQuery('quality.nudge', { itemId, reason: text }, { keepPrevious: true });
  return { similar: text === '' ? null : (nudge.data?.similar ?? null), streak: nudge.data?.streak ?? null };
}

/** Lengths of streaks that were asked about; for as long as the window is open. */
let asked = 0;

/** Whether a streak of this length is to be asked about; once for each ten. */
export function isNewStreak(count: number): boolean {
  if (count < asked) asked = 0;
  return count >= asked + EACH;
}

/** Notes that a streak of this length was asked about. */
export function noteStreak(count: number): void {
  asked = count - (count % EACH);
}
