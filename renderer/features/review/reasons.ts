import type { Decision } from '../../../shared/domain/vocabulary.ts';

/** Reason shortcuts per decision. They fill the text, which the reviewer completes in their own words. */
export const REASONS: Readonly<Record<Decision, readonly string[]>> = {
  certify: [
    'Needed for a current business process.',
    'Observed use matches the stated purpose.',
    'Owner confirmed the need.',
  ],
  reduce: [
    'Not seen in a fully covered window.',
    'A narrower scope covers the observed operations.',
    'Scope goes beyond the stated purpose.',
  ],
  conditional: [
    'Stays until the vendor assessment is done.',
    'Stays until the owner confirms the need.',
    'Stays until the replacement is live.',
  ],
  revoke: [
    'No use in the observed window.',
    'No owner and no known purpose.',
    'The people who granted it have left.',
    'The publisher is not verified.',
  ],
  'assign-owner': ['No business owner is on record.', 'The owner on record has left.'],
  'need-info': [
    'The purpose is unknown.',
    'The evidence does not cover the whole window.',
    'The vendor must explain the use of a scope.',
  ],
  escalate: [
    'Use after revocation: treat as an incident.',
    'The consent pattern looks illicit.',
    'Beyond my authority to decide.',
  ],
};
