import { describe, expect, it } from 'vitest';
import { createRedactor, type Personal, type Redactor } from '../../../electron/engine/report/redact/redactor.ts';

function redactorOf(...values: readonly Personal[]): Redactor {
  let number = 0;
  return createRedactor(values, () => String((number += 1)).padStart(64, '0'));
}

const person = (value: string): Personal => ({ kind: 'person', value });

describe('createRedactor', () => {
  it.each([
    ['Owner: Jane Doe (left)', 'Owner: [person 1] (left)'],
    ['JANE DOE', '[person 1]'],
    ['Jane Doering and Mary-Jane Doe', 'Jane Doering and Mary-[person 1]'],
    ['jane doe, Jane Doe', '[person 1], [person 1]'],
    ['«Zofia Łącka»', '«[person 1]»'],
    ['Тарас Quartzling', '[person 1]'],
    ['nothing', 'nothing'],
  ])('reads “%s” as “%s”', (text, redacted) => {
    expect(redactorOf(person('Jane Doe'), person('Zofia Łącka'), person('Тарас Quartzling')).redact(text)).toBe(
      redacted,
    );
  });

  it('takes the longest value that stands at a place', () => {
    const { redact } = redactorOf(person('Jane'), person('Jane Doe'), { kind: 'text', value: 'Jane Doe said so.' });
    expect(redact('Jane Doe said so. Jane left, Jane Doe not.')).toBe('[text 1] [person 1] left, [person 2] not.');
  });

  it('finds values that begin or end with no letter', () => {
    const { redact } = redactorOf(person('<script>'), person('"Bo" Li'), person('…'));
    expect(redact('by <script>, by "Bo" Li')).toBe('by [person 1], by [person 2]');
    expect(redact(' … ')).toBe('[person 3]');
  });

  it('replaces what looks like an address, whoever it is of', () => {
    const { redact } = redactorOf(person('Jane'));
    expect(redact('from olga.k+x@home.example at 203.0.113.9')).toBe('from [address 1] at [address 2]');
    expect(redact('2001:db8::17 and 10.0.0.0/8')).toBe('[address 3] and [address 4]/8');
  });

  it.each([
    '2026-10-05T09:30:00.000Z',
    '12:30:45',
    'Version 2026.09.1',
    'AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89',
    '1.2.3.4.5',
    'https://graph.microsoft.com/v1.0/me',
  ])('leaves %s as it is', (text) => {
    expect(redactorOf(person('Jane')).redact(text)).toBe(text);
  });

  it('takes a short number for somebody only where nothing else stands', () => {
    const { redact } = redactorOf(person('17'), person('1234567'));
    expect(redact('17 people, account 1234567')).toBe('17 people, account [person 1]');
    expect(redact('17')).toBe('[person 2]');
  });

  it('keeps a salt of its own for every value, and the same token for the same value', () => {
    const redactor = redactorOf(person('Ann'), person('Bob'));
    redactor.redact('Ann Bob Ann');
    expect(redactor.openings()).toEqual([
      { token: '[person 1]', kind: 'person', value: 'Ann', salt: '1'.padStart(64, '0') },
      { token: '[person 2]', kind: 'person', value: 'Bob', salt: '2'.padStart(64, '0') },
    ]);
  });
});
