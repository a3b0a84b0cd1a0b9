import { describe, expect, it } from 'vitest';
import { fingerprintProblem } from '../../../../renderer/features/verify/fingerprint.ts';

describe('typed fingerprint', () => {
  it('takes 64 digits with colons, spaces or none, in either case', () => {
    expect(fingerprintProblem('AB:'.repeat(31) + 'AB')).toBeNull();
    expect(fingerprintProblem(`  ${'ab '.repeat(32)}`)).toBeNull();
    expect(fingerprintProblem('0'.repeat(64))).toBeNull();
    expect(fingerprintProblem('')).toBeNull();
  });

  it('says what is wrong with others', () => {
    expect(fingerprintProblem('ab'.repeat(20))).toContain('these are 40');
    expect(fingerprintProblem('SHA256:xyz')).toContain('0 to 9');
  });
});
