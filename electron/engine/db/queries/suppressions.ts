import type Database from 'better-sqlite3';
import type { Finding } from '../../../../shared/contract/connectors.ts';
import type { Suppression } from '../../../../shared/contract/policy.ts';
import { grantKindSchema, severitySchema } from '../../../../shared/domain/vocabulary.ts';
import { ruleById } from '../../rules/index.ts';
import { prepared } from '../prepared.ts';

interface Row {
  readonly seq: number;
  readonly name: string;
  readonly rule: string;
  readonly connector_key: string | null;
  readonly connector_name: string | null;
  readonly name_warning: string | null;
  readonly item_key: string | null;
  readonly tenant: string | null;
  readonly kind: string | null;
  readonly until: string;
  readonly reason: string;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly ended_act: string | null;
  readonly ended_by: string | null;
  readonly ended_at: string | null;
  readonly ended_reason: string | null;
}

/** Every suppression: those in force first, then those that ended, each newest first. */
export function listSuppressions(db: Database.Database): Suppression[] {
  return db
    .prepare<[], Row>(
      `SELECT s.*, connector.key AS connector_key, connector.name AS connector_name, connector.name_warning, item.key AS item_key
       FROM v_suppression s LEFT JOIN connector ON connector.id = s.connector
       LEFT JOIN item ON item.connector = s.connector AND item.tenant = s.tenant AND item.kind = s.kind
       ORDER BY s.ended_act IS NOT NULL, s.seq DESC`,
    )
    .all()
    .map((row) => toSuppression(db, row));
}

/** The suppressions that set a finding aside now, by the id of the finding. */
export function suppressionsByFinding(db: Database.Database): ReadonlyMap<number, Suppression> {
  return new Map(
    listSuppressions(db)
      .filter((one) => one.state === 'in-force')
      .flatMap((one) => one.findings.map(({ id }) => [id, one] as const)),
  );
}

/** Who set a finding aside, until when and why; null for one that is not suppressed. */
export function suppressionMark(db: Database.Database, seq: number | null): Finding['suppressed'] {
  if (seq === null) return null;
  return (
    prepared<[number], { name: string; until: string; by: string; reason: string }>(
      db,
      'SELECT name, until, decided_by AS by, reason FROM suppression_act WHERE seq = ?',
    ).get(seq) ?? null
  );
}

function toSuppression(db: Database.Database, row: Row): Suppression {
  const held = prepared<[number], { id: number; severity: string; sentence: string }>(
    db,
    'SELECT id, severity, sentence FROM finding WHERE suppression = ? ORDER BY id',
  ).all(row.seq);
  return {
    seq: row.seq,
    name: row.name,
    rule: row.rule,
    title: ruleById(row.rule)?.title ?? row.rule,
    connectorId: row.connector_key,
    connector: row.connector_name ?? 'App that is not in the case any more',
    nameWarning: row.name_warning,
    item:
      row.kind === null || row.tenant === null
        ? null
        : { itemId: row.item_key, kind: grantKindSchema.parse(row.kind), tenant: row.tenant },
    until: row.until,
    reason: row.reason,
    by: row.decided_by,
    at: row.decided_at,
    state: row.ended_act === null ? 'in-force' : row.ended_act === 'expire' ? 'expired' : 'revoked',
    ended:
      row.ended_by === null || row.ended_at === null
        ? null
        : { by: row.ended_by, at: row.ended_at, reason: row.ended_reason ?? '' },
    findings: held.map((finding) => ({ ...finding, severity: severitySchema.parse(finding.severity) })),
  };
}
