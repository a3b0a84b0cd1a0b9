import { useEffect, useState } from 'react';

const AFTER_FIRST_SCREEN_MS = 1500;

/**
 * What a screen needs only when something is opened: read a little after the first screen, or when it is wanted before that, and
 * there from then on; null until then. Throws for the error boundary when it is wanted and cannot be read. `read` stays the same.
 */
export function useReadLater<T>(read: () => Promise<T>, isWanted: boolean): T | null {
  const [known, setKnown] = useState<{ readonly it: T } | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useEffect(() => {
    if (known !== null) return;
    const begin = () =>
      void read().then(
        (it) => setKnown({ it }),
        (error: unknown) => setFailure({ error }),
      );
    const timer = setTimeout(begin, isWanted ? 0 : AFTER_FIRST_SCREEN_MS);
    return () => clearTimeout(timer);
  }, [known, read, isWanted]);
  if (failure !== null && isWanted) throw failure.error;
  return known?.it ?? null;
}
