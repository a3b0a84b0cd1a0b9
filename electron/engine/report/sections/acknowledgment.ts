import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { number, timeText } from '../words.ts';

export default defineSection({
  id: 'acknowledgment',
  number: '2',
  order: 20,
  title: 'Management acknowledgment and attestations',
  build: (model) => [...management(model), ...attestations(model), ...reports(model)],
});

/** What management answers for, in our own words; PCI DSS 4.0.1, 7.2.5.1 asks for such an acknowledgment. */
function management({ signature, undecided, items }: ReportModel): ReportBlock[] {
  return [
    heading('Acknowledgment by management'),
    text(
      'Management is responsible for the access that applications hold: that each has an owner and a purpose, that it is no wider than the purpose needs, and that what this review found is put right in time. By signing this report as approved, management acknowledges that it has read the results, that access which stays is still needed, and that what is open is known and has an owner.',
    ),
    facts([
      [
        'State',
        signature?.kind === 'approved'
          ? `Given with the signature of ${signature.name}, ${timeText(signature.at)}`
          : 'Not given with this signature. It is given when the report is signed as approved, or countersigned by an approver.',
      ],
      ['Items that management would acknowledge as open', number(undecided)],
      ['Review items in this report', number(items.length)],
    ]),
  ];
}

function attestations({ record }: ReportModel): ReportBlock[] {
  return [
    heading('Attestations of reviewers'),
    table(
      'attestations',
      'What each reviewer signed for with their own key',
      [
        column('Reviewer', 'text', '34mm'),
        column('Attestation', 'text', '80mm'),
        column('Decisions', 'number', '18mm'),
        column('Left open', 'number', '18mm'),
        column('Signed', 'text', '28mm'),
      ],
      record.submissions.map((one) => [one.name, one.attestation, one.decisions, one.undecided, timeText(one.at)]),
      record.people.length === 0
        ? 'The case knows nobody by their key, so no reviewer attested by themselves; the signer of this report answers for the decisions.'
        : 'No reviewer submitted decisions with a signature.',
    ),
  ];
}

function reports({ record }: ReportModel): ReportBlock[] {
  return [
    heading('Earlier signed reports of this case'),
    table(
      'earlier-reports',
      'Reports that the journal records, the oldest first',
      [
        column('Report', 'mono', '30mm'),
        column('Kind', 'text', '34mm'),
        column('Signed by, meaning', 'text', '52mm'),
        column('Conclusion', 'text', '30mm'),
        column('Signed', 'text', '32mm'),
      ],
      record.reports.map((one) => [
        one.reportId,
        one.template,
        `${one.signer}, ${one.meaning}`,
        one.conclusion,
        timeText(one.at),
      ]),
      'None: no report of this case was signed before.',
    ),
  ];
}
