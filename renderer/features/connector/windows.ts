import type { z } from 'zod';
import type { logWindow } from '../../../shared/contract/connectors.ts';
import { formatDate } from '../../components/format.ts';

type LogWindow = z.output<typeof logWindow>;

/** From when to when a log reaches, and how much of it is covered. */
function daysText(window: LogWindow): string {
  const missing = window.totalDays - window.coveredDays;
  const coverage =
    missing === 0
      ? `all ${window.totalDays} days`
      : `${window.coveredDays} of ${window.totalDays} days, ${missing} missing`;
  return `${formatDate(window.from)} to ${formatDate(window.to)}, ${coverage}`;
}

/** All windows in one line, logs that cover the same days together; says so when no log was imported. */
export function windowsText(windows: readonly LogWindow[]): string {
  if (windows.length === 0) return 'No usage log was imported for this connector: use cannot be judged from logs.';
  return [...Map.groupBy(windows, daysText)]
    .map(([days, same]) => `${same.map(({ label }) => label).join(', ')}: ${days}`)
    .join(' · ');
}
