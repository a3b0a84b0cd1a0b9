import { expect, test } from 'vitest';
import { parseTime } from '../../../electron/engine/reading/time.ts';
import { grant, GRAPH, importOne, put, rows, useCase } from './entra-case.ts';

useCase();

const at = (text: string): string | null => {
  const time = parseTime(text);
  return time === null ? null : new Date(time).toISOString();
};

test('trap 33: a time without a zone is UTC, whatever the zone of the machine', () => {
  const zone = process.env['TZ'];
  try {
    for (const place of ['America/Los_Angeles', 'Asia/Tokyo']) {
      process.env['TZ'] = place;
      expect(new Date('2022-05-07T12:55:53').toISOString(), place).not.toBe('2022-05-07T12:55:53.000Z');
      expect(at('2022-05-07T12:55:53')).toBe('2022-05-07T12:55:53.000Z');
      expect(at('2022-05-07 12:55:53')).toBe('2022-05-07T12:55:53.000Z');
    }
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('trap 35: fractions, zones and spaces as exporters write them', () => {
  const same = '2024-01-05T10:11:12.123Z';
  for (const text of [
    '2024-01-05T10:11:12.1234567Z',
    ' 2024-01-05T10:11:12.123Z  ',
    '2024-01-05T10:11:12.123z',
    '2024-01-05T10:11:12,123Z',
    '2024-01-05T12:11:12.123+0200',
    '2024-01-05T12:11:12.123+02:00',
    '2024-01-05T10:11:12.123+0000',
  ])
    expect(at(text), text).toBe(same);
  expect(at('2024-01-05T10:11:12.12Z')).toBe('2024-01-05T10:11:12.120Z');
});

test('trap 37: the dates of PowerShell 5 are UTC milliseconds, whatever follows them', () => {
  for (const text of ['/Date(1733343742000)/', '\\/Date(1733343742000)\\/', '/Date(1733343742000+0100)/'])
    expect(at(text), text).toBe('2024-12-04T20:22:22.000Z');
  expect(at('/Date(-62135596800000)/')).toBeNull();
});

test('trap 40: “never” and “none” written as dates are no dates', async () => {
  const never = [
    '9999-12-31T23:59:59.9999999',
    '9999-12-31T23:59:59.9999999Z',
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00Z',
    '1601-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '2100-01-01',
    '0',
    '253402300799999',
  ];
  for (const text of never) expect(at(text), text).toBeNull();
  const path = put('never.json', {
    value: never.slice(0, 4).map((expiryTime, index) =>
      grant({
        id: `g${index}`,
        principalId: `p${index}`,
        consentType: 'Principal',
        scope: 'User.Read',
        resourceId: GRAPH,
        expiryTime,
      }),
    ),
  });
  expect(await importOne(path, 'entra.grants.graph')).toMatchObject({ read: 4, accepted: 4 });
  expect(rows('SELECT DISTINCT expires_at FROM consent_grant')).toEqual([{ expires_at: null }]);
});
