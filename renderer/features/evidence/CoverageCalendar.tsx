import type { CoverageLog } from '../../../shared/contract/evidence.ts';
import { Badge, GradeBadge, PlatformLabel } from '../../components/Badge.tsx';
import { formatCount, formatCounted, formatShortDay } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './CoverageCalendar.module.css';

const DAY = 86_400_000;
const LEVELS = 4;

/** Every log, day by day: weeks as columns, Monday first; an open cell is a day inside the log without a record. */
export function CoverageCalendar() {
  const coverage = useEngineQuery('evidence.coverage', {});
  if (coverage.isPending) return <SkeletonRows rows={12} />;
  if (coverage.isError) return <ErrorState error={coverage.error} onRetry={() => void coverage.refetch()} />;
  if (coverage.data.length === 0)
    return (
      <Panel title="Coverage of logs">
        No log has been imported, so nothing is known about use. <LinkText to="/imports">Import a log</LinkText>
      </Panel>
    );
  return (
    <>
      <p className={styles.intro}>
        A day counts as covered when the log holds any record of it, relevant or not. A day without a record is a gap in
        what can be known, or a day on which nothing happened: the file alone cannot tell which.
      </p>
      {coverage.data.map((log) => (
        <LogPanel key={`${log.tenant} ${log.log}`} log={log} />
      ))}
    </>
  );
}

function LogPanel({ log }: { readonly log: CoverageLog }) {
  const facts = [
    `${formatCounted(log.coveredDays, 'day')} with records from ${log.from} to ${log.to}`,
    ...(log.missingDays === 0 ? [] : [`${formatCounted(log.missingDays, 'day')} without a record in between`]),
  ];
  const notes = [
    ...(log.retention === null ? [] : [`Kept by the platform: ${log.retention}.`]),
    ...(log.latencyHours === null
      ? []
      : [`Records may arrive up to ${log.latencyHours} hours late: the end of the span proves no silence.`]),
    ...(log.isLowerBound ? ['The exporter bundles or samples records: counts are at least, not exactly.'] : []),
  ];
  return (
    <Panel
      title={
        <span className={styles.title}>
          {log.label} <GradeBadge grade={log.grade} />
        </span>
      }
      description={
        <span className={styles.where}>
          <PlatformLabel platform={log.platform} /> <Name>{log.tenant}</Name>
        </span>
      }
      actions={
        log.missingDays === 0 ? (
          <Badge>No day missing in between</Badge>
        ) : (
          <Badge tone="medium" icon="warning">
            {formatCounted(log.missingDays, 'day')} missing
          </Badge>
        )
      }
    >
      <p className={styles.facts}>{facts.join(', ')}.</p>
      <Weeks log={log} />
      {notes.length > 0 && <p className={styles.notes}>{notes.join(' ')}</p>}
      <Missing log={log} />
    </Panel>
  );
}

function Weeks({ log }: { readonly log: CoverageLog }) {
  const start = Date.parse(`${log.firstDay}T00:00:00Z`);
  // Monday = row 0.
  const lead = (new Date(start).getUTCDay() + 6) % 7;
  const weeks = Math.ceil((lead + log.days.length) / 7);
  const most = Math.max(1, ...log.days);
  const dayOf = (index: number): string => new Date(start + index * DAY).toISOString().slice(0, 10);
  const months = log.days.flatMap((_count, index) => {
    const day = dayOf(index);
    return day.endsWith('-01') || index === 0 ? [{ day, week: Math.floor((lead + index) / 7) }] : [];
  });
  const covered = log.days.filter((count) => count > 0).length;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={`Calendar of ${log.label}`}>
      <svg
        width={Math.max(weeks * 14 + 30, 80)}
        height={7 * 14 + 18}
        role="img"
        aria-label={`${log.label}: records on ${covered} of ${log.days.length} days`}
      >
        {months.map(({ day, week }, index) =>
          index > 0 && week - (months[index - 1]?.week ?? 0) < 3 ? null : (
            <text key={day} x={30 + week * 14} y={10} className={styles.month}>
              {formatShortDay(day)}
            </text>
          ),
        )}
        {['Mon', 'Wed', 'Fri', 'Sun'].map((name, index) => (
          <text key={name} x={0} y={18 + index * 28 + 10} className={styles.month}>
            {name}
          </text>
        ))}
        {log.days.map((count, index) => {
          const place = lead + index;
          const level = count === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(count / most) * LEVELS));
          const day = dayOf(index);
          return (
            <rect
              key={day}
              x={30 + Math.floor(place / 7) * 14}
              y={18 + (place % 7) * 14}
              width={12}
              height={12}
              rx={2}
              className={styles[`level${level}`]}
            >
              <title>{`${day}: ${count === 0 ? 'no record' : formatCounted(count, 'record')}`}</title>
            </rect>
          );
        })}
      </svg>
    </div>
  );
}

const SHOWN = 12;

function Missing({ log }: { readonly log: CoverageLog }) {
  if (log.missingDays === 0) return null;
  const start = Date.parse(`${log.firstDay}T00:00:00Z`);
  const days = log.days.flatMap((count, index) =>
    count === 0 ? [new Date(start + index * DAY).toISOString().slice(0, 10)] : [],
  );
  return (
    <p className={styles.notes}>
      Without a record: {days.slice(0, SHOWN).join(', ')}
      {days.length > SHOWN && ` and ${formatCount(days.length - SHOWN)} more`}.
    </p>
  );
}
