import { yesOrNo } from './register.ts';

/** Words for systems on which nothing depends. */
const TEST_WORDS =
  /\b(?:non|pre|not)[\s_-]?prod|test|dev|stag|sandbox|\buat\b|\bqa\b|demo|trial|training|\blab\b|\bpoc\b/i;

/**
 * Whether words for an environment mean production: `yes`, `no`, or '' when they say neither. Words for test systems come
 * first: `non-production` and `pre-prod` are none.
 */
export function isProduction(text: string): 'yes' | 'no' | '' {
  if (TEST_WORDS.test(text)) return 'no';
  return /prod|\blive\b|primary|\bmain\b/i.test(text) ? 'yes' : yesOrNo(text);
}
