import { expect, test } from 'vitest';
import { addressNumber, rangeBounds } from '../../../electron/engine/lib/address-number.ts';

test.each([
  ['192.0.2.7', 4, 0xc0000207n],
  ['192.0.2.7:443', 4, 0xc0000207n],
  ['::ffff:192.0.2.7', 4, 0xc0000207n],
  ['2001:db8::1', 6, (0x20010db8n << 96n) + 1n],
  ['[2001:db8::1]:443', 6, (0x20010db8n << 96n) + 1n],
  ['::', 6, 0n],
  ['64:ff9b::192.0.2.7', 6, (0x0064ff9bn << 96n) + 0xc0000207n],
])('%s', (text, version, value) => {
  expect(addressNumber(text)).toEqual({ version, value });
});

test.each(['', 'x', '192.0.2', '192.0.2.256', '2001:db8'])('%s is no address', (text) => {
  expect(addressNumber(text)).toBeNull();
});

test('first and last address of a range', () => {
  expect(rangeBounds('192.0.2.0/30')).toEqual({ version: 4, first: 0xc0000200n, last: 0xc0000203n });
  expect(rangeBounds('192.0.2.2/30')).toEqual({ version: 4, first: 0xc0000200n, last: 0xc0000203n });
  expect(rangeBounds('192.0.2.7')).toEqual({ version: 4, first: 0xc0000207n, last: 0xc0000207n });
  expect(rangeBounds('192.0.2.1-192.0.2.9')).toEqual({ version: 4, first: 0xc0000201n, last: 0xc0000209n });
  expect(rangeBounds('2001:db8::/126')).toEqual({
    version: 6,
    first: 0x20010db8n << 96n,
    last: (0x20010db8n << 96n) + 3n,
  });
  expect([rangeBounds('192.0.2.1-2001:db8::1'), rangeBounds(''), rangeBounds('office')]).toEqual([null, null, null]);
});
