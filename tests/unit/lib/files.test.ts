import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createFileRegistry } from '../../../electron/engine/lib/files.ts';

test('a path has one token, which leads back to it', () => {
  const files = createFileRegistry();
  const token = files.register('some/export.csv');
  expect(files.register(resolve('some/export.csv'))).toBe(token);
  expect(files.resolve(token)).toBe(resolve('some/export.csv'));
  expect(files.register('other.csv')).not.toBe(token);
});

test('a token handed out elsewhere is taken over', () => {
  const files = createFileRegistry();
  files.adopt('t-1', '/case.countersign');
  expect(files.resolve('t-1')).toBe(resolve('/case.countersign'));
  expect(files.register('/case.countersign')).toBe('t-1');
});

test.each(['', '/etc/passwd', '__proto__'])('the token %j was never issued', (token) => {
  expect(() => createFileRegistry().resolve(token)).toThrow(expect.objectContaining({ code: 'not-found' }));
});

test('a library is loaded only when it was confirmed', () => {
  const files = createFileRegistry();
  files.adopt('t-1', '/lib/card.so');
  expect(() => files.resolveLibrary('t-1')).toThrow(/card\.so was not confirmed as a card library/);
  files.adopt('t-1', '/lib/card.so', true);
  expect(files.resolveLibrary('t-1')).toBe('/lib/card.so');
  expect(() => files.resolveLibrary(files.register('/lib/other.so'))).toThrow('was not loaded');
  expect(files.resolveLibrary(files.registerLibrary('/lib/other.so'))).toBe('/lib/other.so');
});
