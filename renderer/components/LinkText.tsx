import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { cx } from './cx.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './LinkText.module.css';

/** A link to another screen of the app: `to` is a route such as "/connectors/abc". */
export function LinkText({
  to,
  children,
  quiet = false,
}: {
  readonly to: string;
  readonly children: ReactNode;
  /** Text color; underlined on hover and focus only. */
  readonly quiet?: boolean;
}) {
  return (
    <Link to={to} className={cx(styles.link, quiet && styles.quiet)}>
      {children}
    </Link>
  );
}

/** A link to another screen that looks like a button. */
export function ButtonLink({
  to,
  children,
  icon,
  variant = 'secondary',
  size = 'normal',
}: {
  readonly to: string;
  readonly children: ReactNode;
  readonly icon?: IconName;
  readonly variant?: 'primary' | 'secondary';
  readonly size?: 'normal' | 'small';
}) {
  return (
    <Link to={to} className={cx(styles.button, styles[variant], size === 'small' && styles.small)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
