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

/** [tier, Microsoft privilege level or 0, needs admin consent, permission id or '', basis words]. */
const kindRow = z.tuple([tier, z.int().min(0).max(5), z.union([z.literal(0), z.literal(1)]), z.string(), z.string()]);

const scopeRow = z.strictObject({
  id: z.string().min(1),
  resource: z.string().optional(),
  verb: z.enum(['identity', 'offline', 'read', 'write', 'admin']),
  breadth: z.enum(['own', 'shared', 'selected', 'tenant', 'unknown']),
  limit: z.string().optional(),
  /** R, S, N as read from the platform's list; lower case: assumed. */
  class: z.enum(['R', 'S', 'N', 'r', 's', 'n']).optional(),
  /** Resource-specific consent: granted in one team or chat, never in a tenant's grant list. */
  rsc: z.literal(1).optional(),
  d: kindRow.optional(),
  a: kindRow.optional(),
  inc: indexes.optional(),
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

function isRow(row: unknown): row is unknown[] {
  return Array.isArray(row);
}

const source = z.strictObject({ name: z.string(), version: z.string(), date: z.string(), license: z.string() });

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
  /** Facts about platforms whose calls are not matched, in the shape `cols` says. */
  tables: z.record(z.string(), rowsOf(isRow)).optional(),
});
export type ScopeFile = z.output<typeof scopeFile>;
export type ScopeRow = z.output<typeof scopeRow>;

/** Audit events that prove use of a scope where no log of calls exists, and what each kind of log shows. */
export const eventFile = z.strictObject({
  ...head,
  events: z.array(z.tuple([z.enum(CATALOG_PLATFORMS), z.string(), z.string(), z.array(z.string()), z.string()])),
  observability: z.array(
    z.tuple([z.enum(CATALOG_PLATFORMS), z.string(), z.string(), z.int(), z.int(), z.int(), z.string()]),
  ),
});
export type EventFile = z.output<typeof eventFile>;

/** SHA-256 (hex) of the file's JSON without its `digest` member, members in file order, no white space. */
export function contentDigest(content: Readonly<Record<string, unknown>>): string {
  const { digest: _, ...rest } = content;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}
