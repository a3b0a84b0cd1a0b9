import { expect, test } from 'vitest';
import { cleanAddress } from '../../../../electron/engine/importers/parts/addresses.ts';

test.each([
  ['192.0.2.4:3521', '192.0.2.4'],
  ['[2001:DB8::1]:36185', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:192.0.2.4', '192.0.2.4'],
  ['[::ffff:192.0.2.4]:443', '192.0.2.4'],
  ['192.0.2.4, 198.51.100.7', '192.0.2.4'],
  ['192.0.2.4:80,198.51.100.7', '192.0.2.4'],
  [' 192.0.2.4 ', '192.0.2.4'],
  ['', ''],
  ['-', ''],
  ['null', ''],
  ['Salesforce.com IP', 'Salesforce.com IP'],
  ['Microsoft, internal', 'Microsoft, internal'],
])('%s is read as %s', (text, address) => {
  expect(cleanAddress(text)).toBe(address);
});

test('an address field that is no address stays short', () => {
  expect(cleanAddress('a'.repeat(5000))).toHaveLength(200);
});
