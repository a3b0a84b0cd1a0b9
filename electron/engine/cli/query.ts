import type Database from 'better-sqlite3';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { RESULTS } from '../../../shared/domain/vocabulary.ts';
import { iso } from '../db/queries/imports.ts';
import { inventoryPage } from '../db/queries/inventory.ts';
import { listFindings, ruleTotals } from '../db/queries/findings.ts';
import { journalPage } from '../db/queries/journal.ts';
import { decisionInForce, queuePage } from '../db/queries/review.ts';
import { listSuppressions } from '../db/queries/suppressions.ts';
import { itemScopes } from '../db/queries/usage.ts';
import { UNSTATED_OPERATION } from '../derive/observed-operations.ts';
import { AppError } from '../lib/errors.ts';
import { WHOLE_CASE } from '../review/viewer.ts';
import { type Command, openToRead, printJson, printJsonList, required, withEngine } from './command.ts';
import { WORKSPACE_OPTIONS } from './key-choice.ts';

const PAGE = 500;
const textList = z.array(z.string());

/** Everything a page at a time gives, in one list. */
function allPages<T>(page: (offset: number) => { total: number; rows: T[] }): T[] {
  const rows: T[] = [];
  for (;;) {
    const next = page(rows.length);
    rows.push(...next.rows);
    if (next.rows.length === 0 || rows.length >= next.total) return rows;
  }
}

const queries: Readonly<Record<string, (db: Database.Database) => unknown>> = {
  connectors: (db) =>
    allPages((offset) => inventoryPage(db, {}, WHOLE_CASE, { by: 'risk', descending: true }, offset, PAGE)),
  items: (db) => {
    const ids = new Map(db.prepare<[], [string, number]>('SELECT key, id FROM item').raw().all());
    return allPages((offset) => queuePage(db, { state: 'all' }, WHOLE_CASE, offset, PAGE)).map((row) => ({
      ...row,
      scopes: itemScopes(db, ids.get(row.itemId) ?? 0),
    }));
  },
  grants: (db) =>
    db
      .prepare<
        [],
        {
          connector: string;
          name: string;
          tenant: string;
          kind: string;
          principal: string | null;
          resource: string | null;
          scopes: string;
          granted_at: number | null;
          granted_basis: string | null;
          last_used_at: number | null;
          itemId: string;
        }
      >(
        `SELECT connector.key AS connector, connector.name, item.tenant, item.kind, p.key AS principal, r.native_id AS resource, scope_set.value AS scopes, granted_at, granted_basis, last_used_at, item.key AS itemId
         FROM consent_grant g JOIN item ON item.id = g.item JOIN connector ON connector.id = g.connector JOIN scope_set ON scope_set.id = g.scope_set
         LEFT JOIN principal p ON p.id = g.principal LEFT JOIN connector r ON r.id = g.resource ORDER BY g.connector, g.principal, g.item, g.resource`,
      )
      .all()
      .map(({ scopes, granted_at, granted_basis, last_used_at, ...row }) => ({
        ...row,
        scopes: textList.parse(JSON.parse(scopes)),
        grantedAt: iso(granted_at),
        grantedBasis: granted_basis,
        lastUsedAt: iso(last_used_at),
      })),
  events: allEvents,
  usage: (db) =>
    db
      .prepare<
        [],
        {
          connector: string;
          tenant: string;
          operation: string;
          match: string;
          kind: number;
          result: number;
          people: number;
          count: number;
          first: number;
          last: number;
        }
      >(
        `SELECT connector.key AS connector, u.tenant, coalesce(operation.key, '${UNSTATED_OPERATION}') AS operation, coalesce(operation.quality, 'none') AS match, u.class / 4 AS kind, u.class % 4 AS result, count(DISTINCT nullif(u.principal, 0)) AS people, sum(count) AS count, min(first_time) AS first, max(last_time) AS last
         FROM usage_pair u JOIN connector ON connector.id = u.connector LEFT JOIN operation ON operation.id = u.operation
         GROUP BY u.connector, u.tenant, u.operation, u.class ORDER BY connector.key, operation.key, u.class`,
      )
      .all()
      .map(({ kind, result, first, last, ...row }) => ({
        ...row,
        kind: ['use', 'issue', 'refresh'][kind] ?? 'use',
        result: RESULTS[result] ?? 'attempted',
        first: iso(first),
        last: iso(last),
      })),
  decisions: (db) =>
    db
      .prepare<[], { id: number; key: string; connector: string; tenant: string; kind: string }>(
        'SELECT item.id, item.key, connector.key AS connector, item.tenant, item.kind FROM item JOIN connector ON connector.id = item.connector ORDER BY item.key',
      )
      .all()
      .flatMap(({ id, key, ...row }) => {
        const decision = decisionInForce(db, id);
        return decision === null ? [] : [{ itemId: key, ...row, ...decision }];
      }),
  findings: (db) => ({
    findings: listFindings(db),
    byRule: ruleTotals(db),
    suppressions: listSuppressions(db),
  }),
  journal: (db) => allPages((offset) => journalPage(db, {}, offset, PAGE)),
};

