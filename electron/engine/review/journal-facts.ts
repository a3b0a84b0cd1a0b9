import { z } from 'zod';
import { ROLE_LABELS } from '../../../shared/contract/people.ts';
import type { Round } from '../../../shared/contract/item-states.ts';
import { DECISION_LABELS, GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { CHECKPOINT_WORDS } from './journal-words.ts';

export interface JournalFact {
  readonly label: string;
  readonly value: string;
}

const ROUND_WORDS: Readonly<Record<Round, string>> = {
  first: 'First review',
  second: 'Second review',
  adjudication: 'Settling a disagreement',
};

/** Words of the screens for the values of a field. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  decision: DECISION_LABELS,
  provisional: DECISION_LABELS,
  kind: GRANT_KIND_LABELS,
  platform: PLATFORM_LABELS,
  round: ROUND_WORDS,
  roles: ROLE_LABELS,
  act: CHECKPOINT_WORDS,
};

/** Where the name of a field is not its label. */
const LABELS: Readonly<Record<string, string>> = {
  at: 'Time',
  asOf: 'As of',
  sha256: 'SHA-256',
  uid: 'Digest of the act',
  before: 'Before',
  after: 'Journal head before',
  agreed: 'Agreed with the recommendation',
  caseId: 'Case id',
  notRelevant: 'Not relevant',
  origin: 'Packet it came with',
  trace: 'Digest of how it came about',
};
/** What a reader looks for comes first, digests and technical names last. */
const FIRST = ['name', 'decision', 'reason', 'scopes', 'principals', 'until', 'owner', 'round', 'file', 'roles'];
const LAST = [
  'connector',
  'item',
  'person',
  'uid',
  'replaces',
  'batch',
  'campaign',
  'origin',
  'after',
  'trace',
  'sha256',
];
const MOST_LISTED = 100;

const objectSchema = z.record(z.string(), z.unknown());

/** A payload with labels; what is empty is left out. The payload itself is what counts and is shown beside. */
export function factsOf(payload: string): JournalFact[] {
  const parsed = objectSchema.safeParse(JSON.parse(payload));
  return parsed.success ? factsIn(parsed.data, '') : [];
}

function factsIn(fields: Readonly<Record<string, unknown>>, prefix: string): JournalFact[] {
  const inOrder = Object.entries(fields).toSorted(([a], [b]) => placeOf(a) - placeOf(b));
  return inOrder.flatMap(([field, value]): JournalFact[] => {
    const label = prefix === '' ? labelOf(field) : `${prefix}, ${labelOf(field).toLowerCase()}`;
    const nested = objectSchema.safeParse(value);
    if (nested.success && !Array.isArray(value)) return factsIn(nested.data, label);
    const text = textOf(field, value);
    return text === '' ? [] : [{ label, value: text }];
  });
}

/** Fields of one place stay in the order of the payload, which is that of their names. */
function placeOf(field: string): number {
  if (FIRST.includes(field)) return FIRST.indexOf(field);
  return LAST.includes(field) ? FIRST.length + 1 + LAST.indexOf(field) : FIRST.length;
}

function labelOf(field: string): string {
  if (Object.hasOwn(LABELS, field)) return LABELS[field] ?? field;
  const words = field.replaceAll(
    /(?<=[a-z])[A-Z]|[-_]+/g,
    (found) => ` ${found.toLowerCase().replaceAll(/[-_]/g, '')}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return worded(field, value);
  if (!Array.isArray(value)) return '';
  const shown = value
    .slice(0, MOST_LISTED)
    .map((one: unknown) => (typeof one === 'string' ? worded(field, one) : JSON.stringify(one)))
    .join(', ');
  return value.length > MOST_LISTED ? `${shown} and ${value.length - MOST_LISTED} more` : shown;
}

/** The word of the screens for the value of a field; the value itself where there is none. */
export function worded(field: string, value: string): string {
  const words = Object.hasOwn(WORDS, field) ? WORDS[field] : undefined;
  return words !== undefined && Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

/** A type of entry in words: `policy-saved` is "Policy saved". */
export function typeLabel(type: string): string {
  return labelOf(type);
}
