import type Database from 'better-sqlite3';
import { z } from 'zod';
import { tierRank, type Grade } from '../../../shared/domain/vocabulary.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { assessScopes } from '../catalog/coverage.ts';
import { reductionOf, withoutCatalogReduction } from '../catalog/reduction.ts';
import { unknownFact } from '../catalog/scope-facts.ts';
import type {
  AssessmentInput,
  Catalog,
  EvidenceWindow,
  LogCoverage,
  ObservedOperation,
  PlatformCatalog,
  ScopeAssessment,
  ScopeFact,
  ScopeUsage,
} from '../catalog/types.ts';
import type { Policy } from '../rules/policy.ts';
import { compare } from './entities.ts';
import { observedOperations } from './observed-operations.ts';
import { itemOperationRows, writeConnectorOperations } from './operations.ts';
import { reductionRows } from './reduction.ts';
import { type StatedWindow, usageStatement } from './statement.ts';
import { isoDay } from './usage.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const textList = z.array(z.string());

export interface ItemRow {
  readonly id: number;
  readonly connector: number;
  readonly tenant: string;
  readonly kind: string;
  readonly platform: string;
}

interface WindowRow {
  readonly log: string;
  readonly label: string;
  readonly grade: Grade;
  readonly from_day: number;
  readonly to_day: number;
  readonly covered_days: number;
  readonly missing_days: string;
  readonly cut_off: string | null;
  /** Hours after which a record may still arrive. */
  readonly latency: number;
}

/** The days usage is judged over: whole UTC days before the day of the export. */
export function neededWindow(asOf: number, policy: Policy): { from: number; to: number } {
  const to = Math.floor(asOf / DAY) * DAY;
  return { from: to - policy.windowDays * DAY, to };
}

/**
 * Assesses every scope of every item against the operations seen, once, and stores what follows: one row per scope, the
 * minimal set with its certificate, and the operations with the scopes that allow each.
 */
export function deriveScopes(db: Database.Database, catalog: Catalog, policy: Policy, asOf: number): void {
  db.exec('DELETE FROM item_scope');
  const rows = bulkInsert(db, 'item_scope', [
    'item',
    'scope',
    'resource',
    'label',
    'tier',
    'is_known',
    'is_passive',
    'basis',
    'status',
    'statement',
    'need',
    'redundant_with',
    'grade',
    'first_time',
    'last_time',
    'count',
    'denied',
    'attempted',
    'people',
    'operations',
    'tier_was',
    'tier_reason',
  ]);
  const update = db.prepare('UPDATE item SET scopes = ?, unrated_scopes = ?, tier = ?, tier_rank = ? WHERE id = ?');
  const items = db
    .prepare<[], ItemRow>(
      'SELECT item.id, connector, tenant, kind, platform FROM item JOIN connector ON connector.id = connector ORDER BY item.id',
    )
    .all();
  const reductions = reductionRows(db);
  const operationRows = itemOperationRows(db);
  for (const item of items) {
    const granted = grantedScopes(db, catalog, item);
    const { windows, operations, input, assessment } = assessItem(db, catalog, policy, asOf, item, granted);
    for (const usage of assessment.scopes) addRow(rows, item, usage, windows);
    reductions.add(
      item.id,
      input === null ? withoutCatalogReduction(assessment) : reductionOf(input, assessment),
      (usage) => statedWindow(logOf(usage, windows)),
    );
    operationRows.add(item.id, operations, input, assessment);
    const tiers = granted.map((scope) => scope.tier);
    const rated = tiers.filter((tier) => tier !== null);
    update.run(
      granted.length,
      tiers.length - rated.length,
      rated.length === 0 ? null : Math.max(...rated),
      tiers.length === 0 ? 0 : Math.max(...tiers.map(tierRank)),
      item.id,
    );
  }
  rows.flush();
  reductions.flush();
  operationRows.flush();
  writeConnectorOperations(db);
}

interface ItemAssessment {
  readonly windows: readonly WindowRow[];
  readonly operations: readonly ObservedOperation[];
  /** null for platforms without a catalog. */
  readonly input: AssessmentInput | null;
  readonly assessment: ScopeAssessment;
}

/** What the evidence says about the scopes of one item. */
function assessItem(
  db: Database.Database,
  catalog: Catalog,
  policy: Policy,
  asOf: number,
  item: ItemRow,
  granted: readonly ScopeFact[],
): ItemAssessment {
  const kind = item.kind === 'application' ? 'application' : 'delegated';
  const windows = db
    .prepare<[string, string], WindowRow>(
      `SELECT log, label, grade, from_day, to_day, covered_days, missing_days, cut_off,
              (SELECT coalesce(max(log_latency_hours), 0) FROM import WHERE import.status = 'complete' AND import.tenant = log_window.tenant AND import.log = log_window.log) AS latency
       FROM log_window WHERE platform = ? AND tenant = ? ORDER BY log`,
    )
    .all(item.platform, item.tenant);
  // What may still arrive is not silence: the window ends where the logs of calls are complete.
  const latency = Math.max(0, ...windows.filter((log) => log.grade === 'Q1').map((log) => log.latency));
  const need = neededWindow(asOf - latency * HOUR, policy);
  const window: EvidenceWindow = { needFrom: need.from, needTo: need.to, logs: windows.map(toCoverage) };
  // In the order of their keys: they are stored in the order of import, which no sentence may depend on.
  const operations = observedOperations(
    db,
    catalog,
    item.connector,
    item.tenant,
    item.platform === 'entra' ? kind : 'any',
  ).toSorted((a, b) => compare(a.key, b.key));
  const platform = catalog.platform(item.platform);
  if (platform === undefined) return { windows, operations, input: null, assessment: withoutCatalog(granted) };
  const input: AssessmentInput = { catalog: platform, kind, granted, operations, window, attributable: true };
  return { windows, operations, input, assessment: assessScopes(input) };
}

