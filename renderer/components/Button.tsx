import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
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
    <AriaButton
      className={cx(styles.button, styles[variant], size === 'small' && styles.small)}
      isDisabled={isDisabled}
      // React Aria's own pending state announces a label that may be gone by then, so it is done here.
      type={isPending ? 'button' : type}
      autoFocus={autoFocus}
      {...(form === undefined ? {} : { form })}
      {...(onPress === undefined || isPending ? {} : { onPress })}
      data-pending={isPending || undefined}
      {...(aria['aria-label'] === undefined ? {} : { 'aria-label': aria['aria-label'] })}
      {...(aria['aria-pressed'] === undefined ? {} : { 'aria-pressed': aria['aria-pressed'] })}
    >
      {isPending ? (
        <span className={styles.spinner} role="img" aria-label="In progress" />
      ) : (
        icon && <Icon name={icon} />
      )}
      <span className={styles.label}>{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </AriaButton>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** Accessible name; also the tooltip. */
  readonly label: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean | undefined;
  readonly size?: 'normal' | 'small';
}

/** A button that is only an icon; its label shows as a tooltip. */
export function IconButton({ icon, label, onPress, isDisabled = false, size = 'normal' }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400}>
      <AriaButton
        className={cx(styles.button, styles.ghost, styles.iconOnly, size === 'small' && styles.small)}
        aria-label={label}
        isDisabled={isDisabled}
        onPress={onPress}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={styles.tooltip ?? ''} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
