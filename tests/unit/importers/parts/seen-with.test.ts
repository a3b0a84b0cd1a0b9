import { expect, test } from 'vitest';
import { flowOfGrantType, seenWith } from '../../../../electron/engine/importers/parts/seen-with.ts';

test('blanks and words for nothing are left out', () => {
  expect(seenWith({ agent: ' ', country: '', network: '-', flow: null, credential: 'N/A' })).toEqual({});
});

test.each([
  ['"Mozilla/5.0 (X11)"', 'Mozilla/5.0 (X11)'],
  ['Example sync/2.0', 'Example sync/2.0'],
  ['9999', undefined],
])('user agent %s', (agent, expected) => {
  expect(seenWith({ agent }).userAgent).toBe(expected);
});

test.each([
  ['nl', 'NL'],
  ['United States', undefined],
  ['ZZ', undefined],
  ['T1', undefined],
])('country %s', (country, expected) => {
  expect(seenWith({ country }).country).toBe(expected);
});

test.each([
  ['AS64500', '64500'],
  ['64500 64501', '64500'],
  ['[64500,64501]', '64500'],
  ['AS64500 Example Hosting', '64500'],
  ['Example Hosting', 'Example Hosting'],
  ['7even Networks', '7even Networks'],
  ['0', undefined],
])('network %s', (network, expected) => {
  expect(seenWith({ network }).network).toBe(expected);
});

test.each([
  ['urn:ietf:params:oauth:grant-type:device_code', 'device-code'],
  ['Password', 'password'],
  ['urn:ietf:params:oauth:grant-type:token-exchange', null],
  ['', null],
])('grant type %s', (type, expected) => {
  expect(flowOfGrantType(type)).toBe(expected);
});