/** The distinct scopes of an item's grants, resolved in the catalog, in the order of their ids. */
export function grantedScopes(db: Database.Database, catalog: Catalog, item: ItemRow): ScopeFact[] {
  const kind = item.kind === 'application' ? 'application' : 'delegated';
  const sets = db
    .prepare<[number], { value: string; native_id: string | null; name: string | null; space: string | null }>(
      `SELECT scope_set.value, connector.native_id, connector.name, reference.space
       FROM item_scope_set AS held JOIN scope_set ON scope_set.id = held.scope_set
       LEFT JOIN connector ON connector.id = held.resource LEFT JOIN reference ON reference.id = connector.ref
       WHERE held.item = ?`,
    )
    .all(item.id);
  const platform = catalog.platform(item.platform);
  const found = new Map<string, ScopeFact>();
  for (const { value, ...resource } of sets) {
    for (const text of textList.parse(JSON.parse(value))) {
      const fact = resolveScope(platform, resource, kind, text);
      found.set(fact.id, fact);
    }
  }
  return [...found.values()].toSorted((a, b) => compare(a.id, b.id));
}

interface Resource {
  readonly native_id: string | null;
  readonly name: string | null;
  readonly space: string | null;
}

/**
 * Looks a scope up under its API. Grants name the API by service principal; without the list of service principals that
 * id says nothing, so the API's name is tried, and then whether Microsoft Graph has the scope: marked as an assumption.
 */
function resolveScope(
  platform: PlatformCatalog | undefined,
  resource: Resource,
  kind: 'delegated' | 'application',
  text: string,
): ScopeFact {
  if (platform === undefined)
    return { ...unknownFact(text, text, resource.native_id, kind), label: 'Not in the catalog' };
  if (resource.space !== 'entra/sp') return platform.resolveScope(resource.native_id, kind, text);
  if (resource.name !== null && !resource.name.includes(resource.native_id ?? ''))
    return platform.resolveScope(resource.name, kind, text);
  const assumed = platform.resolveScope(null, kind, text);
  if (!assumed.known) return platform.resolveScope(resource.native_id, kind, text);
  return {
    ...assumed,
    basis: [...assumed.basis, 'api-assumed'],
    label: `${assumed.label} (API not named; assumed to be Microsoft Graph)`,
  };
}

function withoutCatalog(granted: readonly ScopeFact[]): ScopeAssessment {
  const scopes = granted.map((scope): ScopeUsage => ({
    scope,
    status: 'not-observable',
    coveredBy: [],
    gaps: [],
    reason: 'no-mapping',
    explanation: 'This platform has no catalog, so no call can be tied to a scope',
    credited: [],
    alsoAllowed: [],
    succeeded: 0,
    denied: 0,
    attempted: 0,
    first: null,
    last: null,
    people: [],
    unexplainedCalls: 0,
  }));
  return { scopes, uncovered: [], unmatched: [], unattributable: [], containers: [], smallestSet: [], method: 'exact' };
}

function toCoverage(row: WindowRow): LogCoverage {
  return {
    log: row.log,
    from: row.from_day * DAY,
    to: (row.to_day + 1) * DAY - 1,
    coveredDays: row.covered_days,
    missingDays: textList.parse(JSON.parse(row.missing_days)),
    cutOff: row.cut_off,
    grade: row.grade,
  };
}

/** The log that a statement on a scope speaks of: the one it was judged by, else one that holds what was seen. */
function logOf(usage: ScopeUsage, windows: readonly WindowRow[]): WindowRow | undefined {
  if (usage.judgedBy !== undefined) return windows.find((window) => window.log === usage.judgedBy);
  const calls = windows.find((window) => window.grade === 'Q1');
  return usage.isByEvents ? undefined : calls;
}

/** Events prove use as sign-in and token logs do: they are no record of single calls. */
function gradeOf(usage: ScopeUsage, log: WindowRow | undefined): Grade {
  return usage.isByEvents ? 'Q2' : (log?.grade ?? 'Q1');
}

/** The span of the log that a statement on a scope speaks of; null when none was supplied. */
function statedWindow(log: WindowRow | undefined): StatedWindow | null {
  if (log === undefined) return null;
  return {
    from: isoDay(log.from_day),
    to: isoDay(log.to_day),
    days: log.to_day - log.from_day + 1,
    logLabel: log.label,
  };
}

function addRow(
  rows: { add: (...cells: (string | number | null)[]) => void },
  item: ItemRow,
  usage: ScopeUsage,
  windows: readonly WindowRow[],
): void {
  const log = logOf(usage, windows);
  const isJudgedByCalls = usage.status !== 'persistence' && usage.status !== 'not-observable';
  rows.add(
    item.id,
    usage.scope.id,
    usage.scope.resource,
    usage.scope.label,
    usage.scope.tier,
    usage.scope.known ? 1 : 0,
    usage.scope.identity || usage.scope.persistence ? 1 : 0,
    JSON.stringify(usage.scope.basis),
    usage.status,
    usageStatement(usage, statedWindow(log)),
    usage.need === undefined ? null : usage.need === 'redundant' ? 'redundant' : 'needed',
    JSON.stringify(usage.coveredBy),
    isJudgedByCalls ? gradeOf(usage, log) : usage.status === 'persistence' && windows.length > 0 ? 'Q2' : 'Q0',
    usage.first,
    usage.last,
    usage.succeeded,
    usage.denied,
    usage.attempted,
    usage.people.length,
    JSON.stringify([...usage.credited, ...usage.alsoAllowed]),
    usage.scope.override?.was ?? null,
    usage.scope.override?.reason ?? null,
  );
}
