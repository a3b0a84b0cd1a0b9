import type { Outcome } from '../../../shared/domain/terms.ts';

/** What the four outcomes of a rule are called on screen. */
export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  finding: 'Finding',
  clear: 'Clear',
  undeterminable: 'Could not be judged',
  'not-applicable': 'Not applicable',
};
