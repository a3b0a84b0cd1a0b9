import { expect, test } from 'vitest';
import { salesforceFlow } from '../../../../electron/engine/importers/parts/salesforce-flow.ts';
import { signInFlow } from '../../../../electron/engine/importers/parts/sign-in-flow.ts';

const NOTHING = { clientApp: '', protocol: '', transfer: '', tokenType: '' };

test.each([
  ['Authenticated SMTP', 'legacy-protocol'],
  ['IMAP4', 'legacy-protocol'],
  ['Other clients', 'legacy-protocol'],
  ['Browser', null],
  ['Mobile Apps and Desktop clients', null],
])('client app %s', (clientApp, expected) => {
  expect(signInFlow({ ...NOTHING, clientApp }, 'interactive')).toBe(expected);
});

test('the protocol tells the flow, and oAuth2 alone does not', () => {
  expect(signInFlow({ ...NOTHING, protocol: 'ropc' }, 'non-interactive')).toBe('password');
  expect(signInFlow({ ...NOTHING, protocol: 'Device Code' }, 'interactive')).toBe('device-code');
  expect(signInFlow({ ...NOTHING, protocol: 'none', transfer: 'deviceCodeFlow' }, 'interactive')).toBe('device-code');
  expect(signInFlow({ ...NOTHING, protocol: 'oAuth2' }, 'interactive')).toBeNull();
});

test('what is neither protocol nor client follows from the token and the log', () => {
  expect(signInFlow({ ...NOTHING, tokenType: 'refreshToken' }, 'non-interactive')).toBe('refresh-token');
  expect(signInFlow({ ...NOTHING, tokenType: 'primaryRefreshToken' }, 'non-interactive')).toBeNull();
  expect(signInFlow(NOTHING, 'service-principal')).toBe('client-credentials');
});

test.each([
  ['OauthRefreshToken', 'refresh-token'],
  ['OAuth Web Server', 'authorization-code'],
  ['OauthUserAgentIdToken', 'implicit'],
  ['OAuth Username-Password', 'password'],
  ['oauth_client_credentials', 'client-credentials'],
  ['OauthTokenExchange', null],
  ['oauth_authorization', null],
])('Salesforce sub-type %s', (text, expected) => {
  expect(salesforceFlow(text)).toBe(expected);
});
