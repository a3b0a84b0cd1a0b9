import type { ReportBlock } from '../../../../shared/contract/report.ts';
import { REMEDY_STATE_LABELS, REMEDY_STATES, type RemedyAction } from '../../../../shared/contract/remediation.ts';
import {
  type Decision,
  DECISION_LABELS,
  GRANT_KIND_LABELS,
  PLATFORM_LABELS,
} from '../../../../shared/domain/vocabulary.ts';
import { column, heading, table, text, workpaper } from '../blocks.ts';
import { itemReferences } from '../figures.ts';
import type { ReportItem, ReportModel } from '../model.ts';
import { PLATFORM_LIMITS } from '../platform-limits.ts';
import { defineSection } from '../section.ts';
import { counted } from '../words.ts';

export default defineSection({
  id: 'actions',
  order: 80,
  title: 'Conditions and reductions to carry out',
  include: (model) => model.items.length > 0 || model.remedies.length > 0,
  build: (model) => [
    text(
      'This program changes nothing on any platform. What follows was decided and is to be done; it counts as done only when a later export no longer shows it. That somebody says it is done is printed as a claim and proves nothing.',
    ),
    ...standing(model),
    ...PARTS.map((part, index) => actions(model, part, `H${index + 3}`)).flat(),
    ...limits(model),
  ],
});

/** Where the work stands, and what later imports show of it, action by action. */
function standing({ remedies }: ReportModel): ReportBlock[] {
  return [
    heading('H1', 'State of what was decided'),
    table(
      `${counted(remedies.length, 'action')} by state`,
      [column('State', 'text', '90mm'), column('Actions', 'number', '44mm'), column('Overdue', 'number', '44mm')],
      REMEDY_STATES.map((state) => {
        const list = remedies.filter((action) => action.state === state);
        return [stateOfAll(state), list.length, list.filter((action) => action.isOverdue).length];
      }),
      'No decision asks for work.',
    ),
    text(
      'Overdue is judged by the newest evidence. Verified means that a whole list of every kind that showed the grant, made after the decision, lacks it, or that a log holds its end.',
      'muted',
    ),
    heading('H2', 'What later imports show'),
    table(
      `${counted(remedies.length, 'action')}, what stands worst first`,
      [
        column('Item', 'mono', '24mm'),
        column('Decision on', 'text', '48mm'),
        column('State, owner and due', 'text', '32mm'),
        column('Evidence', 'text', '74mm'),
      ],
      remedies.map((action) => [
        action.itemId,
        `${DECISION_LABELS[action.decision]}: ${action.name}, ${PLATFORM_LABELS[action.platform]}, ${action.tenant}. ${action.what}.`,
        `${action.stateLabel}. ${action.owner ?? 'No owner'}. Due ${action.due}${action.isOverdue ? ', overdue' : ''}.`,
        evidenceOf(action),
      ]),
      'No decision asks for work.',
    ),
  ];
}

/** Verified stands for more than one word here. */
function stateOfAll(state: RemedyAction['state']): string {
  return state === 'verified' ? 'Verified by a later import' : REMEDY_STATE_LABELS[state];
}

function evidenceOf(action: RemedyAction): string {
  const spots = action.evidence.map(
    ({ file, line, note }) => `${file}${line === null ? '' : `, line ${line}`} (${note})`,
  );
  const claim = action.claim === null ? '' : ` Claimed by ${action.claim.by}: ${action.claim.reference}.`;
  const caution = action.caution === null ? '' : ` ${action.caution}`;
  return `${action.sentence}${caution}${spots.length === 0 ? '' : ` Seen in: ${spots.join('; ')}.`}${claim}`;
}

interface Part {
  readonly decision: Decision;
  readonly title: string;
  readonly task: string;
  readonly empty: string;
  readonly what: (item: ReportItem) => string;
}

const PARTS: readonly Part[] = [
  {
    decision: 'escalate',
    title: 'To escalate',
    task: 'Escalation, with the reason given',
    empty: 'No item was escalated.',
    what: (item) => item.decision?.reason ?? '',
  },
  {
    decision: 'revoke',
    title: 'To revoke',
    task: 'Scopes that end with it',
    empty: 'No item is to be revoked.',
    what: (item) =>
      `${affected(item)}: ${item.scopes.map((scope) => scope.scope).join(', ') || 'the exports name no scope'}`,
  },
  {
    decision: 'reduce',
    title: 'To reduce',
    task: 'Scopes to remove, and those that stay',
    empty: 'No item is to be reduced.',
    what: reduction,
  },
  {
    decision: 'conditional',
    title: 'Conditions',
    task: 'Condition',
    empty: 'No item was approved under a condition.',
    what: (item) => item.decision?.reason ?? '',
  },
  {
    decision: 'assign-owner',
    title: 'Owners to confirm',
    task: 'Why an owner is assigned; the item stays open until it is decided',
    empty: 'No owner was assigned.',
    what: (item) => item.decision?.reason ?? '',
  },
  {
    decision: 'need-info',
    title: 'Information to obtain',
    task: 'What is needed; the item stays open until it is decided',
    empty: 'No information is outstanding.',
    what: (item) => item.decision?.reason ?? '',
  },
];

function actions(model: ReportModel, part: Part, reference: string): ReportBlock[] {
  const references = itemReferences(model);
  const items = model.items.filter((item) => item.decision?.decision === part.decision);
  return [
    heading(reference, part.title),
    table(
      `${part.title}: ${counted(items.length, 'item')}`,
      [
        column('Ref.', 'mono', '17mm'),
        column('Connector and grant', 'text', '50mm'),
        column(part.task, 'text', '70mm'),
        column('Owner', 'text', '21mm'),
        column('Until', 'text', '20mm'),
      ],
      items.map((item) => [
        workpaper(references.get(item.itemId) ?? ''),
        `${item.name}: ${GRANT_KIND_LABELS[item.kind]}, ${PLATFORM_LABELS[item.platform]}, ${item.tenant}`,
        part.what(item) + differently(item),
        item.decision?.owner ?? null,
        item.decision?.until ?? null,
      ]),
      part.empty,
    ),
  ];
}

function affected(item: ReportItem): string {
  const grants = counted(item.grants, 'grant');
  return item.kind === 'delegated-user' ? `${grants} of ${counted(item.people, 'person', 'people')}` : grants;
}

function reduction(item: ReportItem): string {
  const removed = item.decision?.scopes ?? [];
  const kept = item.scopes.map((scope) => scope.scope).filter((scope) => !removed.includes(scope));
  return `Remove ${removed.join(', ') || 'nothing named'}. Keep ${kept.join(', ') || 'none'}.`;
}

function differently(item: ReportItem): string {
  const people = item.decision?.principals ?? [];
  return people.length === 0 ? '' : ` Named people (${people.length}): ${people.join(', ')}.`;
}

function limits({ items }: ReportModel): ReportBlock[] {
  const platforms = [...new Set(items.map((item) => item.platform))];
  return [
    heading(`H${PARTS.length + 3}`, 'What carrying it out does not stop'),
    table(
      'Per platform of this review',
      [
        column('Platform', 'text', '28mm'),
        column('How it is carried out', 'text', '70mm'),
        column('What it does not stop', 'text', '80mm'),
      ],
      platforms.map((platform) => [
        PLATFORM_LABELS[platform],
        PLATFORM_LIMITS[platform].action,
        PLATFORM_LIMITS[platform].leaves,
      ]),
      '',
    ),
  ];
}
