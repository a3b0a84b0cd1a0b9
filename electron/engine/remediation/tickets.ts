import type { Remedy } from '../../../shared/contract/drill.ts';
import type { RemedyAction } from '../../../shared/contract/remediation.ts';
import { DECISION_LABELS, GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { inspectName, writeCsv } from '../lib/text.ts';

/** An action with how it is carried out. */
export interface Ticket {
  readonly action: RemedyAction;
  readonly remedy: Remedy;
  /** Calls, people and operations that the logs saw, in a sentence; null when there is none to tell. */
  readonly wouldBreak: string | null;
}

const COLUMNS = [
  'item',
  'state',
  'decision',
  'platform',
  'tenant',
  'app',
  'grant',
  'tier',
  'what',
  'scopes',
  'people',
  'carried_out_by',
  'due',
  'decided_by',
  'decided_at',
  'reason',
  'would_stop',
  'steps',
  'proof',
  'evidence',
  'reference',
] as const;

/** One row per action, safe to open in a spreadsheet. The same for the same actions. */
export function ticketsCsv(tickets: readonly Ticket[]): string {
  return writeCsv([
    COLUMNS,
    ...tickets.map(({ action, remedy, wouldBreak }) => [
      action.itemId,
      action.stateLabel,
      DECISION_LABELS[action.decision],
      PLATFORM_LABELS[action.platform],
      action.tenant,
      action.name,
      GRANT_KIND_LABELS[action.kind],
      action.tier === null ? 'unrated' : String(action.tier),
      action.what,
      action.scopes.join('\n'),
      action.principals.join('\n'),
      action.owner,
      action.due,
      action.by,
      action.at,
      action.reason,
      wouldBreak,
      remedy.steps.map((step, index) => `${index + 1}. ${step.text}`).join('\n'),
      remedy.proof,
      action.sentence,
      action.claim?.reference ?? null,
    ]),
  ]);
}

/** Every action as a text of its own, with steps, scripts to read and copy, and what they do and do not stop. */
export function ticketsMarkdown(tickets: readonly Ticket[]): string {
  return `${tickets.map(ticket).join('\n\n---\n\n')}\n`;
}

function ticket({ action, remedy, wouldBreak }: Ticket): string {
  const named = action.principals.length === 0 ? [] : [['People', action.principals.map(plain).join(', ')]];
  const facts = [
    ['Item', plain(action.itemId)],
    ['App', `${plain(action.name)} (${GRANT_KIND_LABELS[action.kind]})`],
    ['Where', `${PLATFORM_LABELS[action.platform]}, ${plain(action.tenant)}`],
    ['Decision', `${DECISION_LABELS[action.decision]}, by ${plain(action.by)} on ${action.at.slice(0, 10)}`],
    ['Reason', plain(action.reason)],
    ['What', plain(action.what)],
    ...(action.scopes.length === 0 ? [] : [['Scopes', action.scopes.map(plain).join(', ')]]),
    ...named,
    ['Carried out by', action.owner === null ? 'nobody yet' : plain(action.owner)],
    ['Due', action.due],
    ['State', `${action.stateLabel}. ${plain(action.sentence)}`],
    ...(wouldBreak === null ? [] : [['What would stop', plain(wouldBreak)]]),
  ];
  return [
    `# ${plain(remedy.title)}: ${plain(action.name)}`,
    facts.map(([label, value]) => `- **${label}:** ${value}`).join('\n'),
    '## Steps',
    remedy.steps.map(stepText).join('\n'),
    ...truth('What this stops', remedy.stops),
    ...truth('What this does not stop', remedy.doesNotStop),
    '## Proof',
    plain(remedy.proof),
  ].join('\n\n');
}

function stepText(step: Remedy['steps'][number], index: number): string {
  const text = `${index + 1}. ${plain(step.text)}`;
  if (step.script === null) return text;
  // A fence that is longer than any run of backticks inside cannot be closed by what it holds.
  const runs = step.script.text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [text, '', `${fence}${step.script.language}`, step.script.text, fence, ''].join('\n');
}

function truth(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${plain(line)}`).join('\n')];
}

/** Text of exports and people as one line of Markdown in which nothing is a mark, a link or an image. */
function plain(text: string): string {
  return inLines(text).replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&');
}

/** On one line, with nothing hidden in it; long texts stay whole. */
function inLines(text: string): string {
  return text
    .split(/\s+/)
    .map((word) => inspectName(word).display)
    .join(' ');
}
