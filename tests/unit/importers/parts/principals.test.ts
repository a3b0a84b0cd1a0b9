import { expect, test } from 'vitest';
import { personOf, principalKind } from '../../../../electron/engine/importers/parts/principals.ts';

test.each([
  ['Ada@example.com', 'person'],
  ['guest_example.org#EXT#@tenant.example.com', 'person'],
  ['11111111-0000-4000-8000-000000000001', 'person'],
  ['S-1-5-21-1111111111-222222222-333333333-1001', 'person'],
  ['S-1-12-1-111-222-333-444', 'person'],
  ['ServicePrincipal_11111111-0000-4000-8000-000000000001', 'app'],
  ['app@sharepoint', 'app'],
  ['SHAREPOINT\\system', 'system'],
  ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)', 'system'],
  ['NT SERVICE\\MSExchangeMailboxAssistants', 'system'],
  ['S-1-5-18', 'system'],
  ['Certificate', 'system'],
  ['EXCHANGE01$', 'system'],
  ['urn:spo:anon#f0f0', 'anonymous'],
  ['anonymous', 'anonymous'],
  ['', 'none'],
  ['null', 'none'],
  ['{userId}', 'none'],
])('%s is %s', (text, kind) => {
  expect(principalKind(text)).toBe(kind);
  expect(personOf(text)).toBe(kind === 'person' ? text : null);
});

test('the claims prefix of SharePoint is no part of the person', () => {
  expect(personOf('i:0#.f|membership|ada@example.com')).toBe('ada@example.com');
});
