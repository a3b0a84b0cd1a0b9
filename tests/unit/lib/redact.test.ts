import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSecretKey, redactSecrets } from '../../../electron/engine/lib/redact.ts';
import { markFor, secretMaker } from '../reading/secrets.ts';

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
  ['authorization: bearer YWJjZGVmZ2hpabcdef', 'authorization: bearer ['],
  ['Authorization: Bearer%20abcdef.ghijklmnop', 'Authorization: Bearer%20['],
  ['Authorization: Basic dXNlcjphYmNkZWY=', 'Authorization: Basic ['],
  ['redirect=https%3A%2F%2Fh%2Fx%3Fcode%3Dabcdefgh1%26state%3D1', 'redirect=https%3A%2F%2Fh%2Fx%3Fcode%3D['],
  [
    '{"u":"https://h/x?a=1\\u0026access_token\\u003dabcdef1234\\u0026b=2"}',
    '{"u":"https://h/x?a=1\\u0026access_token\\u003d[',
  ],
  [
    '"Endpoint=sb://h/;SharedAccessKeyName=a;SharedAccessKey=abcdef/12=;X=1"',
    '"Endpoint=sb://h/;SharedAccessKeyName=a;SharedAccessKey=[',
  ],
  ['https://h/o?X-Amz-Date=1&X-Amz-Signature=abcdef0123456789', 'https://h/o?X-Amz-Date=1&X-Amz-Signature=['],
  ['@{Id=7; clientSecret=abcdef-12; Name=x}', '@{Id=7; clientSecret=['],
  ['oauth_token="abcdefgh", oauth_nonce="x"', 'oauth_token="['],
  ["{'access_token': 'abcdefgh', 'n': 1}", "{'access_token': '["],
  ['"{""password"": ""abc, \\""def\\"" "", ""n"": 1}"', '"{""password"": ""['],
  ['{"key":"client_secret","value":"abcdefgh"}', '{"key":"client_secret","value":"['],
  [
    '{"displayName":"Password","oldValue":null,"newValue":"\\"abcdefgh\\""}',
    '{"displayName":"Password","oldValue":null,"newValue":"\\"[',
  ],
  ['{"refresh_token": [ "abcdefgh", "" ]}', '{"refresh_token": [ "['],
  ['{"token":"abcdefGHIJKLM0123"}', '{"token":"['],
  [`${'https://hooks.slack'}.com/services/T0/B0/abcdefGHIJKLMNOP01`, `${'https://hooks.slack'}.com/services/T0/B0/[`],
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
  'https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQAAACI6dXNlcg&$top=5',
  'https://www.googleapis.com/x?pageToken=CAUQAA1234567890abc',
  '{"hashed_token":"dG9rZW4gaGFzaA12345","token_last_eight":"71c3fc11abc","uniqueTokenIdentifier":"k3J5h6g7f8d9s0a1"}',
  '{"SESSION_KEY":"aBcDeFgHiJ123456","LOGIN_KEY":"aBcDeFgHiJ123456","tokenType":"Bearer","token_type":"refresh"}',
  '{"type":"access_token","displayName":"Access Token","detailEntry":{"hash":"aBcDeFgHiJ123456"}}',
  '{"access_token":null,"password":"","client_secret":true,"refresh_token":"false","apiKey":"1234567890","secretText":"***"}',
  '{"password":"[redacted]","secret":"a secret of words","token":"19edf6fd-6a19-4c61-a222-0551cab3abcf"}',
  '{"code":"Authorization_RequestDenied","status":"token expired"}',
  '{"grant_type":"password","scope":"offline_access refresh_token"}',
  'Bearer authentication, bearer Token-Based-Authentication, Bearer uniqueTokenIdentifier',
  'Basic subscription, basic 12-month-plan-2026',
  'Reset user password; password=short; code=200&error_code=1234567',
  '"AccessToken","RequestToken","DeleteToken"',
  '{"access_token":"access_token"}',
  'the line -----BEGIN PRIVATE KEY----- begins a key',
])('is no secret: %s', (text) => {
  expect(redactSecrets(text)).toEqual({ text, count: 0 });
});

