import { describe, expect, it } from 'vitest';
import { activityText, everyDay } from '../../../../renderer/features/connector/activity.ts';

const day = (date: string, success: number) => ({ day: date, success, denied: 1, attempted: 2, tokens: 3, people: 4 });

describe('activity per day', () => {
  it('shows days without events as empty days, across a change of clocks and months', () => {
    const days = everyDay({ from: '2026-03-28', to: '2026-04-01', days: [day('2026-03-28', 5), day('2026-04-01', 7)] });
    expect(days.map((entry) => entry.day)).toEqual([
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
      '2026-04-01',
    ]);
    expect(days[1]).toEqual({ day: '2026-03-29', success: 0, denied: 0, attempted: 0, tokens: 0, people: 0 });
    expect(days[4]?.success).toBe(7);
  });

  it('leaves the days as they are when no period is known', () => {
    expect(everyDay({ from: null, to: null, days: [] })).toEqual([]);
  });

  it('says in words what the chart shows', () => {
    const text = activityText(
      everyDay({ from: '2026-07-01', to: '2026-07-03', days: [day('2026-07-01', 1200), day('2026-07-03', 10)] }),
    );
    expect(text).toContain('from 2026-07-01 to 2026-07-03');
    expect(text).toContain('1,210 successful, 2 denied and 4 attempted calls');
    expect(text).toContain('6 token events, on 2 of 3 days');
    expect(text).toContain('Busiest day: 2026-07-01 with 1,200');
  });
});
