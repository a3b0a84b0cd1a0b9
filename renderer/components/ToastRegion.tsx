import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastBody,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
} from 'react-aria-components/Toast';
import { Button, IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { toastQueue } from './toast-queue.ts';
import styles from './ToastRegion.module.css';

/** Tells the style sheet how high the messages stand that are shown. */
function noteHeight(region: HTMLElement | null) {
  if (region === null) return;
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty('--messages', `${region.offsetHeight}px`));
  observer.observe(region);
  return () => {
    observer.disconnect();
    style.removeProperty('--messages');
  };
}

/** Where toasts appear; rendered once by `Toasts`. */
export function ToastRegion() {
  return (
    <AriaToastRegion ref={noteHeight} queue={toastQueue} className={styles.region ?? ''}>
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
