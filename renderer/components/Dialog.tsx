import type { ReactNode } from 'react';
import { Modal, ModalOverlay, Dialog as AriaDialog, Heading } from 'react-aria-components/Modal';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, right-aligned; the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'normal' | 'large' | 'wide';
  /** False while closing would lose work: Escape and a click outside do nothing. */
  readonly isDismissable?: boolean;
  /** Leaves the room around the content to the content. */
  readonly isFlush?: boolean;
}

/** A modal dialog. Escape closes it and the focus returns to where it came from. */
export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  footer,
  size = 'normal',
  isDismissable = true,
}: DialogProps) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className={cx(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog ?? ''}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            {isDismissable && <IconButton icon="close" label="Close" size="small" onPress={onClose} />}
          </header>
          <div className={styles.body}>{children}</div>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A panel from the right edge over the screen, for a closer look without leaving it. */
export function Drawer({ isOpen, onClose, title, children, footer, size = 'normal', isFlush = false }: DialogProps) {
  return (
    <ModalOverlay
      className={cx(styles.overlay, styles.drawerOverlay)}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
    >
      <Modal className={cx(styles.drawer, size === 'large' && styles.drawerLarge)}>
        <AriaDialog className={styles.dialog ?? ''}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            <IconButton icon="close" label="Close" size="small" onPress={onClose} />
          </header>
          <div className={cx(styles.body, isFlush && styles.flush)}>{children}</div>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
