import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { formatCount, formatCounted } from '../../components/format.ts';

type Activity = Result<EngineContract, 'connectors.activity'>;
export type ActivityDay = Activity['days'][number];

/** What is stacked per day, from the bottom up. */
export const SERIES = [
  { key: 'success', label: 'Successful calls', color: 'var(--chart-accent)' },
  { key: 'attempted', label: 'Attempted calls', color: 'var(--mark-neutral)' },
  { key: 'denied', label: 'Denied calls', color: 'var(--mark-high)' },
  { key: 'tokens', label: 'Token events', color: 'var(--mark-medium)' },
] as const;

const DAY = 86_400_000;

/** Every day of the period: the engine sends days with events only, but a quiet day is a fact to be seen. */
export function everyDay(activity: Activity): readonly ActivityDay[] {
  if (activity.from === null || activity.to === null) return activity.days;
  const known = new Map(activity.days.map((day) => [day.day, day]));
  const first = Date.parse(`${activity.from.slice(0, 10)}T00:00:00Z`);
  const last = Date.parse(`${activity.to.slice(0, 10)}T00:00:00Z`);
  const days: ActivityDay[] = [];
  for (let time = first; time <= last; time += DAY) {
    const day = new Date(time).toISOString().slice(0, 10);
    days.push(known.get(day) ?? { day, success: 0, denied: 0, attempted: 0, tokens: 0, people: 0 });
  }
  return days;
}

/** The chart in words. */
export function activityText(days: readonly ActivityDay[]): string {
  const sum = (key: (typeof SERIES)[number]['key']) => days.reduce((total, day) => total + day[key], 0);
  const busiest = days.reduce<ActivityDay | null>(
    (most, day) => (most === null || day.success > most.success ? day : most),
    null,
  );
  const active = days.filter((day) => day.success + day.denied + day.attempted + day.tokens > 0).length;
  return [
    `Events per day from ${days[0]?.day ?? ''} to ${days.at(-1)?.day ?? ''}:`,
    `${formatCount(sum('success'))} successful, ${formatCount(sum('denied'))} denied and ${formatCount(sum('attempted'))} attempted calls,`,
    `${formatCounted(sum('tokens'), 'token event')}, on ${active} of ${formatCounted(days.length, 'day')}.`,
    busiest === null || busiest.success === 0
      ? ''
      : `Busiest day: ${busiest.day} with ${formatCount(busiest.success)} successful calls.`,
  ]
    .join(' ')
    .trim();
}
