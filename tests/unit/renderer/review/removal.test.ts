import { describe, expect, it } from 'vitest';
import { removalWarning } from '../../../../renderer/features/review/removal.ts';
import type { ScopeUsage } from '../../../../shared/contract/inventory.ts';

function usage(scope: string, change: Partial<ScopeUsage>): ScopeUsage {
  return {
    scope,
    label: scope,
    resource: null,
    tier: 3,
    tierOverride: null,
    known: true,
    basis: [],
    status: 'observed',
    statement: '',
    need: 'needed',
    redundantWith: [],
    grade: 'Q1',
    first: null,
    last: null,
    count: 1,
    denied: 0,
    attempted: 0,
    people: 1,
    operations: [],
    ...change,
  };
}

describe('what stops when scopes are removed', () => {
  const scopes = [
    usage('mail', { operations: ['list', 'get'], people: 34 }),
    usage('mail.read', { operations: ['list'], people: 12, redundantWith: ['mail'] }),
    usage('drive', { status: 'not-seen-full', operations: [] }),
  ];

  it('warns about an observed scope that no remaining scope covers', () => {
    expect(removalWarning(scopes, ['mail'])).toContain('2 observed operations would stop for up to 34 people');
  });

  it('is quiet about scopes that were not seen or that a remaining scope covers', () => {
    expect(removalWarning(scopes, ['drive'])).toBeNull();
    expect(removalWarning(scopes, ['mail.read'])).toBeNull();
  });

  it('counts an operation once, and sees that the covering scope goes too', () => {
    expect(removalWarning(scopes, ['mail', 'mail.read'])).toContain('2 marked scopes in use: 2 observed operations');
  });
});
