import type Database from 'better-sqlite3';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { ruleById } from '../../../electron/engine/rules/index.ts';
import { DEFAULT_POLICY, type Policy } from '../../../electron/engine/rules/policy.ts';
import { ruleContext, type Verdict } from '../../../electron/engine/rules/rule.ts';

const catalog = loadCatalog(new URL('../../../resources/catalog', import.meta.url).pathname);

/** As-of time of every case here. */
export const AS_OF = Date.parse('2026-10-01T06:00:00Z');

const DAY = 86_400_000;
export type Cell = string | number | null;
export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

/** What a row needs beside the cells a case is about. `id` stands for the id of the row itself. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, Cell>>>> = {
  connector: {
    key: 'connector-{id}',
    platform: 'entra',
    ref: '{id}',
    native_id: 'app-{id}',
    name: 'App {id}',
    names: '[]',
    in_population: 1,
    is_resource_only: 0,
  },
  item: {
    key: 'item-{id}',
    tenant: 'tenant',
    kind: 'delegated-user',
    grants: 1,
    people: 5,
    tier: 3,
    tier_rank: 3,
    as_of: '2026-10-01T06:00:00Z',
  },
  item_scope: {
    label: '',
    tier: 3,
    is_known: 1,
    is_passive: 0,
    basis: '[]',
    statement: '',
    redundant_with: '[]',
    grade: 'Q1',
    count: 0,
    denied: 0,
    attempted: 0,
    people: 0,
    operations: '[]',
  },
  principal: { key: 'person-{id}', in_register: 0 },
  owner: { role: 'business' },
  usage_pair: { tenant: 'tenant', operation: 1, principal: 0, class: 0, count: 1 },
  usage: { import_id: 1, principal: 0, operation: 1, class: 0, count: 1, bytes: 0 },
  event: { import_id: 1, kind: 0, principal: 0, operation: 1, result: 0, key_high: 0, key_low: 0 },
  lifecycle: {
    tenant: 'tenant',
    kind: 'consent',
    principal: 0,
    actor: 0,
    result: 0,
    is_tenant_wide: 0,
    detail: '',
    import_id: 1,
    line: 1,
    sources: 1,
  },
  log_window: { platform: 'entra', tenant: 'tenant', as_of: '2026-10-01T06:00:00Z', missing_days: '[]' },
  consent_grant: { principal: 1, resource: 0, scope_set: 0, sources: 1, import_id: 1, line: 1 },
  import: {
    status: 'complete',
    sha256: '{id}',
    file_name: 'file-{id}',
    bytes: 1,
    encoding: 'utf-8',
    format: 'entra.audit',
    format_label: '',
    platform: 'entra',
    log: 'entra.audit',
    system: '',
    tenant: 'tenant',
    as_of: '2026-10-01T06:00:00Z',
    extracted_by: '',
    method: '',
    has_copy: 0,
    imported_at: 0,
    first_event: 1,
    first_lifecycle: 1,
    first_grant: 1,
    first_reference: 1,
  },
};

const DAY_COLUMNS = new Set(['from_day', 'to_day', 'day']);
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A migrated, empty case file in a folder of its own. */
export function openCase(rows: Rows): Database.Database {
  const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'rules-')), 'case.countersign'), { create: true });
  insertRows(db, rows);
  return db;
}

/** Inserts rows told by their telling cells; times are ISO texts, days are dates. */
export function insertRows(db: Database.Database, rows: Rows): void {
  for (const [table, list] of Object.entries(rows)) {
    for (const row of list) {
      const cells = Object.entries({ ...DEFAULTS[table], ...row, ...coveredDays(table, row) }).map(
        ([column, value]) => [column, toCell(column, value, row)] as const,
      );
      const names = cells.map(([column]) => column).join(', ');
      const marks = cells.map(() => '?').join(', ');
      db.prepare(`INSERT INTO ${table} (${names}) VALUES (${marks})`).run(...cells.map(([, value]) => value));
    }
  }
}

function coveredDays(table: string, row: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> {
  if (table !== 'log_window' || 'covered_days' in row) return {};
  const days = Date.parse(String(row['to_day'])) - Date.parse(String(row['from_day']));
  const missing: unknown = JSON.parse(String(row['missing_days'] ?? '[]'));
  return { covered_days: days / DAY + 1 - (Array.isArray(missing) ? missing.length : 0) };
}

function toCell(column: string, value: Cell, row: Readonly<Record<string, Cell>>): Cell {
  if (typeof value !== 'string') return value;
  if (DAY_COLUMNS.has(column)) return Date.parse(value) / DAY;
  if (TIME.test(value)) return Date.parse(value);
  const text = value.replaceAll('{id}', String(row['id'] ?? ''));
  return column === 'ref' ? Number(text) : text;
}

/** Runs one rule over a case. */
export function verdictsOf(db: Database.Database, rule: string, policy: Partial<Policy> = {}): Verdict[] {
  const found = ruleById(rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return [...found.evaluate(ruleContext(db, catalog, { ...DEFAULT_POLICY, ...policy }, AS_OF))];
}
