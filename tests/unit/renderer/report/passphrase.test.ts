import { describe, expect, it } from 'vitest';
import { passphraseProblem, repeatProblem } from '../../../../renderer/features/report/passphrase.ts';

describe('passphrase of a new key', () => {
  it('wants twelve characters and does not nag before anything is typed', () => {
    expect(passphraseProblem('')).toBeNull();
    expect(passphraseProblem('short')).toContain('7 more');
    expect(passphraseProblem('twelve chars')).toBeNull();
  });

  it('says that both differ as soon as they cannot become equal', () => {
    expect(repeatProblem('correct horse', 'correct')).toBeNull();
    expect(repeatProblem('correct horse', 'correct horse')).toBeNull();
    expect(repeatProblem('correct horse', 'corrupt')).toContain('differ');
    expect(repeatProblem('correct horse', 'correct horses')).toContain('differ');
  });
});
