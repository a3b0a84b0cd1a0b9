import type Database from 'better-sqlite3';
import type { AlsoRedacted } from '../../../../shared/contract/report.ts';
import type { ChainEntry } from '../../evidence/hash-chain.ts';
import { inspectName } from '../../lib/text.ts';
import type { ReportModel } from '../model.ts';
import type { Personal } from './redactor.ts';

/** Where a case keeps names, ids and addresses of people. */
const PEOPLE = [
  'SELECT name FROM principal',
  'SELECT key FROM principal',
  'SELECT email FROM principal',
  'SELECT manager FROM principal',
  'SELECT extracted_by FROM import',
  'SELECT name FROM person_act UNION SELECT email FROM person_act UNION SELECT manager FROM person_act UNION SELECT person FROM person_act',
  'SELECT decided_by FROM decision UNION SELECT owner FROM decision',
  'SELECT one.value FROM decision, json_each(decision.principals) AS one',
  `SELECT decided_by FROM baseline_item UNION SELECT facts ->> '$.decision.owner' FROM baseline_item`,
  `SELECT one.value ->> '$.name' FROM baseline_item, json_each(facts, '$.owners') AS one`,
  `SELECT one.value ->> '$.id' FROM baseline_item, json_each(facts, '$.owners') AS one`,
  `SELECT one.value ->> '$.name' FROM baseline_bundle, json_each(signers) AS one`,
  `SELECT one.value ->> '$.fingerprint' FROM baseline_bundle, json_each(signers) AS one`,
];
/** Where it keeps what people wrote. */
const TEXTS = [
  'SELECT reason FROM decision',
  'SELECT method FROM import',
  'SELECT purpose FROM owner_fact',
  `SELECT value FROM app_attribute WHERE field IN ('purpose', 'oversight')`,
  'SELECT reason FROM baseline_item',
];

/** Members of journal entries that name people, and those that hold what somebody wrote. */
const PEOPLE_MEMBERS = new Set(['by', 'owner', 'reviewer', 'manager', 'email', 'extractedBy', 'person', 'fingerprint']);
const TEXT_MEMBERS = new Set([
  'reason',
  'reference',
  'purpose',
  'method',
  'text',
  'comment',
  'note',
  'justification',
  'because',
]);

/** Columns of registers that name people. */
const REGISTER_PEOPLE = new Set([
  ...PEOPLE_MEMBERS,
  'requested_by',
  'requestedBy',
  'approved_by',
  'approvedBy',
  'decided_by',
  'decidedBy',
]);

/**
 * Everything in a case that names somebody or was written by somebody: from its tables, and from the members of the journal
 * that hold it. `also` adds what the signer chose besides.
 */
export function personalValues(
  db: Database.Database,
  model: ReportModel,
  journal: readonly ChainEntry[],
  also: readonly AlsoRedacted[],
): Personal[] {
  const registers = texts(db, 'SELECT "values" FROM register_fact').map((text): unknown => JSON.parse(text));
  const people = [
    ...PEOPLE.flatMap((sql) => texts(db, sql)),
    model.details.reviewer,
    ...model.quality.people.map(({ name }) => name),
    ...registers.flatMap((row) => members(row, REGISTER_PEOPLE)),
    ...journal.map(({ actor }) => actor),
    ...journal.flatMap(({ type, payload }) => members(payload, type.startsWith('person') ? WITH_NAME : PEOPLE_MEMBERS)),
  ];
  const written = [
    ...TEXTS.flatMap((sql) => texts(db, sql)),
    ...registers.flatMap((row) => members(row, TEXT_MEMBERS)),
    // Of a text that several decisions give, the part in own words is told apart from the rest.
    ...[model.quality.whole, ...model.quality.people.map(({ statement }) => statement)].flatMap(({ figures }) =>
      figures.repeatedTexts.groups.map(({ text }) => text),
    ),
    ...journal.flatMap(({ payload }) => members(payload, TEXT_MEMBERS)),
    // Stands among the reasons of the conclusion as well.
    ...(model.conclusion.lowered === null ? [] : [model.conclusion.lowered]),
  ];
  return [
    ...people.flatMap(spellings),
    ...written.map((value): Personal => ({ kind: 'text', value })),
    ...also.flatMap((kind) => chosen(model, kind).map((value): Personal => ({ kind, value }))),
  ];
}

const WITH_NAME = new Set([...PEOPLE_MEMBERS, 'name']);

function texts(db: Database.Database, sql: string): string[] {
  return db
    .prepare<[], unknown>(sql)
    .pluck()
    .all()
    .filter((value) => typeof value === 'string');
}

/** A value as it is, as it is shown, and of a mail address that tells a name the part before the @. */
function spellings(value: string): Personal[] {
  const at = value.lastIndexOf('@');
  if (at < 0) return [value, inspectName(value).display].map((name) => ({ kind: 'person', value: name }));
  const local = value.slice(0, at);
  return [
    { kind: 'address', value },
    ...(/[\p{L}\p{N}][._-][\p{L}\p{N}]/u.test(local) ? [{ kind: 'person', value: local } as const] : []),
  ];
}

/** The texts under these members, however deep. */
function members(value: unknown, names: ReadonlySet<string>, isNamed = false): string[] {
  if (typeof value === 'string') return isNamed ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => members(one, names, isNamed));
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => members(member, names, names.has(name)));
}

function chosen({ details, imports, items, ledger }: ReportModel, kind: AlsoRedacted): string[] {
  if (kind === 'client') return [details.client, details.engagement, details.name];
  if (kind === 'tenant') return [...items, ...imports, ...ledger].map(({ tenant }) => tenant);
  return imports.flatMap(({ file, container }) => [file, ...(container === null ? [] : [container.name])]);
}
