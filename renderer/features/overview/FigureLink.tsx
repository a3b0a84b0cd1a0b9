import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import styles from './OverviewScreen.module.css';

/** A figure that leads to its rows; `label` says what it counts to those who cannot see where it stands. Zero leads nowhere. */
export function FigureLink({
  value,
  to,
  label,
}: {
  readonly value: number;
  readonly to: string;
  readonly label: string;
}) {
  if (value === 0) return <span className={styles.zero}>0</span>;
  return (
    <LinkText to={to} quiet>
      {formatCount(value)}
      <span className="visually-hidden"> {label}</span>
    </LinkText>
  );
}
