import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { type QualityStatement, VERDICT_LABELS } from '../../../../shared/contract/quality.ts';
import { measuredOn, QUALITY_LIMITS } from '../../review/quality/limits.ts';
import { figureRows } from '../../review/quality/rows.ts';
import { column, facts, heading, subheading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted, number } from '../words.ts';

export default defineSection({
  id: 'review-quality',
  number: '12',
  order: 120,
  title: 'Review quality',
  hasSignOff: true,
  build: (model) => [...verdict(model), ...figures(model), ...repeated(model), ...perReviewer(model), ...limits()],
});

/** The verdict of a review that is not finished holds only so far. */
function verdictText(model: ReportModel): string {
  const { review, quality } = model;
  const label = VERDICT_LABELS[quality.whole.verdict.verdict];
  return isUnfinished(model)
    ? `${label}, so far: ${number(review.decided)} of ${counted(review.total, 'item')} decided`
    : label;
}

function isUnfinished({ review }: ReportModel): boolean {
  return review.decided < review.total;
}

function verdict(model: ReportModel): ReportBlock[] {
  const { quality } = model;
  const { verdict: said } = quality.whole;
  return [
    heading('How the review was done'),
    text(verdictText(model), isUnfinished(model) || said.verdict !== 'effective' ? 'notice' : 'strong'),
    table(
      'quality-reasons',
      'Why the review is called that',
      [column('No.', 'number', '12mm'), column('Reason', 'text', '166mm')],
      said.reasons.map((reason, index) => [index + 1, reason]),
      'No reason is on record.',
    ),
    text(measuredOn(quality.plan, quality.whole.figures)),
    facts([
      [
        'Campaign plan',
        quality.plan.campaign === null
          ? 'None: the review followed no recorded plan, and its population was not frozen'
          : quality.plan.campaign.name,
      ],
      [
        'Smallest active time',
        `${counted(quality.plan.smallestActiveSeconds, 'second')} on tier 3, 4 and unrated items`,
      ],
      ['Daily hint', `${counted(quality.plan.dailyLoad, 'item')} of tier 3, 4 or unrated`],
      ['Made-up items', canaryPlan(quality.plan.canaryPercent)],
    ]),
  ];
}

function canaryPlan(percent: number): string {
  return percent === 0
    ? 'None'
    : `The plan says that ${percent} % of items known to be bad are made up and mixed in. They are in no total, list or digest of this report.`;
}

function figures({ quality, baseline }: ReportModel): ReportBlock[] {
  return [
    heading('Figures of the whole review'),
    table(
      'quality-figures',
      'What was measured',
      [column('Figure', 'text', '78mm'), column('Value', 'text', '38mm'), column('Measured on', 'text', '62mm')],
      figureCells(quality.whole, baseline !== null),
      '',
    ),
  ];
}

function figureCells(statement: QualityStatement, hasBaseline: boolean): string[][] {
  return figureRows(statement, hasBaseline).map(({ label, value, basis }) => [label, value, basis]);
}

function repeated({ quality }: ReportModel): ReportBlock[] {
  const { groups } = quality.whole.figures.repeatedTexts;
  return [
    heading('Repeated justifications'),
    table(
      'repeated-texts',
      'Texts given for several items, the most frequent first',
      [
        column('Text', 'text', '130mm'),
        column('Decisions', 'number', '24mm'),
        column('In the same words', 'number', '24mm'),
      ],
      groups.map((group) => [group.text, group.texts, group.identical]),
      'No justification repeats another one.',
    ),
  ];
}

function perReviewer(model: ReportModel): ReportBlock[] {
  const { quality } = model;
  if (!quality.plan.figuresPerReviewer)
    return [
      text('Figures of single reviewers are not part of this report: the plan does not provide for them.', 'muted'),
    ];
  return [
    heading('Figures of each reviewer, as the plan provides'),
    ...quality.people.flatMap(({ name, statement }) => [
      subheading(name),
      text(
        `${VERDICT_LABELS[statement.verdict.verdict]}${isUnfinished(model) ? ', so far' : ''}. ${statement.verdict.reasons.join(' ')}`,
      ),
      table(
        'quality-of-person',
        `What was measured of ${name}`,
        [column('Figure', 'text', '78mm'), column('Value', 'text', '38mm'), column('Measured on', 'text', '62mm')],
        figureCells(statement, model.baseline !== null),
        '',
      ),
    ]),
  ];
}

function limits(): ReportBlock[] {
  return [
    heading('What these figures cannot show'),
    table(
      'quality-limits',
      'What the figures do not show',
      [column('No.', 'number', '12mm'), column('Limit', 'text', '166mm')],
      QUALITY_LIMITS.map((limit, index) => [index + 1, limit]),
      '',
    ),
    text(
      'The figures and the records they are computed from are in quality.json. The thresholds of the verdict stand there as well.',
      'muted',
    ),
  ];
}
