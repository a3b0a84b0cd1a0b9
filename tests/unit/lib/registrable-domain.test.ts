import { expect, test } from 'vitest';
import { registrableDomain } from '../../../electron/engine/lib/registrable-domain.ts';

test.each([
  ['app.fieldnotes.example', 'fieldnotes.example'],
  ['Fieldnotes.Example.', 'fieldnotes.example'],
  ['a.b.alpha.co.uk', 'alpha.co.uk'],
  ['alpha.co.uk', 'alpha.co.uk'],
  ['co.uk', 'co.uk'],
  ['shop.example.com.br', 'example.com.br'],
  ['com.example', 'com.example'],
  ['x.beta.azurewebsites.net', 'beta.azurewebsites.net'],
  ['azurewebsites.net', 'azurewebsites.net'],
  ['firm.my.salesforce.com', 'firm.my.salesforce.com'],
  ['login.salesforce.com', 'salesforce.com'],
  ['localhost', null],
  ['a..b', null],
  ['', null],
])('%s belongs to %s', (host, expected) => {
  expect(registrableDomain(host)).toBe(expected);
});