interface LifecycleRow {
  readonly connector: string;
  readonly tenant: string;
  readonly time: number;
  readonly kind: string;
  readonly principal: string | null;
  readonly actor: string | null;
  readonly result: number;
  readonly scopes: string | null;
  readonly detail: string;
  readonly ip: string | null;
  readonly file: string;
  readonly line: number;
  readonly sources: number;
}

interface UseRow {
  readonly connector: string;
  readonly tenant: string;
  readonly time: number;
  readonly kind: number;
  readonly principal: string | null;
  readonly operation: string | null;
  readonly result: number;
  readonly ip: string | null;
  readonly file: string;
  readonly line: number;
}

/** Consents, revocations and the like in time order, then every call in file order, one after the other. */
function* allEvents(db: Database.Database): Generator<unknown> {
  const lifecycle = db.prepare<[], LifecycleRow>(
    `SELECT connector.key AS connector, l.tenant, l.time, l.kind, p.key AS principal, a.key AS actor, l.result, scope_set.value AS scopes, l.detail, text.value AS ip, import.file_name AS file, l.line, l.sources
     FROM lifecycle l JOIN connector ON connector.id = l.connector JOIN import ON import.id = l.import_id
     LEFT JOIN principal p ON p.id = l.principal LEFT JOIN principal a ON a.id = l.actor LEFT JOIN scope_set ON scope_set.id = l.scope_set LEFT JOIN text ON text.id = l.ip ORDER BY l.time, l.id`,
  );
  for (const { time, result, scopes, ...row } of lifecycle.iterate()) {
    yield {
      at: iso(time),
      ...row,
      operation: null,
      result: RESULTS[result] ?? 'attempted',
      scopes: scopes === null ? [] : textList.parse(JSON.parse(scopes)),
    };
  }
  const uses = db.prepare<[], UseRow>(
    `SELECT connector.key AS connector, import.tenant, e.time, e.kind, p.key AS principal, operation.key AS operation, e.result, text.value AS ip, import.file_name AS file, e.line
     FROM event e JOIN import ON import.id = e.import_id AND import.status = 'complete'
     JOIN entity c ON c.ref = e.client JOIN connector ON connector.id = c.id
     LEFT JOIN entity pe ON pe.ref = e.principal LEFT JOIN principal p ON p.id = pe.id
     LEFT JOIN operation ON operation.id = e.operation LEFT JOIN text ON text.id = e.ip ORDER BY e.id`,
  );
  for (const { time, result, kind, ...row } of uses.iterate()) {
    yield {
      at: iso(time),
      ...row,
      kind: EVENT_KINDS[kind] ?? 'use',
      actor: null,
      result: RESULTS[result] ?? 'attempted',
      scopes: [],
      detail: '',
      sources: 1,
    };
  }
}

const EVENT_KINDS = ['use', 'issue', 'refresh'] as const;

export const queryCommand: Command = {
  usage: `query ${Object.keys(queries).join('|')} --workspace W [--json]`,
  summary: 'Prints what the case holds, as JSON.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...WORKSPACE_OPTIONS, json: { type: 'boolean' } },
    });
    const query = Object.hasOwn(queries, positionals[0] ?? '') ? queries[positionals[0] ?? ''] : undefined;
    if (query === undefined)
      throw new AppError('invalid-request', `Ask for one of ${Object.keys(queries).join(', ')}.`);
    const workspace = required(values.workspace, 'workspace');
    return withEngine(async (engine) => {
      await openToRead(engine, workspace, values['case-passphrase-file']);
      const answer = query(engine.context.open().db);
      if (isGenerator(answer)) await printJsonList(answer);
      else printJson(answer);
      return 0;
    });
  },
};

function isGenerator(value: unknown): value is Generator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}
