import { useSyncExternalStore } from 'react';
import { toastQueue } from './toast-queue.ts';
import { useReadLater } from './use-read-later.ts';

const readRegion = async () => (await import('./ToastRegion.tsx')).ToastRegion;

/** Messages over every screen, from the first one on; rendered once by the app shell. */
export function Toasts() {
  const hasToasts = useSyncExternalStore(
    (changed) => toastQueue.subscribe(changed),
    () => toastQueue.visibleToasts.length > 0,
  );
  const Region = useReadLater(readRegion, hasToasts);
  return Region !== null && <Region />;
}
