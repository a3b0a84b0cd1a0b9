import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCount,
  formatCounted,
  formatDate,
  formatShare,
  formatTime,
} from '../../../../renderer/components/format.ts';

describe('formatShare', () => {
  it('never rounds something to nothing or almost everything to everything', () => {
    expect(formatShare(1, 1000)).toBe('<1 %');
    expect(formatShare(999, 1000)).toBe('>99 %');
    expect(formatShare(0, 1000)).toBe('0 %');
    expect(formatShare(1000, 1000)).toBe('100 %');
    expect(formatShare(17, 61)).toBe('28 %');
  });
  it('has no share of nothing', () => {
    expect(formatShare(0, 0)).toBe('–');
  });
});

describe('times', () => {
  it('shows an instant in UTC whatever the zone of the computer', () => {
    expect(formatTime('2026-03-31T23:59:59.999Z')).toBe('2026-03-31 23:59 UTC');
    expect(formatDate('2026-03-31T23:59:59.999Z')).toBe('2026-03-31');
  });
  it('shows a dash for what is not known', () => {
    expect(formatTime(null)).toBe('–');
    expect(formatDate(null)).toBe('–');
  });
  it('tells an age in the unit people use', () => {
    const from = '2026-01-01T00:00:00.000Z';
    expect(formatAge(from, '2026-01-01T23:00:00.000Z')).toBe('today');
    expect(formatAge(from, '2026-01-02T00:00:00.000Z')).toBe('1 day');
    expect(formatAge(from, '2026-02-15T00:00:00.000Z')).toBe('45 days');
    expect(formatAge(from, '2027-03-01T00:00:00.000Z')).toBe('14 months');
    expect(formatAge(from, '2029-01-01T00:00:00.000Z')).toBe('3 years');
    expect(formatAge(from, '2028-08-07T00:00:00.000Z')).toBe('2.5 years');
    expect(formatAge(from, '2028-04-01T00:00:00.000Z')).toBe('2 years');
  });
});

describe('numbers', () => {
  it('groups thousands and counts nouns', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(formatCounted(1, 'grant')).toBe('1 grant');
    expect(formatCounted(0, 'grant')).toBe('0 grants');
    expect(formatCounted(2, 'entry', 'entries')).toBe('2 entries');
  });
  it('shows bytes in binary units', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(1023)).toBe('1023 B');
    expect(formatBytes(1024)).toBe('1.0 KiB');
    expect(formatBytes(356 * 1024 * 1024)).toBe('356 MiB');
  });
});
