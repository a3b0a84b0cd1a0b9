import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { NHI_LIMITS, STANDARDS } from '../../rules/standards.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { number } from '../words.ts';

export default defineSection({
  id: 'controls',
  number: '13',
  order: 130,
  title: 'Control crosswalk',
  hasSignOff: true,
  build: (model) => [
    text(
      'Identifiers only; the standards themselves are not quoted. A control named here is touched by the rules beside it, not covered in full: a review of grants is one piece of evidence for it.',
    ),
    heading('Rules and controls'),
    crosswalk(model),
    heading('Non-human identity risks that can and cannot be assessed'),
    assessable(model),
    text(
      'Identifiers of the OWASP Non-Human Identities Top 10, 2025 edition, OWASP Foundation, CC BY-SA 4.0. The explanations are our own.',
      'muted',
    ),
    heading('Periodic review of application and system accounts (PCI DSS 4.0.1, 7.2.5.1; CIS Controls v8.1, 5.5)'),
    text(
      'Both ask that access of accounts used by applications is reviewed at set intervals: that it still fits what the application does, that what does not fit is dealt with, and that somebody responsible acknowledges the result. This review contributes:',
    ),
    periodicReview(model),
    heading('What this review does not cover'),
    uncovered(),
  ],
});

/** One row per control, with every rule that touches it. */
function crosswalk({ rules }: ReportModel): ReportBlock {
  const rows = STANDARDS.flatMap(({ key, label }) => {
    const ids = [...new Set(rules.flatMap((rule) => rule.controls[key] ?? []))].toSorted((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    return ids.map((id) => {
      const touching = rules.filter((rule) => rule.controls[key]?.includes(id));
      const sum = (pick: 'findings' | 'undeterminable'): number =>
        touching.reduce((total, rule) => total + rule[pick], 0);
      return [label, id, touching.map((rule) => rule.rule).join(', '), sum('findings'), sum('undeterminable')];
    });
  });
  return table(
    'crosswalk',
    'Controls, the rules that touch them, and their outcomes; a finding counts for every control of its rule',
    [
      column('Standard', 'text', '46mm'),
      column('Control', 'mono', '28mm'),
      column('Rules', 'text', '56mm'),
      column('Findings', 'number', '20mm'),
      column('Undeterminable', 'number', '28mm'),
    ],
    rows,
    'No rule was run.',
  );
}

function assessable({ rules }: ReportModel): ReportBlock {
  return table(
    'assessable-risks',
    'Per risk: the rules that assess it, and the limit of that',
    [column('Risk', 'mono', '26mm'), column('Assessed by', 'text', '44mm'), column('Limit', 'text', '108mm')],
    [...NHI_LIMITS].map(([id, limit]) => {
      const by = rules.filter((rule) => rule.controls.owasp.includes(id)).map((rule) => rule.rule);
      return [id, by.join(', ') || 'No rule', limit];
    }),
    '',
  );
}

function periodicReview(model: ReportModel): ReportBlock {
  const { items, undecided } = model;
  const share = (count: number): string => `${number(count)} of ${number(items.length)} items`;
  const decided = (kinds: readonly string[]): number =>
    items.filter((item) => item.decision !== null && kinds.includes(item.decision.decision)).length;
  return facts([
    ['Purpose recorded', share(items.filter((item) => item.purpose !== null).length)],
    ['Business owner recorded', share(items.filter((item) => item.owners.length > 0).length)],
    ['Reviewed and decided', share(items.length - undecided)],
    ['Answered, still open', share(model.answered)],
    ['Found not to fit: to revoke or reduce', share(decided(['revoke', 'reduce']))],
    ['Escalated', share(decided(['escalate']))],
    ['Accepted under a condition with a date', share(decided(['conditional']))],
    ['Review dates', reviewDates(model)],
    ['Interval', 'Set by the organization; one report does not show it.'],
    [
      'Acknowledgment by management',
      'Given when this report is signed as approved; a signature with another meaning does not give it.',
    ],
  ]);
}

function reviewDates({ items }: ReportModel): string {
  const days = items.flatMap((item) => (item.decision === null ? [] : [item.decision.at.slice(0, 10)])).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'No decision yet';
  return first === last ? first : `${first} to ${last}`;
}

/** Controls that a reader may look for here in vain, by their ids, and why. Our own words. */
const UNCOVERED: readonly (readonly [controls: string, why: string])[] = [
  ['NHI6:2025', 'The configuration of cloud deployments is no part of grant exports.'],
  ['NHI2:2025', 'Where a secret lies or leaked cannot be seen; only a change of behavior can hint at it.'],
  [
    'PCI DSS 7.2.4; CIS 5.1, 5.3',
    'Accounts of people and their access are reviewed elsewhere; here people stand only beside grants.',
  ],
  [
    'PCI DSS 8.6.1 to 8.6.3',
    'Interactive sign-in of system accounts and where their passwords are kept is not exported.',
  ],
  ['SOC 2 CC6.6 to CC6.8', 'Network boundaries, transmission and malicious software are outside of grants.'],
  [
    'ISO A.5.19 to A.5.22',
    'Touched from the side of access only: contracts with and checks of the vendor are not examined.',
  ],
  [
    'NIST AC-2 (1), AC-2 (3)',
    'Whether accounts are managed and disabled by automatic means is a matter of the platform.',
  ],
  ['NIST AI RMF MEASURE', 'How well an AI system works is not measured; only what its connector may do and did.'],
];

function uncovered(): ReportBlock {
  return table(
    'uncovered-controls',
    'By identifier: what is not or only partly covered, and why',
    [column('Controls', 'text', '52mm'), column('Why', 'text', '126mm')],
    UNCOVERED,
    '',
  );
}
