import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { REMEDY_STATE_LABELS, REMEDY_STATES, type RemedyAction } from '../../../../shared/contract/remediation.ts';
import { DECISION_LABELS, DECISIONS, PLATFORM_LABELS, PLATFORMS } from '../../../../shared/domain/vocabulary.ts';
import { remedyFor } from '../../remediation/index.ts';
import { column, heading, table, text } from '../blocks.ts';
import { itemReferences } from '../figures.ts';
import type { ReportModel } from '../model.ts';
import { actionLists } from '../parts/action-lists.ts';
import { defineSection } from '../section.ts';
import { counted } from '../words.ts';

export default defineSection({
  id: 'remediation',
  number: '10',
  order: 100,
  title: 'Remediation',
  hasSignOff: true,
  build: (model) => [
    text(
      'This program changes nothing on any platform. What follows was decided and is to be done; it counts as done only when a later export no longer shows it. That somebody says it is done is printed as a claim and proves nothing.',
    ),
    ...standing(model),
    ...actionLists(model),
    ...recipes(model),
  ],
});

/** Where the work stands, and what later imports show of it, action by action. */
function standing(model: ReportModel): ReportBlock[] {
  const { remedies } = model;
  const references = itemReferences(model);
  return [
    heading('State of what was decided'),
    table(
      'remedy-states',
      `${counted(remedies.length, 'action')} by state`,
      [column('State', 'text', '90mm'), column('Actions', 'number', '44mm'), column('Overdue', 'number', '44mm')],
      [
        ...REMEDY_STATES.map((state) => {
          const list = remedies.filter((action) => action.state === state);
          return [REMEDY_STATE_LABELS[state], list.length, overdue(list)];
        }),
        ['All', remedies.length, overdue(remedies)],
      ],
      '',
    ),
    text(
      'Overdue is judged by the newest evidence. Verified means that a whole list of every kind that showed the grant, made after the decision, lacks it, or that a log holds its end.',
      'muted',
    ),
    heading('What later imports show'),
    table(
      'remedy-evidence',
      `${counted(remedies.length, 'action')}, what stands worst first`,
      [
        column('Item', 'mono', '16mm'),
        column('Decision on', 'text', '50mm'),
        column('State, carried out by, due', 'text', '34mm'),
        column('Evidence', 'text', '78mm'),
      ],
      remedies.map((action) => [
        references.get(action.itemId) ?? 'Gone',
        `${DECISION_LABELS[action.decision]}: ${action.name}, ${PLATFORM_LABELS[action.platform]}, ${action.tenant}. ${action.what}.`,
        `${action.stateLabel}. Carried out by ${action.owner ?? 'nobody yet'}. Due ${action.due}${action.isOverdue ? ', overdue' : ''}.`,
        evidenceOf(action),
      ]),
      'No decision asks for work.',
    ),
    ...(remedies.some((action) => !references.has(action.itemId))
      ? [text('Gone: no grant of the item stands in the newest exports, so it is no review item any more.', 'muted')]
      : []),
  ];
}

function overdue(actions: readonly RemedyAction[]): number {
  return actions.filter((action) => action.isOverdue).length;
}

function evidenceOf(action: RemedyAction): string {
  const spots = action.evidence.map(
    ({ file, line, note }) => `${file}${line === null ? '' : `, line ${line}`} (${note})`,
  );
  const claim = action.claim === null ? '' : ` Claimed by ${action.claim.by}: ${action.claim.reference}.`;
  const caution = action.caution === null ? '' : ` ${action.caution}`;
  const open = action.missing === null || action.state === 'verified' ? '' : ` What would settle it: ${action.missing}`;
  return `${action.sentence}${open}${caution}${spots.length === 0 ? '' : ` Seen in: ${spots.join('; ')}.`}${claim}`;
}

/** How each kind of decision of this review is carried out on each of its platforms, and what that leaves as it is. */
function recipes({ remedies }: ReportModel): ReportBlock[] {
  const pairs = PLATFORMS.flatMap((platform) =>
    DECISIONS.filter((decision) =>
      remedies.some((action) => action.platform === platform && action.decision === decision),
    ).map((decision) => ({ platform, decision, recipe: remedyFor(platform, decision, []) })),
  );
  return [
    heading('How it is carried out, and what that does not stop'),
    table(
      'recipes',
      'Per platform and decision of this review; the steps for a single item, with their scripts, are exported from the case',
      [
        column('Platform, decision', 'text', '28mm'),
        column('How it is carried out', 'text', '54mm'),
        column('What it does not stop', 'text', '56mm'),
        column('What shows that it was done', 'text', '40mm'),
      ],
      pairs.map(({ platform, decision, recipe }) => [
        `${PLATFORM_LABELS[platform]}, ${DECISION_LABELS[decision].toLowerCase()}`,
        `${recipe.title}. ${recipe.steps.map((step) => step.text).join(' ')}`,
        recipe.doesNotStop.join(' ') || 'Nothing further is known.',
        recipe.proof,
      ]),
      'No decision asks for work.',
    ),
  ];
}
