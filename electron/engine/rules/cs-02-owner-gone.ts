import { readOwnerStandings } from './owner-standings.ts';
import { defineRule } from './rule.ts';

/**
 * Per item: of the business owners of record nobody is left, because each has gone, is switched off, is absent from the
 * register, or works in another department than at the last review. Where another owner stands, somebody answers for it.
 */
export default defineRule({
  id: 'CS-02',
  title: 'Owner of record has left, is disabled or moved',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['GV.RR-02', 'PR.AA-01'],
    cis: ['5.5', '6.2'],
    iso: ['A.5.18', 'A.6.5'],
    nist: ['PS-4', 'PS-5'],
  },
  recommendation: 'assign-owner',
  recommendedAction: 'Assign another business owner, or revoke if nobody accepts within this review.',
  evaluate: (context) => context.read(readOwnerStandings),
});
