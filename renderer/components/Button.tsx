import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Button.module.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: (() => void) | undefined;
  readonly variant?: 'primary' | 'secondary' | 'ghost' | 'danger';
  readonly size?: 'normal' | 'small';
  readonly icon?: IconName | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Shows a spinner, keeps the width, ignores presses. */
  readonly isPending?: boolean | undefined;
  readonly type?: 'button' | 'submit';
  /** Id of the form to submit when the button stands outside it. */
  readonly form?: string | undefined;
  /** Key shown beside the label; the screen binds it. */
  readonly shortcut?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly 'aria-pressed'?: boolean | undefined;
}

/** A labelled push button. */
export function Button({
  children,
  variant = 'secondary',
  size = 'normal',
  icon,
  shortcut,
  isDisabled = false,
  isPending = false,
  type = 'button',
  onPress,
  form,
  autoFocus = false,
  ...aria
}: ButtonProps) {
  return (
    <button
      className={cx(styles.button, styles[variant], size === 'small' && styles.small)}
      disabled={isDisabled}
      type={isPending ? 'button' : type}
      autoFocus={autoFocus}
      form={form}
      {...pressed(isPending ? undefined : onPress)}
      {...aria}
    >
      {isPending ? (
        <span className={styles.spinner} role="img" aria-label="In progress" />
      ) : (
        icon && <Icon name={icon} />
      )}
      <span className={styles.label}>{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </button>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** Accessible name; also the tip. */
  readonly label: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean | undefined;
  readonly size?: 'normal' | 'small';
}

/** A button that is only an icon; its label shows as a tip. */
export function IconButton({ icon, label, onPress, isDisabled = false, size = 'normal' }: IconButtonProps) {
  return (
    <button
      type="button"
      className={cx(styles.button, styles.ghost, styles.iconOnly, size === 'small' && styles.small)}
      aria-label={label}
      data-tip={label}
      disabled={isDisabled}
      {...pressed(onPress)}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A press belongs to the button alone, whatever it stands in, and a key that is held down presses it once. */
export function pressed(onPress: (() => void) | undefined) {
  return {
    onClick(event: MouseEvent) {
      event.stopPropagation();
      onPress?.();
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    },
  };
}
