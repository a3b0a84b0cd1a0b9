import { expect, test } from 'vitest';
import { isPlaceholder } from '../../../../electron/engine/importers/parts/placeholders.ts';

test.each([
  '',
  '  ',
  '\u00a0',
  '-',
  '—',
  'null',
  'NULL',
  'N/A',
  'undefined',
  '{clientId}',
  '{{client id}}',
  '$RestApiTenantId$',
  '${appId}',
  '<app id>',
  '%APPID%',
  'XXXXXXXX',
  'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
  '****',
  'System.Object[]',
  '00000000-0000-0000-0000-000000000000',
])('"%s" stands for no value', (text) => {
  expect(isPlaceholder(text)).toBe(true);
});

test.each([
  '5a95e683-0000-4000-8000-00000000ba5e',
  '00000003-0000-0000-c000-000000000000',
  'A0123456789',
  '123456789012',
  'xx',
  'Xerox',
  '$5 app',
  'app{1}',
  '0',
  'x'.repeat(2),
])('"%s" is a value', (text) => {
  expect(isPlaceholder(text)).toBe(false);
});
