import { expect, test } from 'vitest';
import { isLoopback, isWebAddress, nonProductionSign } from '../../../electron/engine/rules/non-production.ts';

test.each([
  ['https://dev.firm.example/callback', 'host part "dev"'],
  ['https://app-staging.firm.example/auth', 'host part "staging"'],
  ['https://qa2.portal.firm.example/', 'host part "qa2"'],
  ['https://portal.test/', 'host that exists on private networks only'],
  ['https://firm--uat.sandbox.my.salesforce.com/services/oauth2/callback', 'Salesforce sandbox'],
  ['https://firm--uat.my.salesforce.com/', 'Salesforce sandbox'],
  ['https://test.salesforce.com/services/oauth2/token', 'Salesforce sandbox'],
])('%s is no production: %s', (address, sign) => {
  expect(nonProductionSign(address)).toBe(sign);
});

test.each([
  'https://app.firm.example/callback',
  'https://latest.firm.example/',
  'https://contest.firm.example/',
  'https://devices.firm.example/',
  'https://testcompany.example/',
  'https://qa.com/',
  'https://firm.my.salesforce.com/',
  'https://firm--c.vf.force.com/apex',
  'https://app.firm.example/test/sandbox',
  'http://localhost',
  'myapp://auth/dev',
  'urn:ietf:wg:oauth:2.0:oob',
  '',
])('%s shows nothing', (address) => {
  expect(nonProductionSign(address)).toBeNull();
});

test('loopback addresses', () => {
  expect(['http://localhost:3000/cb', 'http://127.0.0.1/', 'http://[::1]:80/'].map(isLoopback)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['https://localhost.firm.example/', 'myapp://localhost', 'x'].map(isLoopback)).toEqual([false, false, false]);
  expect(['https://firm.example/', 'http://localhost/', 'myapp://x'].map(isWebAddress)).toEqual([true, false, false]);
});
