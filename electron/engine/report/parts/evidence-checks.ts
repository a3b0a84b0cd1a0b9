import type { EvidenceCheck } from '../../../../shared/contract/evidence.ts';
import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { checks as declared } from '../../checks/index.ts';
import { column, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';

const OUTCOMES = {
  finding: 'Finding',
  undeterminable: 'Undeterminable',
  clear: 'Clear',
  'not-applicable': 'Not applicable',
} as const;

/** The checks on the evidence itself: what they found, what they cannot tell, and what that means. */
export function evidenceChecks({ checks }: ReportModel): ReportBlock[] {
  return [
    heading('Checks on the evidence'),
    table(
      'check-outcomes',
      'Outcomes per check',
      [
        column('Check', 'text', '54mm'),
        column('Findings', 'number', '18mm'),
        column('Undeterminable', 'number', '26mm'),
        column('Clear', 'number', '14mm'),
        column('What a finding means', 'text', '66mm'),
      ],
      declared.map((check) => {
        const count = (outcome: EvidenceCheck['outcome']): number =>
          checks.filter((one) => one.check === check.id && one.outcome === outcome).length;
        return [`${check.id} ${check.title}`, count('finding'), count('undeterminable'), count('clear'), check.effect];
      }),
      '',
    ),
    heading('What they found and what they cannot tell'),
    table(
      'check-findings',
      'Findings and undeterminable outcomes',
      [column('Check', 'text', '14mm'), column('Outcome', 'text', '28mm'), column('Sentence', 'text', '136mm')],
      checks
        .filter((one) => one.outcome === 'finding' || one.outcome === 'undeterminable')
        .map((one) => [one.check, OUTCOMES[one.outcome], one.sentence]),
      'Every check is clear.',
    ),
    text('The checks read what was imported. They cannot see what an exporter left out without a trace.', 'muted'),
  ];
}
