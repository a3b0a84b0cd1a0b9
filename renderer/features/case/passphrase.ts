import { LEAST_PASSPHRASE } from '../../../shared/contract/protection.ts';

/** Above this nobody tries all of them out, if they are words drawn by chance. */
const LONG = 24;

export interface NewPassphrase {
  readonly typed: string;
  readonly again: string;
}

export const NO_PASSPHRASE: NewPassphrase = { typed: '', again: '' };

/** What its length says of it. Whether it can be guessed, nobody can tell from its length. */
export function lengthHint(typed: string): string {
  const length = typed.length;
  if (length === 0)
    return `At least ${LEAST_PASSPHRASE} characters. Six words drawn by chance are easy to keep and hard to try out.`;
  if (length < LEAST_PASSPHRASE) return `${length} of at least ${LEAST_PASSPHRASE} characters.`;
  if (length < LONG) return `${length} characters: enough only if nobody can guess them. Longer is better.`;
  return `${length} characters: long. Good, unless it is a saying or a line of a song.`;
}

/** What is wrong with it, by field; empty when nothing is. */
export function passphraseProblems({ typed, again }: NewPassphrase): {
  readonly typed?: string;
  readonly again?: string;
} {
  if (typed.length < LEAST_PASSPHRASE) return { typed: `Type at least ${LEAST_PASSPHRASE} characters.` };
  if (typed !== again) return { again: 'The two are not the same.' };
  return {};
}
