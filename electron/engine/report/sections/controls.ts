import type { ReportBlock } from '../../../../shared/contract/report.ts';
import { NHI_LIMITS, STANDARDS } from '../../rules/standards.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { number } from '../words.ts';

export default defineSection({
  id: 'controls',
  order: 90,
  title: 'Control crosswalk',
  include: (model) => model.items.length > 0,
  build: (model) => [
    text(
      'Identifiers only; the standards themselves are not quoted. A control named here is touched by the rules beside it, not covered in full: a review of grants is one piece of evidence for it.',
    ),
    heading('I1', 'Rules and controls'),
    crosswalk(model),
    heading('I2', 'Non-human identity risks that can and cannot be assessed'),
    assessable(model),
    text(
      'Identifiers of the OWASP Non-Human Identities Top 10, 2025 edition, OWASP Foundation, CC BY-SA 4.0. The explanations are our own.',
      'muted',
    ),
    heading(
      'I3',
      'Periodic review of application and system accounts (PCI DSS 4.0.1, 7.2.5.1; CIS Controls v8.1, 5.5)',
    ),
    text(
      'Both ask that access of accounts used by applications is reviewed at set intervals: that it still fits what the application does, that what does not fit is dealt with, and that somebody responsible acknowledges the result. This review contributes:',
    ),
    periodicReview(model),
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
