import { expect, test } from 'vitest';
import { recommend } from '../../../electron/engine/review/recommend.ts';
import { finding } from '../report/records.ts';

const wide = finding({ rule: 'CS-14', sentence: 'It reaches everybody.', recommendation: 'reduce' });
const scopes = (): readonly string[] => ['Mail.Read'];

test('reducing is recommended where a narrower set of scopes exists', () => {
  expect(recommend([wide], scopes, 0, true)).toEqual({
    decision: 'reduce',
    because: 'It reaches everybody.',
    rules: ['CS-14'],
    scopes: ['Mail.Read'],
  });
});

test('without one a condition takes its place and says why, and names no scopes', () => {
  expect(recommend([wide], scopes, 0, false)).toEqual({
    decision: 'conditional',
    because:
      'It reaches everybody. The evidence supports no narrower set of scopes, so a condition takes the place of a reduction.',
    rules: ['CS-14'],
    scopes: [],
  });
});

test('without one a finding that weighs more than a condition decides with its own sentence', () => {
  const ownerless = finding({ rule: 'CS-01', sentence: 'Nobody owns it.', recommendation: 'assign-owner' });
  expect(recommend([wide, ownerless], scopes, 0, true)?.decision).toBe('reduce');
  expect(recommend([wide, ownerless], scopes, 0, false)).toEqual({
    decision: 'assign-owner',
    because: 'Nobody owns it.',
    rules: ['CS-01'],
    scopes: [],
  });
});
