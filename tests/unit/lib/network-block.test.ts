import { expect, test } from 'vitest';
import { networkBlock } from '../../../electron/engine/lib/network-block.ts';

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['203.0.113.77:443', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:DB8:12::1', '2001:db8:12::/48'],
  ['[2001:db8:12:34::1]:8443', '2001:db8:12::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['::1', '0:0:0::/48'],
  ['gmail.com', null],
  ['', null],
  ['999.1.1.1', null],
])('%s lies in %s', (address, block) => {
  expect(networkBlock(address)).toBe(block);
});
