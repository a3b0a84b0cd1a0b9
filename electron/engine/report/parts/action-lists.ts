import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { type Decision, GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../../shared/domain/vocabulary.ts';
import { column, heading, table } from '../blocks.ts';
import { itemReferences } from '../figures.ts';
import type { ReportItem, ReportModel } from '../model.ts';
import { counted } from '../words.ts';
import type { WorkpaperId } from '../workpapers.ts';

interface Part {
  readonly id: WorkpaperId;
  readonly decision: Decision;
  readonly title: string;
  readonly task: string;
  readonly empty: string;
  readonly what: (item: ReportItem) => string;
}

const reasonOf = (item: ReportItem): string => item.decision?.reason ?? '';

const PARTS: readonly Part[] = [
  {
    id: 'to-escalate',
    decision: 'escalate',
    title: 'To escalate',
    task: 'Escalation, with the reason given',
    empty: 'No item was escalated.',
    what: reasonOf,
  },
  {
    id: 'to-revoke',
    decision: 'revoke',
    title: 'To revoke',
    task: 'Scopes that end with it',
    empty: 'No item is to be revoked.',
    what: (item) =>
      `${affected(item)}: ${item.scopes.map((scope) => scope.scope).join(', ') || 'the exports name no scope'}.`,
  },
  {
    id: 'to-reduce',
    decision: 'reduce',
    title: 'To reduce',
    task: 'Scopes to remove, and those that stay',
    empty: 'No item is to be reduced.',
    what: reduction,
  },
  {
    id: 'owners-to-confirm',
    decision: 'assign-owner',
    title: 'Owners to confirm',
    task: 'Why an owner is assigned; the item stays open until it is decided',
    empty: 'No owner was assigned.',
    what: reasonOf,
  },
  {
    id: 'information-to-obtain',
    decision: 'need-info',
    title: 'Information to obtain',
    task: 'What is needed; the item stays open until it is decided',
    empty: 'No information is outstanding.',
    what: reasonOf,
  },
];

/** What is to be done, by kind of decision; conditions stand with the exceptions. */
export function actionLists(model: ReportModel): ReportBlock[] {
  return PARTS.flatMap((part) => [heading(part.title), actionTable(model, part)]);
}

/** Items approved under a condition, with its date and owner. */
export function conditionTable(model: ReportModel): ReportBlock {
  return actionTable(model, {
    id: 'conditions',
    decision: 'conditional',
    title: 'Approved under a condition',
    task: 'Condition',
    empty: 'No item was approved under a condition.',
    what: reasonOf,
  });
}

function actionTable(model: ReportModel, part: Part): ReportBlock {
  const references = itemReferences(model);
  const items = model.items.filter((item) => item.decision?.decision === part.decision);
  return table(
    part.id,
    `${part.title}: ${counted(items.length, 'item')}`,
    [
      column('Item', 'mono', '16mm'),
      column('Connector and grant', 'text', '48mm'),
      column(part.task, 'text', '68mm'),
      column('Owner', 'text', '26mm'),
      column('Until', 'text', '20mm'),
    ],
    items.map((item) => [
      references.get(item.itemId) ?? '',
      `${item.name}: ${GRANT_KIND_LABELS[item.kind]}, ${PLATFORM_LABELS[item.platform]}, ${item.tenant}`,
      part.what(item) + differently(item),
      item.decision?.owner ?? (item.owners.join('; ') || null),
      item.decision?.until ?? null,
    ]),
    part.empty,
  );
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
