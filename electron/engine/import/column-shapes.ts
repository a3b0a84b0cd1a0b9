import type { MappingField } from '../../../shared/contract/imports.ts';
import type { Platform } from '../../../shared/domain/vocabulary.ts';
import { parseTime } from '../reading/time.ts';
import { answerOf, countOf } from './mapping-cells.ts';

interface Shape {
  readonly id: string;
  /** In words, for the reason of a guess. */
  readonly what: string;
  readonly test: (value: string) => boolean;
}

const SCOPE =
  /https:\/\/(?:www\.googleapis\.com\/auth\/|mail\.google\.com|graph\.microsoft\.com\/)|\b(?:offline_access|openid)\b|\b[A-Z]\w+\.(?:Read|ReadWrite|Send|Manage|FullControl|AccessAsUser)\b|\b[\w-]+[:.](?:read|write|admin|manage|history|readonly)\b|^(?:repo|gist|full|web|refresh_token|read:\w+|admin:\w+)(?:[\s,;]|$)/;

const SHAPES: readonly Shape[] = [
  { id: 'mail', what: 'e-mail addresses', test: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) },
  {
    id: 'ip',
    what: 'IP addresses',
    test: (value) =>
      /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(value) ||
      /^(?=.*:.*:)\[?[0-9a-f]*:[0-9a-f:]+\]?(?::\d+)?$/i.test(value),
  },
  { id: 'scope', what: 'scopes', test: (value) => SCOPE.test(value) },
  {
    id: 'id',
    what: 'application ids',
    test: (value) =>
      /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(value) ||
      value.endsWith('.apps.googleusercontent.com') ||
      /^(?:0oa|0H4|3MVG9)[\w.]{8,}$/.test(value),
  },
  { id: 'time', what: 'times', test: (value) => /\d/.test(value) && !/^\d{1,8}$/.test(value) && isTime(value) },
  { id: 'count', what: 'numbers', test: (value) => countOf(value) !== null },
  { id: 'answer', what: 'yes or no', test: (value) => answerOf(value) !== '' && !/^[01]$/.test(value) },
  {
    id: 'result',
    what: 'results',
    test: (value) =>
      /^(?:success\w*|failure|failed|denied|blocked|allowed|[1-5]\d\d|erfolg\w*|éxito|succès)$/i.test(value),
  },
];

function isTime(value: string): boolean {
  return parseTime(value, 'day-first') !== null || parseTime(value, 'month-first') !== null;
}

/** Which shapes bear a field out, which alone make one likely, and which say that it is another. */
const SUPPORT: Partial<Record<MappingField, readonly string[]>> = {
  connector: ['id'],
  principal: ['mail'],
  scopes: ['scope'],
  ip: ['ip'],
  result: ['result', 'answer'],
  users: ['count'],
  verified: ['answer'],
  consentType: ['answer'],
  grantedAt: ['time'],
  expiresAt: ['time'],
  lastUsedAt: ['time'],
  time: ['time'],
};
/** These fields have values of their shape only. */
const STRICT: ReadonlySet<MappingField> = new Set(['users', 'ip', 'grantedAt', 'expiresAt', 'lastUsedAt', 'time']);
const AGAINST: Partial<Record<MappingField, readonly string[]>> = {
  connectorName: ['mail', 'id', 'time', 'ip', 'scope', 'answer'],
  publisher: ['answer', 'time', 'mail', 'id'],
  principal: ['time', 'count', 'answer', 'ip', 'scope'],
  connector: ['mail', 'time', 'answer', 'scope'],
  scopes: ['mail', 'time', 'count', 'answer', 'ip'],
  consentType: ['time', 'mail', 'scope'],
  verified: ['time', 'mail', 'scope'],
  event: ['time', 'mail', 'id', 'ip'],
  operation: ['time', 'mail'],
};
const ALONE: Readonly<Record<string, MappingField>> = {
  mail: 'principal',
  ip: 'ip',
  scope: 'scopes',
  id: 'connector',
  time: 'time',
};

export interface ShapeJudgement {
  /** What the values are, in words, when they bear the field out. */
  readonly supports: string | null;
  readonly contradicts: string | null;
}

/** What nearly all values of a column are. */
export interface ColumnShape {
  readonly ids: ReadonlySet<string>;
  readonly isEmpty: boolean;
}

const NEARLY_ALL = 0.8;

export function shapeOf(values: readonly string[]): ColumnShape {
  const ids = SHAPES.filter(
    ({ test }) => values.length > 0 && values.filter((value) => test(value)).length >= values.length * NEARLY_ALL,
  ).map(({ id }) => id);
  return { ids: new Set(ids), isEmpty: values.length === 0 };
}

/** Whether the values of a column are what a field holds. */
export function judgeShape(field: MappingField, shape: ColumnShape): ShapeJudgement {
  const word = (id: string | undefined): string | null => SHAPES.find((one) => one.id === id)?.what ?? null;
  const supports = word(SUPPORT[field]?.find((id) => shape.ids.has(id)));
  if (supports !== null || shape.isEmpty) return { supports, contradicts: null };
  const against = word(AGAINST[field]?.find((id) => shape.ids.has(id)));
  return { supports: null, contradicts: against ?? (STRICT.has(field) ? 'something else' : null) };
}

/** The field that values of this shape are likely to fill whatever the column is called, and what they are. */
export function fieldOfShape(shape: ColumnShape): { readonly field: MappingField; readonly what: string } | null {
  for (const { id, what } of SHAPES) {
    const field = Object.hasOwn(ALONE, id) ? ALONE[id] : undefined;
    if (field !== undefined && shape.ids.has(id)) return { field, what };
  }
  return null;
}

const PLATFORM_SIGNS: readonly (readonly [Platform, RegExp])[] = [
  ['google', /googleapis\.com\/auth\/|mail\.google\.com|\.apps\.googleusercontent\.com/],
  [
    'entra',
    /graph\.microsoft\.com|\b(?:Mail|Files|Calendars|User|Directory|Sites|Contacts|Group|Chat|Notes|Tasks)\.(?:Read|ReadWrite|Send|Selected)\b|\boffline_access\b/,
  ],
  [
    'salesforce',
    /\b(?:3MVG9|0H4|888)[\w.]{10,}|\brefresh_token\b.*\b(?:api|web|full)\b|\b(?:api|web|full)\b.*\brefresh_token\b/,
  ],
  ['okta', /\b0oa[A-Za-z0-9]{17}\b|\bokta\.[a-z]+\.(?:read|manage)\b/],
  ['slack', /\b(?:channels|chat|groups|im|mpim|users|files|team):(?:read|write|history)\b/],
  [
    'github',
    /\b(?:read|write|admin):(?:org|repo_hook|public_key|packages|user)\b|(?:^|[\s,;])(?:repo|gist|workflow)(?:[\s,;]|$)/,
  ],
];

/** The platform whose ids and scopes the values are; `other` when none or several could be meant. */
export function platformOfValues(values: readonly string[]): Platform {
  const found = PLATFORM_SIGNS.map(([platform, sign]) => ({
    platform,
    count: values.filter((value) => sign.test(value)).length,
  }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  const [first, second] = found;
  return first === undefined || (second !== undefined && second.count * 2 > first.count) ? 'other' : first.platform;
}
