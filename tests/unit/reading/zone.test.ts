import { describe, expect, it } from 'vitest';
import { isZone, lacksZone, zoneReader } from '../../../electron/engine/reading/zone.ts';

/** Digits of a wall clock as the reader takes them. */
const wall = (text: string): number => Date.parse(`${text}Z`);
const utc = (zone: string, text: string): string => new Date(zoneReader(zone)(wall(text))).toISOString().slice(0, 16);

describe('a time without a zone', () => {
  it.each([
    '2026-03-04 10:00:00',
    '2026-03-04T10:00:00.1234567',
    '04.03.2026 10:00',
    '3/4/2026, 10:00:12.221 PM',
    '10/2/2023 4:15:09 AM',
    'Mar 4, 2026 10:00 PM',
    '4 March 2026 10:00',
    '"2026-03-04 10:00:00" ',
  ])('%s lacks one', (text) => {
    expect(lacksZone(text)).toBe(true);
  });

  it.each([
    '2026-03-04T10:00:00Z',
    '2026-03-04T10:00:00z',
    '2026-03-04 10:00:00 Z',
    '2026-03-04T10:00:00+0200',
    '2026-03-04T10:00:00.123-05:00',
    '2026-03-04 10:00:00+00',
    '3/4/2026 10:00 PM -08:00',
    '3/4/2026 10:00 PM UTC',
    'Mar 4, 2026 10:00 PM (UTC)',
    'Wed, 04 Mar 2026 10:00:00 GMT',
    '2026-03-04 10:00 CET',
    '04.03.2026 10:00 MESZ',
    '2026-03-04 10:00 PDT',
    '1772618400',
    '1772618400000.0',
    '20260304100000.655',
    '/Date(1733343742000)/',
    '/Date(1733343742000+0100)/',
    '2026-03-04',
    '04-03-2026',
    '25/3/2026',
    'never',
    '',
  ])('%s needs none', (text) => {
    expect(lacksZone(text)).toBe(false);
  });
});

describe('a wall clock in a zone', () => {
  it('is read with an offset', () => {
    expect(utc('+02:00', '2026-03-04T10:00')).toBe('2026-03-04T08:00');
    expect(utc('-05:30', '2026-03-04T10:00')).toBe('2026-03-04T15:30');
  });

  it('is read with the offset of that day', () => {
    expect(utc('Europe/Berlin', '2026-01-15T10:00')).toBe('2026-01-15T09:00');
    expect(utc('Europe/Berlin', '2026-07-15T10:00')).toBe('2026-07-15T08:00');
    expect(utc('Asia/Kathmandu', '2026-07-15T10:00')).toBe('2026-07-15T04:15');
    expect(utc('Pacific/Kiritimati', '2026-07-15T10:00')).toBe('2026-07-14T20:00');
    expect(utc('America/Los_Angeles', '2026-12-31T20:00')).toBe('2027-01-01T04:00');
    expect(utc('UTC', '2026-12-31T20:00')).toBe('2026-12-31T20:00');
  });

  it('that is skipped in spring is read with the offset before', () => {
    // In Berlin 02:00 becomes 03:00 on 29 March 2026.
    expect(utc('Europe/Berlin', '2026-03-29T01:59')).toBe('2026-03-29T00:59');
    expect(utc('Europe/Berlin', '2026-03-29T02:30')).toBe('2026-03-29T01:30');
    expect(utc('Europe/Berlin', '2026-03-29T03:00')).toBe('2026-03-29T01:00');
  });

  it('that comes twice in autumn is read as the first of the two', () => {
    // In Berlin 03:00 becomes 02:00 on 25 October 2026; in New York 02:00 becomes 01:00 on 1 November.
    expect(utc('Europe/Berlin', '2026-10-25T01:59')).toBe('2026-10-24T23:59');
    expect(utc('Europe/Berlin', '2026-10-25T02:30')).toBe('2026-10-25T00:30');
    expect(utc('Europe/Berlin', '2026-10-25T03:00')).toBe('2026-10-25T02:00');
    expect(utc('America/New_York', '2026-11-01T01:30')).toBe('2026-11-01T05:30');
    expect(utc('America/New_York', '2026-11-01T02:00')).toBe('2026-11-01T07:00');
  });

  it('changes by half an hour where the zone does', () => {
    expect(utc('Australia/Lord_Howe', '2026-04-05T01:45')).toBe('2026-04-04T14:45');
    expect(utc('Australia/Lord_Howe', '2026-04-05T02:00')).toBe('2026-04-04T15:30');
  });
});

it('knows zones and refuses others', () => {
  expect(['UTC', 'Europe/Berlin', '+05:30'].map(isZone)).toEqual([true, true, true]);
  expect(['Mars/Olympus', 'Berlin', ''].map(isZone)).toEqual([false, false, false]);
});
