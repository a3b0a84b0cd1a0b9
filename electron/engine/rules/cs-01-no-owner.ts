import { createGrantSpots } from './evidence.ts';
import { isTenantWide, readItems } from './items.ts';
import { readOwnership } from './ownership.ts';
import { defineRule } from './rule.ts';
import { dateText } from './wording.ts';
import { clear, finding, undeterminable } from './verdicts.ts';

/** Per item: somebody active in the register of people must answer for the connector as its business owner. */
export default defineRule({
  id: 'CS-01',
  title: 'No accountable business owner',
  controls: { owasp: ['NHI1:2025'], csf: ['GV.RR-02', 'ID.AM-08'], cis: ['5.5'], iso: ['A.5.9', 'A.5.16'] },
  recommendation: 'assign-owner',
  recommendedAction: 'Assign a business owner; do not certify before a person is named.',
  *evaluate(context) {
    const { asOf } = context;
    const ownershipOf = context.read(readOwnership);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const ownership = ownershipOf(item.connector);
      if (ownership.is === 'owned') yield clear(item);
      else if (ownership.is === 'unknown') yield undeterminable(item, ownership.missing);
      else {
        yield finding(item, {
          severity: item.tierRank >= 3 || isTenantWide(item) ? 'high' : 'medium',
          sentence: `No active person answers for ${item.name} as business owner: ${ownership.because} (registers as of ${dateText(asOf)}).`,
          evidence: spots(item),
        });
      }
    }
  },
});
