import type { z } from 'zod';
import type { logWindow } from '../../../shared/contract/inventory.ts';
import { formatDate } from '../../components/format.ts';

type LogWindow = z.output<typeof logWindow>;

/** One log's window and how much of it is covered, for the head of a usage table. */
export function windowText(window: LogWindow): string {
  const missing = window.totalDays - window.coveredDays;
  const coverage =
    missing === 0
      ? `all ${window.totalDays} days`
      : `${window.coveredDays} of ${window.totalDays} days, ${missing} missing`;
  return `${window.label}: ${formatDate(window.from)} to ${formatDate(window.to)}, ${coverage}`;
}

/** All windows in one line; says so when no log was imported. */
export function windowsText(windows: readonly LogWindow[]): string {
  if (windows.length === 0) return 'No usage log was imported for this connector: use cannot be judged from logs.';
  return windows.map(windowText).join(' · ');
}
