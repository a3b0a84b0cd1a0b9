import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Minutes without a key or a movement after which a protected case is locked; 0 is never. */
export const LOCK_AFTER = ['0', '5', '15', '30', '60'] as const;
export type LockAfter = (typeof LOCK_AFTER)[number];

const KEY = 'countersign.lock-after';
const MINUTE = 60_000;
/** Between two looks at the time, in milliseconds. A computer that slept is noticed at the first one after it. */
const LOOK_EVERY = 5000;
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
const listeners = new Set<() => void>();

function stored(): LockAfter {
  const minutes = localStorage.getItem(KEY);
  return LOCK_AFTER.find((known) => known === minutes) ?? '0';
}

/** Remembers the choice on this computer. */
export function setLockAfter(minutes: LockAfter): void {
  localStorage.setItem(KEY, minutes);
  for (const listener of listeners) listener();
}

/** The choice, live; off until somebody makes one. */
export function useLockAfter(): LockAfter {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, stored);
}

/** Calls `lock` when nobody has touched anything for as long as was chosen. */
export function useAutoLock(isProtected: boolean, lock: () => void): void {
  const minutes = Number(useLockAfter());
  const onIdle = useEffectEvent(lock);
  useEffect(() => {
    if (!isProtected || minutes === 0) return;
    let last = Date.now();
    const live = (): void => {
      last = Date.now();
    };
    const timer = setInterval(() => {
      if (Date.now() - last < minutes * MINUTE) return;
      last = Date.now();
      onIdle();
    }, LOOK_EVERY);
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, live, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, live, { capture: true });
    };
  }, [isProtected, minutes]);
}