test.each(secretMaker(5).map(({ kind, make }) => [kind, make()] as const))('%s, wherever it stands', (_, secret) => {
  for (const [before, after] of [
    ['', ''],
    ['see ', ', and'],
    ['{"note":"', '"}'],
    ['{"note":"line\\n', '\\r\\n"}'],
    ['https://h/x?y=a%20', '&z=1'],
    ['"""', '"""'],
    ["'", "'"],
    ['\t', '\t'],
    ['(', ')'],
    ['漢', '漢'],
  ] as const) {
    const { text, count } = redactSecrets(`${before}${secret}${after}`);
    expect(text).toBe(`${before}${markFor(secret)}${after}`);
    expect(count).toBe(1);
  }
});

test('the mark of a secret is the same however it is escaped', () => {
  const secret = 'ab"cd/ef=gh+ij';
  const json = JSON.stringify({ client_secret: secret });
  for (const text of [
    json,
    json.replaceAll('/', '\\/'),
    json.replaceAll('=', '\\u003d'),
    JSON.stringify({ inner: json }),
    JSON.stringify({ outer: JSON.stringify({ inner: json }) }),
    `"${json.replaceAll('"', '""')}"`,
  ]) {
    expect(redactSecrets(text).text).toContain(markFor(secret));
    expect(redactSecrets(text).text).not.toMatch(/cd|ij/);
  }
  const record = JSON.parse(redactSecrets(JSON.stringify({ outer: JSON.stringify({ inner: json }), n: 1 })).text);
  expect(JSON.parse(JSON.parse(record.outer).inner)).toEqual({ client_secret: markFor(secret) });
});

test('a private key goes from its first line to its last, and its line ends stay', () => {
  const key = `${'-----BEGIN'} EC PRIVATE KEY-----\nMHcCAQEE\nIBkg==\n-----END EC PRIVATE KEY-----`;
  expect(redactSecrets(`a,"${key}",b`).text).toBe(`a,"${markFor(key)}\n\n\n",b`);
  expect(redactSecrets(JSON.stringify({ k: key, n: 1 })).text).toMatch(/^\{"k":"\[secret:[0-9a-f]{8}\]","n":1\}$/);
  // One that was cut off takes nothing of what follows with it.
  expect(redactSecrets(`${'-----BEGIN'} PRIVATE KEY-----\\nMIIEvQ","n":1`).text).toMatch(
    /^\[secret:[0-9a-f]{8}\]","n":1$/,
  );
});

test.each([
  'AccessToken',
  'ACCESSTOKEN',
  'Access Token',
  'access-token',
  'properties.requestToken',
  'slack_access_token_s',
  'DeleteToken',
  'refresh_token',
  'idToken',
  'client_secret',
  'secretText',
  'userPassword',
  'x-api-key',
  'APIKey',
  'private_key',
  'AWSSecretAccessKey',
  'OAuthAccessToken',
  'Set-Cookie',
  'signing_secret',
  'passphrase',
])('%s names a secret', (name) => expect(isSecretKey(name)).toBe(true));

test.each([
  'hashed_token',
  'hashed_access_token',
  'token_last_eight',
  'tokenHash',
  'accessTokenHash',
  'tokenType',
  'token',
  'uniqueTokenIdentifier',
  'SESSION_KEY',
  'LOGIN_KEY',
  'userKey',
  'passwordCredentials',
  'secretId',
  'private_key_id',
  'Incoming token type',
  'access_tokens_url',
  'invalidToken',
  'code',
  'signature',
  '__proto__',
  'constructor',
  '',
])('%j names none', (name) => expect(isSecretKey(name)).toBe(false));

test.each([
  'eyJa-',
  'eyJaaaaa.',
  '.eyJaaaaaa.b',
  `${'xoxb'}-`,
  'toke',
  'token=',
  'xcode=',
  'code=1,',
  'bearer ',
  'bearer+',
  'basic+',
  'Basic abcdefgh ',
  `${'-----BEGIN'} PRIVATE KEY-----`,
  'PRIVATE KEY',
  '"password":"',
  '\\"token\\":\\"',
  '"password":["a",',
  '"token":"a b ',
  '\\',
  '"\\',
  'hooks.slack.com/a/',
  '00D000000000000!',
  'AgABA',
  '0.A.AgABA',
  'Q~',
  'abc8Q~',
  'SSWS ++',
  '"name":"access_token",',
  '"access_token","value":"',
  '"secret":\n \n',
  '%25',
  'code%3D',
  'bearer A-',
  'AIza',
  '1//0',
])('a million characters of %j come to an end, and a second time nothing is found', (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  const { text: redacted } = redactSecrets(text);
  expect(redactSecrets(redacted).count).toBe(0);
});
