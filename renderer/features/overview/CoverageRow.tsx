import { formatCount } from '../../components/format.ts';
import styles from './CoverageRow.module.css';

const STEPS = 4;

/** One log as a strip of days; darker means more events, an open cell none. */
export function CoverageRow({
  label,
  days,
  counts,
  missing,
}: {
  readonly label: string;
  readonly days: readonly string[];
  readonly counts: readonly { readonly day: string; readonly events: number }[];
  /** Days inside the log's window without events. */
  readonly missing: readonly string[];
}) {
  const byDay = new Map(counts.map((count) => [count.day, count.events]));
  const most = Math.max(1, ...counts.map((count) => count.events));
  const gaps = missing.length;
  const alternative =
    counts.length === 0
      ? `${label}: no events`
      : `${label}: events on ${counts.length} of ${days.length} days, at most ${formatCount(most)} on one day${gaps > 0 ? `; ${gaps} days without events inside its window: ${missing.slice(0, 8).join(', ')}${gaps > 8 ? '…' : ''}` : ''}`;
  return (
    <svg
      className={styles.row}
      viewBox={`0 0 ${Math.max(1, days.length)} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={alternative}
    >
      {days.map((day, index) => {
        const events = byDay.get(day) ?? 0;
        const level = events === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(events / most) * STEPS));
        return (
          <rect key={day} x={index + 0.06} y={0} width={0.88} height={1} className={styles[`level${level}`]}>
            <title>{`${day}: ${events === 0 ? 'no events' : `${formatCount(events)} events`}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
