import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastBody,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
} from 'react-aria-components/Toast';
import { useEffect } from 'react';
import { Button, IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { toastQueue } from './toast-queue.ts';
import styles from './ToastRegion.module.css';

/**
 * Keeps a line free for messages at the foot of a screen that is full of facts, and leads them there while it is shown: the
 * last row of the page's footer.
 */
export function MessageStrip() {
  useEffect(() => {
    document.documentElement.setAttribute('data-messages', 'foot');
    return () => document.documentElement.removeAttribute('data-messages');
  }, []);
  return <div className={styles.strip} aria-hidden="true" />;
}

/** Where toasts appear; rendered once by the app shell. */
export function ToastRegion() {
  return (
    <AriaToastRegion queue={toastQueue} className={styles.region ?? ''}>
      {({ toast }) => (
        <Toast toast={toast} className={cx(styles.toast, styles[toast.content.tone])}>
          <Icon
            name={toast.content.tone === 'good' ? 'check-circle' : toast.content.tone === 'bad' ? 'warning' : 'info'}
          />
          <ToastBody className={styles.text}>
            <Text slot="title" title={toast.content.text}>
              {toast.content.text}
            </Text>
          </ToastBody>
          {toast.content.action && (
            <Button
              size="small"
              onPress={() => {
                toast.content.action?.onPress();
                toastQueue.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <IconButton icon="close" label="Dismiss" size="small" onPress={() => toastQueue.close(toast.key)} />
        </Toast>
      )}
    </AriaToastRegion>
  );
}
