import { readRecertifications } from './recertifications.ts';
import { defineRule } from './rule.ts';

/** Per item: an earlier review must have let it continue, no longer ago than the cadence of its tier. */
export default defineRule({
  id: 'CS-06',
  title: 'Recertification missing or overdue',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['PR.AA-05'],
    cis: ['5.5'],
    iso: ['A.5.18'],
    nist: ['AC-2', 'AC-6(7)'],
    pci: ['7.2.5.1'],
    soc2: ['CC6.3'],
  },
  recommendation: null,
  recommendedAction: 'Review it now, and decide with a reason; the next review is due after the cadence of its tier.',
  evaluate: (context) => context.read(readRecertifications),
});
