import type Database from 'better-sqlite3';
import {
  gradeSchema,
  grantKindSchema,
  platformSchema,
  tierSchema,
  usageStatusSchema,
} from '../../../shared/domain/vocabulary.ts';
import { isOwnerStated, registers } from '../db/queries/connector.ts';
import { iso } from '../db/queries/imports.ts';
import { isoDay } from '../derive/usage.ts';
import type { BusinessOwner, ItemFacts, LogCalls } from './facts.ts';

/** A review item of this case in the terms in which reports are compared. */
export interface CurrentItem extends ItemFacts {
  /** Row ids. */
  readonly item: number;
  readonly connectorRow: number;
  /** UTC milliseconds: as-of time of the newest file that shows a grant of it. */
  readonly shownAsOf: number;
}

interface ItemRow {
  readonly item: number;
  readonly key: string;
  readonly connector: number;
  readonly connector_key: string;
  readonly name: string;
  readonly publisher: string | null;
  readonly platform: string;
  readonly tenant: string;
  readonly kind: string;
  readonly tier: number | null;
  readonly grants: number;
  readonly people: number;
  readonly last_use: number | null;
  readonly last_use_grade: string;
  readonly as_of: number;
}

/** Every review item in the order of its key, in one pass over each derived table. */
export function readCurrentItems(db: Database.Database): readonly CurrentItem[] {
  const ids = grouped<{ of: number; id: string }>(
    db,
    `SELECT entity.id AS "of", space || ':' || value AS id FROM entity JOIN reference ON reference.id = entity.ref
     WHERE space <> 'principal' ORDER BY 1, 2`,
  );
  const scopes = grouped<{ of: number; scope: string; tier: number | null; status: string }>(
    db,
    'SELECT item AS "of", scope, tier, status FROM item_scope ORDER BY item, scope',
  );
  const findings = readFindings(db);
  const owners = readOwners(db);
  const calls = createCalls(db);
  return db
    .prepare<[], ItemRow>(
      `SELECT item.id AS item, item.key, item.connector, connector.key AS connector_key, connector.name, connector.publisher,
              connector.platform, item.tenant, item.kind, item.tier, item.grants, item.people,
              item.last_use, item.last_use_grade, item.as_of
       FROM item JOIN connector ON connector.id = item.connector ORDER BY item.key`,
    )
    .all()
    .map((row) => ({
      item: row.item,
      connectorRow: row.connector,
      shownAsOf: row.as_of,
      key: row.key,
      connector: row.connector_key,
      ids: (ids.get(row.connector) ?? []).map(({ id }) => id),
      name: row.name,
      publisher: row.publisher,
      platform: platformSchema.parse(row.platform),
      tenant: row.tenant,
      kind: grantKindSchema.parse(row.kind),
      tier: tierSchema.parse(row.tier),
      grants: row.grants,
      people: row.people,
      lastUse: { at: iso(row.last_use), grade: gradeSchema.parse(row.last_use_grade) },
      owners: owners(row.connector),
      scopes: (scopes.get(row.item) ?? []).map(({ scope, tier, status }) => ({
        scope,
        tier: tierSchema.parse(tier),
        status: usageStatusSchema.parse(status),
      })),
      ...findings(row.connector, row.item),
      calls: calls(row),
    }));
}

function grouped<Row extends { readonly of: number }>(db: Database.Database, sql: string): Map<number, Row[]> {
  return Map.groupBy(db.prepare<[], Row>(sql).all(), (row) => row.of);
}

type Findings = Pick<ItemFacts, 'findings' | 'suppressed' | 'undeterminable'>;

/** Rules by outcome: what is found on a connector as a whole counts for each of its items. */
function readFindings(db: Database.Database): (connector: number, item: number) => Findings {
  const rows = grouped<{ of: number; item: number | null; rule: string; standing: keyof Findings }>(
    db,
    `SELECT DISTINCT connector AS "of", item, rule,
            CASE WHEN outcome = 'undeterminable' THEN 'undeterminable' WHEN suppression IS NULL THEN 'findings' ELSE 'suppressed' END AS standing
     FROM finding WHERE outcome IN ('finding', 'undeterminable') ORDER BY connector, rule`,
  );
  return (connector, item) => {
    const own = (rows.get(connector) ?? []).filter((row) => row.item === null || row.item === item);
    const rules = (standing: keyof Findings): string[] => [
      ...new Set(own.filter((row) => row.standing === standing).map(({ rule }) => rule)),
    ];
    return {
      findings: rules('findings'),
      suppressed: rules('suppressed'),
      undeterminable: rules('undeterminable'),
    };
  };
}

/** Business owners of record; null where no register says who owns what. Owners that a decision names are not of record. */
function readOwners(db: Database.Database): (connector: number) => BusinessOwner[] | null {
  const { registered, ownerFiles } = registers(db);
  const rows = grouped<{
    of: number;
    key: string;
    name: string | null;
    email: string | null;
    status: string | null;
    in_register: number;
  }>(
    db,
    `SELECT owner.connector AS "of", key, name, email, status, in_register FROM owner JOIN principal ON principal.id = owner.principal
     WHERE role = 'business' ORDER BY owner.connector, key`,
  );
  return (connector) =>
    registered && (ownerFiles || isOwnerStated(db, connector))
      ? (rows.get(connector) ?? []).map(({ key, name, email, status, in_register: inRegister }) => ({
          id: email ?? key,
          name: name ?? email ?? key,
          status: status ?? (inRegister === 1 ? 'active' : 'not in the register of people'),
        }))
      : null;
}

/**
 * Calls by operation log. Every operation log of the tenant stands there, with no call too: that it was there and showed
 * none is what tells nothing seen from not looked at. In Entra calls without a person belong to application permissions.
 */
function createCalls(db: Database.Database): (row: ItemRow) => LogCalls[] {
  const windows = Map.groupBy(
    db
      .prepare<
        [],
        {
          platform: string;
          tenant: string;
          log: string;
          label: string;
          from_day: number;
          to_day: number;
          covered_days: number;
          cut_off: string | null;
        }
      >(
        `SELECT platform, tenant, log, label, from_day, to_day, covered_days, cut_off FROM log_window WHERE grade = 'Q1'
         ORDER BY platform, tenant, log`,
      )
      .all(),
    ({ platform, tenant }) => `${platform} ${tenant}`,
  );
  const used = Map.groupBy(
    db
      .prepare<[], { connector: number; tenant: string; log: string; is_app: number; calls: number }>(
        'SELECT connector, tenant, log, is_app, calls FROM log_use ORDER BY connector, tenant, log, is_app',
      )
      .all(),
    ({ connector, tenant, log }) => `${connector} ${log} ${tenant}`,
  );
  return (row) =>
    (windows.get(`${row.platform} ${row.tenant}`) ?? []).map((window) => ({
      log: window.log,
      label: window.label,
      calls: (used.get(`${row.connector} ${window.log} ${row.tenant}`) ?? [])
        .filter(({ is_app }) => row.platform !== 'entra' || (row.kind === 'application') === (is_app === 1))
        .reduce((sum, { calls }) => sum + calls, 0),
      from: isoDay(window.from_day),
      to: isoDay(window.to_day),
      coveredDays: window.covered_days,
      totalDays: window.to_day - window.from_day + 1,
      isCut: window.cut_off !== null,
    }));
}
