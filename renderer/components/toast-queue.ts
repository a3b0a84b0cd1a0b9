import { ToastQueue } from 'react-stately/useToastState';

export interface ToastContent {
  readonly tone: 'good' | 'bad' | 'info';
  readonly text: string;
  /** One thing that can be done about it, for example undo. */
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

/** The queue `ToastRegion` shows. Use `showToast`. */
export const toastQueue = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/**
 * Shows a short message at the bottom left of the screen. Bad news stays until it is closed; the rest goes after six seconds.
 * Gives the key to close it with.
 */
export function showToast(content: ToastContent): string {
  return toastQueue.add(content, content.tone === 'bad' ? {} : { timeout: 6000 });
}
