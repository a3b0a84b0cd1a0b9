import { LinkText } from '../../components/LinkText.tsx';
import { formatCount, formatCounted, formatDate, formatShortDay } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { CoverageRow } from './CoverageRow.tsx';
import { dayRange, lastFullDay } from './days.ts';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './CoveragePanel.module.css';

/**
 * A calendar of every log: on which days it has events and on which it is silent, up to the day before the newest
 * export was taken (`asOf`).
 */
export function CoveragePanel({ overview, asOf }: { readonly overview: OverviewData; readonly asOf: string | null }) {
  const all = overview.coverage.flatMap((log) => log.days.map((day) => day.day)).toSorted();
  const last = all.at(-1) ?? null;
  const wanted = asOf === null ? null : lastFullDay(asOf);
  const days = dayRange(all[0] ?? null, last !== null && wanted !== null && wanted > last ? wanted : last);
  const windows = new Map(overview.windows.map((window) => [window.log, window]));
  return (
    <Panel
      title="What the logs cover"
      description="Days without events are gaps in what can be known, or days on which nothing happened. Only a fully covered window can show that a scope was not used in it."
    >
      {overview.coverage.length === 0 ? (
        <p className={styles.empty}>
          No log has been imported, so nothing is known about use. <LinkText to="/imports">Import a log</LinkText>
        </p>
      ) : (
        <>
          <ul className={styles.logs}>
            {overview.coverage.map((log) => {
              const window = windows.get(log.log);
              const after = days.filter((day) => day > (window?.to ?? days.at(-1) ?? '').slice(0, 10)).length;
              return (
                <li key={log.log} className={styles.log}>
                  <div className={styles.texts}>
                    <span className={styles.label}>{log.label}</span>
                    <span className={styles.note}>
                      {window === undefined
                        ? formatCounted(log.events, 'event')
                        : `${formatDate(window.from)} to ${formatDate(window.to)} · ${formatCount(window.coveredDays)} of ${formatCounted(window.totalDays, 'day')}`}
                    </span>
                    {after > 0 && (
                      <span className={styles.late}>
                        Nothing for the {formatCounted(after, 'day')} up to {days.at(-1)}
                      </span>
                    )}
                  </div>
                  <CoverageRow label={log.label} days={days} counts={log.days} missing={window?.missingDays ?? []} />
                  <span className={styles.events}>{formatCounted(log.events, 'event')}</span>
                </li>
              );
            })}
          </ul>
          <div className={styles.axis} aria-hidden="true">
            <span>{formatShortDay(days[0] ?? '1970-01-01')}</span>
            <span>{formatShortDay(days[Math.floor(days.length / 2)] ?? '1970-01-01')}</span>
            <span>{formatShortDay(days.at(-1) ?? '1970-01-01')}</span>
          </div>
          <div className={styles.legend}>
            <span className={styles.legendItem}>
              <span className={styles.none} /> No events
            </span>
            <span className={styles.legendItem}>
              <span className={styles.few} />
              <span className={styles.some} />
              <span className={styles.many} /> Few to many
            </span>
          </div>
        </>
      )}
    </Panel>
  );
}
