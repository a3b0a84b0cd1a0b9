import { cx } from './cx.ts';
import type { Tone } from './Badge.tsx';
import { LinkText } from './LinkText.tsx';
import styles from './Progress.module.css';

/** How far something has come, with a label for everybody. `value` null means unknown. */
export function Progress({
  label,
  value,
  total,
  text,
  hideLabel = false,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly total: number;
  /** Shown at the right instead of the percentage. */
  readonly text?: string | undefined;
  readonly hideLabel?: boolean;
}) {
  const percent = value === null || total <= 0 ? 0 : Math.min(100, (value / total) * 100);
  const words = text ?? (value === null ? '' : `${Math.floor(percent)} %`);
  return (
    <div
      role="progressbar"
      className={styles.progress}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === null ? {} : { 'aria-valuenow': percent, 'aria-valuetext': words })}
    >
      {!hideLabel && (
        <div className={styles.caption}>
          <span className={styles.label}>{label}</span>
          <span>{words}</span>
        </div>
      )}
      <div className={styles.track}>
        <div
          data-fill=""
          className={cx(styles.fill, value === null && styles.unknown)}
          style={value === null ? {} : { width: `${percent}%` }}
        />
      </div>
    </div>
  );
}

export interface Share {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly tone: Tone;
  /** Where the rows of the part are. */
  readonly to?: string;
}

/** Parts of a whole as one bar with a legend in words; the legend carries the numbers. */
export function ShareBar({ label, shares }: { readonly label: string; readonly shares: readonly Share[] }) {
  const total = shares.reduce((sum, share) => sum + share.value, 0);
  return (
    <div className={styles.shares}>
      <div className={styles.shareTrack} role="img" aria-label={`${label}: ${shareText(shares)}`}>
        {shares.map(
          (share) =>
            share.value > 0 && (
              <div
                key={share.key}
                className={cx(styles.share, styles[share.tone])}
                style={{ flexGrow: share.value / total }}
              />
            ),
        )}
      </div>
      <ul className={styles.legend}>
        {shares.map((share) => (
          <li key={share.key} className={styles.legendItem}>
            <span className={cx(styles.swatch, styles[share.tone])} aria-hidden="true" />
            {share.to === undefined || share.value === 0 ? (
              <>
                {share.label} <strong>{share.value.toLocaleString('en-US')}</strong>
              </>
            ) : (
              <LinkText to={share.to} quiet>
                {share.label} <strong>{share.value.toLocaleString('en-US')}</strong>
              </LinkText>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function shareText(shares: readonly Share[]): string {
  return shares.map((share) => `${share.label} ${share.value}`).join(', ');
}
