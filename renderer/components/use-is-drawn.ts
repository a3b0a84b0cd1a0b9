import { useEffect, useState } from 'react';

/** False until what is shown could be used, and the page has nothing else to do: what can wait until then is drawn, or asked, after it. */
export function useIsDrawn(isShown: boolean): boolean {
  const [isDrawn, setIsDrawn] = useState(false);
  useEffect(() => {
    if (!isShown) return;
    const waiting = requestIdleCallback(() => setIsDrawn(true), { timeout: 500 });
    return () => cancelIdleCallback(waiting);
  }, [isShown]);
  return isDrawn;
}
