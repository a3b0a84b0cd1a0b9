import { z } from 'zod';
import type { connectorsContract } from '../../../shared/contract/connectors.ts';
import type { matchingContract } from '../../../shared/contract/matching.ts';
import type { trustContract } from '../../../shared/contract/trust.ts';
import { eventKindSchema, type GrantKind, grantKindSchema, RESULTS } from '../../../shared/domain/vocabulary.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import {
  connectorActivity,
  connectorDetail,
  connectorHolders,
  connectorLifecycle,
  connectorRow,
} from '../db/queries/connector.ts';
import { evidenceEvents } from '../db/queries/evidence.ts';
import { iso } from '../db/queries/imports.ts';
import { matchRates, unmatchedOperations } from '../db/queries/matching.ts';
import { logWindows } from '../db/queries/overview.ts';
import { trustChains } from '../db/queries/trust.ts';
import { connectorOperations, itemScopes } from '../db/queries/usage.ts';
import { isoDay } from '../derive/usage.ts';
import { evidencePath } from '../reading/evidence-path.ts';
import { AppError } from '../lib/errors.ts';
import { redactSecrets } from '../lib/redact.ts';
import { inspectSource } from '../reading/inspect.ts';
import { readRecordAtLine } from '../reading/record-at-line.ts';
import { coveredAdvice, withoutAdvice } from '../review/covered-advice.ts';
import { viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';

const textList = z.array(z.string());
const EVENT_KIND_CODES = ['use', 'issue', 'refresh'] as const;

/** What stands in a copy in the place of a secret. */
const SECRET_MARK = /\[secret:[0-9a-f]{8}\]/g;

/** Whom a grant without a principal acts for. */
const NOBODY_NAMED: Readonly<Record<GrantKind, string>> = {
  'delegated-user': 'People whom the export does not name',
  'delegated-tenant': 'Everyone in the tenant',
  application: 'No person: the app acts as itself',
};

/** One connector: its usage, holders, events and evidence. */
export function connectorsHandlers(
  context: EngineContext,
): Handlers<typeof connectorsContract & typeof matchingContract & typeof trustContract, unknown> {
  return {
    'connectors.detail': ({ connectorId }) => {
      const { db } = context.open();
      const viewer = viewerOf(context);
      const detail = connectorDetail(db, connectorId, viewer);
      const covered = coveredAdvice(db, viewer, [connectorId]);
      return { ...detail, findings: detail.findings.map((finding) => withoutAdvice(covered, finding)) };
    },
    'connectors.usage': ({ connectorId }) => {
      const { db } = context.open();
      const row = connectorRow(db, connectorId);
      const items = db
        .prepare<[number], { id: number; key: string; kind: string; tenant: string }>(
          'SELECT id, key, kind, tenant FROM item WHERE connector = ? ORDER BY risk DESC, key',
        )
        .all(row.id);
      const covered = coveredAdvice(db, viewerOf(context), [connectorId]);
      const { operations, uncovered } = connectorOperations(db, context.catalog(), row.id);
      return {
        windows: logWindows(db, row.platform, textList.parse(JSON.parse(row.tenants))),
        items: items.map((item) => ({
          itemId: item.key,
          kind: grantKindSchema.parse(item.kind),
          tenant: item.tenant,
          scopes: itemScopes(db, item.id),
          isAdviceCovered: covered.items.has(item.key),
        })),
        operations,
        uncovered,
      };
    },
    'connectors.trust': ({ connectorId }) => {
      const { db } = context.open();
      return trustChains(db, connectorRow(db, connectorId).id);
    },
    'connectors.activity': ({ connectorId }) => {
      const { db } = context.open();
      const row = connectorRow(db, connectorId);
      const windows = db
        .prepare<[string], { from_day: number | null; to_day: number | null }>(
          'SELECT min(from_day) AS from_day, max(to_day) AS to_day FROM log_window WHERE platform = ?',
        )
        .get(row.platform);
      const days = connectorActivity(db, row.id);
      return {
        from: windows?.from_day === null || windows === undefined ? null : isoDay(windows.from_day),
        to: windows?.to_day === null || windows === undefined ? null : isoDay(windows.to_day),
        days: days.map(({ day, ...counts }) => ({ day: isoDay(day), ...counts })),
      };
    },
    'connectors.holders': ({ connectorId, offset, limit }) => {
      const { db } = context.open();
      const page = connectorHolders(db, connectorRow(db, connectorId).id, offset, limit);
      return {
        total: page.total,
        rows: page.rows.map((row) => ({
          principal: row.principal ?? NOBODY_NAMED[grantKindSchema.parse(row.kind)],
          name: row.name,
          status: row.status,
          department: row.department,
          kind: grantKindSchema.parse(row.kind),
          tenant: row.tenant,
          resource: row.resource,
          scopes: textList.parse(JSON.parse(row.scopes)),
          grantedAt: iso(row.granted_at),
          grantedBasis: row.granted_basis,
          lastUse: iso(row.last_use),
          file: row.file_name,
          importId: row.import_id,
          line: row.line,
        })),
      };
    },
    'connectors.lifecycle': ({ connectorId, offset, limit }) => {
      const { db } = context.open();
      const page = connectorLifecycle(db, connectorRow(db, connectorId).id, offset, limit);
      return {
        total: page.total,
        rows: page.rows.map((row) => ({
          at: iso(row.time),
          kind: eventKindSchema.parse(row.kind),
          result: RESULTS[row.result] ?? 'attempted',
          principal: row.principal ?? row.actor,
          detail: row.sources > 1 ? `${row.detail} (${row.sources} audit entries)` : row.detail,
          ip: row.ip,
          importId: row.import_id,
          file: row.file_name,
          line: row.line,
        })),
      };
    },
    'connectors.evidence': ({ connectorId, operation, limit, cursor }) => {
      const { db } = context.open();
      const page = evidenceEvents(
        db,
        connectorRow(db, connectorId).id,
        operation ?? null,
        cursor === undefined ? 0 : Number(cursor),
        limit,
      );
      return {
        rows: page.rows.map((row) => ({
          at: iso(row.time),
          kind: EVENT_KIND_CODES[row.kind] ?? 'use',
          operation: row.operation,
          principal: row.principal,
          result: RESULTS[row.result] ?? 'attempted',
          ip: row.ip,
          importId: row.import_id,
          file: row.file_name,
          line: row.line,
          count: row.count,
        })),
        cursor: page.next === null ? null : String(page.next),
      };
    },
    'evidence.record': async ({ importId, line }) => {
      const { db, evidenceFolder } = context.open();
      const row = db
        .prepare<[number], { file_name: string; sha256: string; copy_sha256: string; has_copy: number }>(
          'SELECT file_name, sha256, coalesce(copy_sha256, sha256) AS copy_sha256, has_copy FROM import WHERE id = ?',
        )
        .get(importId);
      if (row === undefined) throw new AppError('not-found', 'That import is not in this case.');
      if (row.has_copy === 0)
        return {
          file: row.file_name,
          line,
          text: null,
          note: `No copy of this file was kept in the case. Its SHA-256 is ${row.sha256}: open the original and go to line ${line}.`,
        };
      const path = evidencePath(evidenceFolder, row.copy_sha256);
      const head = await inspectSource(path);
      const text = head.kind === 'nothing' ? null : await readRecordAtLine(path, head, line);
      const shown = text === null ? null : redactSecrets(text).text;
      const hidden = shown?.match(SECRET_MARK)?.length ?? 0;
      return {
        file: row.file_name,
        line,
        text: shown,
        note:
          shown === null
            ? 'The copy of this file cannot be read any more.'
            : hidden > 0
              ? `${hidden} secret(s) are hidden; the original file still holds them.`
              : null,
      };
    },
    'usage.matchRates': () => matchRates(context.open().db),
    'usage.unmatched': ({ platform, tenant, offset, limit }) =>
      unmatchedOperations(context.open().db, platform, tenant, offset, limit),
  };
}
