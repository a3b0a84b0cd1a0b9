import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { redactSecrets } from '../../../electron/engine/lib/redact.ts';

// Put together here, so that scanners of the repository do not take them for live secrets.
const secrets = {
  slack: `${'xoxb'}-123456789012-abcdefABCDEF`,
  github: `${'ghp'}_abcdefghijklmnopqrstuvwxyz0123456789`,
  githubOauth: `${'gho'}_abcdefghijklmnopqrstuvwxyz0123456789`,
  githubFine: `${'github_pat'}_11ABCDEFG0abcdefghij_klmnopqrst`,
  jwt: `${'eyJ'}hbGciOiJSUzI1NiJ9.${'eyJ'}zdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXBhcnQ`,
  salesforce: `${'00D'}5f000005uVo7!AQEAQGxyz.abcdefghijklmnop_1234567890`,
  google: `${'ya29'}.a0AfB_byC1234567890abcdefghijk`,
};

test.each(Object.entries(secrets))('%s', (_name, secret) => {
  const { text, count } = redactSecrets(`before ${secret} after`);
  const prefix = createHash('sha256').update(secret).digest('hex').slice(0, 8);
  expect({ text, count }).toEqual({ text: `before [secret:${prefix}] after`, count: 1 });
  expect(redactSecrets(text)).toEqual({ text, count: 0 });
});

test.each([
  ['Authorization: SSWS 00abcdefghijklmnopqrstuvwxyz0123456789ABCD', 'Authorization: SSWS ['],
  ['authorization: Bearer abcdefghijklmnop.qrs', 'authorization: Bearer ['],
  ['https://h/x?code=0.AXYAabcdef&state=1', 'https://h/x?code=['],
  ['https://h/x?a=1&access_token=abcdef123456#f', 'https://h/x?a=1&access_token=['],
  ['https://h/b?sv=2020&sig=abc%2Bdef%3D&se=1', 'https://h/b?sv=2020&sig=['],
  ['grant_type=refresh_token&refresh_token=abcdefgh123', 'grant_type=refresh_token&refresh_token=['],
  ['{"access_token": "abcdefgh123"}', '{"access_token": "['],
  ['"{\\"refresh_token\\":\\"abcdefgh123\\"}"', '"{\\"refresh_token\\":\\"['],
  ['client_secret=abc8Q~abcdefghijklmnopqrstuvwxyz01234567', 'client_secret=['],
])('%s', (input, start) => {
  const { text, count } = redactSecrets(input);
  expect(count).toBe(1);
  expect(text.startsWith(start)).toBe(true);
  expect(text).not.toMatch(/abcdef/);
  expect(redactSecrets(text)).toEqual({ text, count: 0 });
});

test.each([
  'status_code=200&error_code=1234567',
  'https://graph.microsoft.com/v1.0/users/5523c0ac-586d-491e-bc73-fc18f9ed2c28/messages?$top=10',
  'User.Read Mail.ReadWrite offline_access',
  'hashed_token dG9rZW4gaGFzaA==',
  '00D5f000005uVo7',
  'basic authentication was used by somebody',
  'the bearer of this letter',
  '2021-08-02T13:29:25.983Z',
])('is no secret: %s', (text) => {
  expect(redactSecrets(text)).toEqual({ text, count: 0 });
});
