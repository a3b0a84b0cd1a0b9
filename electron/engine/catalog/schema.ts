import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CATALOG_PLATFORMS } from './types.ts';

const tier = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const indexes = z.array(z.int().nonnegative());

/** An array whose rows a plain function checks: the long tables are most of the time it takes to start. */
function rowsOf<T>(isRow: (row: unknown) => row is T) {
  return z.custom<T[]>((value) => Array.isArray(value) && value.every(isRow), 'has a row of the wrong shape');
}

function isIndexes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((index) => Number.isInteger(index) && index >= 0);
}

/** [tier or null where nobody rated it, Microsoft privilege level or 0, needs admin consent, permission id or '', basis words]. */
const kindRow = z.tuple([
  tier.nullable(),
  z.int().min(0).max(5),
  z.union([z.literal(0), z.literal(1)]),
  z.string(),
  z.string(),
]);

const scopeRow = z.strictObject({
  id: z.string().min(1),
  resource: z.string().optional(),
  verb: z.enum(['identity', 'offline', 'read', 'write', 'admin', 'unknown']),
  breadth: z.enum(['own', 'shared', 'selected', 'tenant', 'unknown']),
  limit: z.string().optional(),
  /** R, S, N as read from the platform's list; lower case: assumed. */
  class: z.enum(['R', 'S', 'N', 'r', 's', 'n']).optional(),
  /** Resource-specific consent: granted in one team or chat, never in a tenant's grant list. */
  rsc: z.literal(1).optional(),
  d: kindRow.optional(),
  a: kindRow.optional(),
  inc: indexes.optional(),
  /** SHA-256 of the vendor's file that added the row; absent in files as they are shipped. */
  src: z.string().optional(),
});

/** [delegated any of, delegated least, application any of, application least]; two members: the same for both kinds. */
export type SetRow = [number[], number[]] | [number[], number[], number[], number[]];

function isSetRow(row: unknown): row is SetRow {
  return Array.isArray(row) && (row.length === 2 || row.length === 4) && row.every(isIndexes);
}

/**
 * Graph, Okta: [methods, path, set]. Google, Slack: [HTTP verb, method id, set], then the API name where it is not the
 * first part of the id.
 */
export type OperationRow = [string, string, number] | [string, string, number, string];

function isOperationRow(row: unknown): row is OperationRow {
  if (!Array.isArray(row) || row.length < 3 || row.length > 4) return false;
  const [method, path, set, api = '']: unknown[] = row;
  return typeof method === 'string' && typeof path === 'string' && Number.isInteger(set) && typeof api === 'string';
}

/**
 * GitHub, by scope id: [all of (any of) always, all of (any of) for private repositories, any of for public ones, permission of an
 * app and its level, basis]. Basis: 1 stated by the source, 2 by rule, 0 the source says nothing.
 */
export type GitHubSetRow = [string[][], string[][], string[], [string, 'r' | 'w'] | 0, 0 | 1 | 2];

function isGitHubSetRow(row: unknown): row is GitHubSetRow {
  if (!Array.isArray(row) || row.length !== 5) return false;
  const [always, forPrivate, forPublic, permission, basis]: unknown[] = row;
  return isGroups(always) && isGroups(forPrivate) && isNames(forPublic) && isPermission(permission) && isBasis(basis);
}

function isGroups(value: unknown): boolean {
  return Array.isArray(value) && value.every((group) => isNames(group) && group.length > 0);
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function isPermission(value: unknown): boolean {
  if (value === 0) return true;
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [name, level]: unknown[] = value;
  return typeof name === 'string' && (level === 'r' || level === 'w');
}

function isBasis(value: unknown): boolean {
  return value === 0 || value === 1 || value === 2;
}

/** Salesforce: [`uri` or `event`, pattern of the address or name of the event type, any of]. */
export type AreaRow = ['uri' | 'event', string, number[]];

function isAreaRow(row: unknown): row is AreaRow {
  if (!Array.isArray(row) || row.length !== 3) return false;
  const [kind, pattern, anyOf]: unknown[] = row;
  return (kind === 'uri' || kind === 'event') && typeof pattern === 'string' && isIndexes(anyOf);
}

function isTextRow(row: unknown): row is (string | number)[] {
  return Array.isArray(row) && row.every((cell) => typeof cell === 'string' || typeof cell === 'number');
}

const source = z.strictObject({
  name: z.string(),
  version: z.string(),
  date: z.string(),
  license: z.string(),
  sha256: z.string().optional(),
});

const head = {
  format: z.literal('countersign-catalog/1'),
  part: z.string(),
  version: z.string(),
  asOf: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  sources: z.array(source).min(1),
  notes: z.array(z.string()),
  cols: z.record(z.string(), z.array(z.string())),
};

/** One file of scopes. Indexes point into its own `scopes` and `sets`. */
export const scopeFile = z.strictObject({
  ...head,
  platform: z.enum(CATALOG_PLATFORMS),
  resources: z.array(z.tuple([z.string(), z.string(), z.string()])).optional(),
  scopes: z.array(scopeRow),
  sets: rowsOf(isSetRow).optional(),
  ops: rowsOf(isOperationRow).optional(),
  /** [scope, path, any of these is needed beside it]. */
  also: z.array(z.tuple([z.int(), z.string(), z.array(z.string())])).optional(),
  /** Rows of platforms whose permissions have another shape. */
  tables: z
    .strictObject({
      apis: rowsOf(isTextRow).optional(),
      names: rowsOf(isTextRow).optional(),
      sets: rowsOf(isGitHubSetRow).optional(),
      ops: rowsOf((row) => isOperationRow(row) || isAreaRow(row)).optional(),
    })
    .optional(),
});
export type ScopeFile = z.output<typeof scopeFile>;
export type ScopeRow = z.output<typeof scopeRow>;

const flag = z.union([z.literal(0), z.literal(1)]);

/** Audit events that prove use of a scope where no log of calls exists, and what each kind of log shows. */
export const eventFile = z.strictObject({
  ...head,
  events: z.array(z.tuple([z.enum(CATALOG_PLATFORMS), z.string(), z.string(), z.array(z.string()), z.string()])),
  /**
   * [platform, log, granularity, reads visible, writes visible, retention days, note, name in a sentence, ids of the logs
   * as importers declare them, names of logs in `events` that it holds, `routes` where events name addresses]. A granularity of `event` holds no single calls.
   */
  observability: z.array(
    z.tuple([
      z.enum(CATALOG_PLATFORMS),
      z.string(),
      z.string(),
      flag,
      flag,
      z.int(),
      z.string(),
      z.string(),
      z.array(z.string()),
      z.array(z.string()),
    ]),
  ),
});
export type EventFile = z.output<typeof eventFile>;

/** SHA-256 (hex) of the file's JSON without its `digest` member, members in file order, no white space. */
export function contentDigest(content: Readonly<Record<string, unknown>>): string {
  const { digest: _, ...rest } = content;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}
