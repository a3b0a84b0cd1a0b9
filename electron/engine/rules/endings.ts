import type Database from 'better-sqlite3';
import { z } from 'zod';
import { withinOneEdit } from '../lib/edit-distance.ts';
import { createNearTexts } from '../lib/near-texts.ts';
import { inspectName } from '../lib/text.ts';
import { type Decided, decisionText, readDecisions } from './baseline.ts';
import type { RuleItem } from './items.ts';
import { readPeople } from './people.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { timeText } from './wording.ts';

/** The end of a consent: a revocation in a log, or the decision to revoke. Times are UTC milliseconds. */
export interface Ending {
  /** First and last moment at which it may have been. */
  readonly from: number;
  readonly until: number;
  /** People whose consent ended; null: everybody's. */
  readonly principals: readonly number[] | null;
  /** As the source writes them; empty: all, or not stated. */
  readonly scopes: readonly string[];
  /** What happened to which app: `the consent of … was taken back on …`. */
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
}

const textList = z.array(z.string());

/** Scopes of an act as stored in the dictionary; none where the record states none. */
export function scopeTexts(value: string | null): readonly string[] {
  return value === null ? [] : textList.parse(JSON.parse(value));
}

/**
 * Endings of an item's own app, and of apps of the same publisher and platform whose names look alike, in the same tenant.
 */
export function createEndings(context: RuleContext): (item: RuleItem) => readonly Ending[] {
  const decisions = context.read(readDecisions);
  const logged = readLogged(context);
  const twins = readTwins(context);
  const identify = context.read(readPeople).identify;
  const decided = (rows: readonly Decided[], name: string): readonly Ending[] =>
    rows.flatMap((row) =>
      row.decision === 'revoke' && row.at !== null && row.since !== null
        ? [
            {
              from: row.at,
              until: row.since,
              principals: row.principals.length === 0 ? null : row.principals.flatMap((text) => identify(text) ?? []),
              scopes: [],
              text: `it was decided to revoke ${name}, ${decisionText(row)}`,
              evidence: row.evidence,
            },
          ]
        : [],
    );
  return (item) => {
    const apps = [{ connector: item.connector, name: item.name }, ...(twins.get(item.connector) ?? [])];
    return apps
      .flatMap(({ connector, name }) => [
        ...(logged.get(`${connector} ${item.tenant}`) ?? []).map((ending) => ({
          from: ending.from,
          until: ending.until,
          principals: ending.principals,
          scopes: ending.scopes,
          text: ending.textOf(name),
          evidence: ending.evidence,
        })),
        ...decided(
          connector === item.connector ? decisions.all(item) : decisions.ofConnector(connector, item.tenant),
          name,
        ),
      ])
      .toSorted((a, b) => a.until - b.until);
  };
}

interface Logged extends Omit<Ending, 'text'> {
  readonly textOf: (app: string) => string;
}

/** Revocations in the logs, by connector and tenant. */
function readLogged(context: RuleContext): ReadonlyMap<string, readonly Logged[]> {
  const { person } = context.read(readPeople);
  const rows = context.db
    .prepare<
      [],
      {
        connector: number;
        tenant: string;
        time: number;
        kind: string;
        principal: number;
        scopes: string | null;
        import_id: number;
        line: number;
      }
    >(
      `SELECT l.connector, l.tenant, l.time, l.kind, iif(l.is_tenant_wide OR l.kind = 'uninstall', 0, l.principal) AS principal,
              scope_set.value AS scopes, l.import_id, l.line
       FROM v_lifecycle AS l LEFT JOIN scope_set ON scope_set.id = l.scope_set
       WHERE l.kind IN ('revoke', 'uninstall') AND l.result = 0
         -- A revocation that names nobody and is not for everybody ends nothing that can be named.
         AND (l.is_tenant_wide OR l.kind = 'uninstall' OR l.principal <> 0)
       ORDER BY l.connector, l.time, l.principal, l.line`,
    )
    .all();
  const endings = rows.map((row) => ({
    place: `${row.connector} ${row.tenant}`,
    from: row.time,
    until: row.time,
    principals: row.principal === 0 ? null : [row.principal],
    scopes: scopeTexts(row.scopes),
    textOf: (app: string) =>
      row.kind === 'uninstall'
        ? `${app} was removed on ${timeText(row.time)}`
        : `the consent of ${row.principal === 0 ? 'the tenant' : (person(row.principal)?.name ?? 'a person')} to ${app} was taken back on ${timeText(row.time)}`,
    evidence: [{ importId: row.import_id, line: row.line, note: `revocation, ${timeText(row.time)}` }],
  }));
  return Map.groupBy(endings, (ending) => ending.place);
}

interface App {
  readonly connector: number;
  readonly name: string;
}

/** By connector: others of its publisher and platform whose names look like its own. */
function readTwins({ db, policy }: RuleContext): ReadonlyMap<number, readonly App[]> {
  const rows = connectorRows(db).map((row) => ({ ...row, skeleton: inspectName(row.name).skeleton }));
  const twins = new Map<number, readonly App[]>();
  for (const family of Map.groupBy(rows, (row) => `${row.platform} ${row.publisher.toLowerCase()}`).values()) {
    const near = createNearTexts(family.map(({ skeleton }) => skeleton));
    for (const app of family) {
      const alike = near(app.skeleton)
        .flatMap((place) => family[place] ?? [])
        .filter(
          (other) =>
            other.connector !== app.connector &&
            (other.skeleton === app.skeleton ||
              (Math.min(other.skeleton.length, app.skeleton.length) >= policy.lookalikeLength &&
                withinOneEdit(other.skeleton, app.skeleton))),
        );
      if (alike.length > 0) twins.set(app.connector, alike);
    }
  }
  return twins;
}

function connectorRows(
  db: Database.Database,
): readonly (App & { readonly platform: string; readonly publisher: string })[] {
  return db
    .prepare<[], App & { platform: string; publisher: string }>(
      `SELECT id AS connector, name, platform, publisher
       FROM connector
       WHERE is_resource_only = 0 AND publisher IS NOT NULL AND trim(publisher) <> ''
       ORDER BY id`,
    )
    .all();
}
