import { expect, it } from 'vitest';
import { windowsText } from '../../../../renderer/features/connector/windows.ts';

const log = (label: string, to: string, coveredDays: number) => ({
  log: label,
  label,
  from: '2026-07-01T00:00:00Z',
  to,
  coveredDays,
  totalDays: 92,
  missingDays: [],
});

it('names logs that cover the same days together, and what is missing of the others', () => {
  const end = '2026-09-30T00:00:00Z';
  expect(windowsText([log('Audit', end, 92), log('Sign-ins', end, 90), log('Activity', end, 92)])).toBe(
    'Audit, Activity: 2026-07-01 to 2026-09-30, all 92 days · Sign-ins: 2026-07-01 to 2026-09-30, 90 of 92 days, 2 missing',
  );
  expect(windowsText([])).toContain('cannot be judged');
});
