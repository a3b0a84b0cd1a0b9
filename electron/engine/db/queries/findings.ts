import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Finding } from '../../../../shared/contract/connectors.ts';
import { severitySchema } from '../../../../shared/domain/vocabulary.ts';
import { prepared } from '../prepared.ts';
import { suppressionMark } from './suppressions.ts';
import { ruleById, rules } from '../../rules/index.ts';
import { controlIds } from '../../rules/rule.ts';

interface FindingRow {
  readonly id: number;
  readonly rule: string;
  readonly severity: string;
  readonly sentence: string;
  readonly scopes: string;
  readonly evidence: string;
  readonly connector_key: string;
  readonly connector_name: string;
  readonly item_key: string | null;
  readonly suppression: number | null;
}

const SELECT = `SELECT finding.id, rule, severity, sentence, finding.scopes, evidence, suppression, connector.key AS connector_key, connector.name AS connector_name, item.key AS item_key
  FROM finding JOIN connector ON connector.id = finding.connector LEFT JOIN item ON item.id = finding.item
  WHERE outcome = 'finding'`;
const ORDER = `ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END, rule, connector.key, item.key`;

const evidenceSpots = z.array(z.object({ importId: z.int(), line: z.int(), note: z.string() }));
const scopeList = z.array(z.string());

function toFinding(db: Database.Database, row: FindingRow): Finding {
  const rule = ruleById(row.rule);
  const fileName = prepared<[number], { file_name: string }>(db, 'SELECT file_name FROM import WHERE id = ?');
  return {
    id: row.id,
    rule: row.rule,
    title: rule?.title ?? row.rule,
    severity: severitySchema.parse(row.severity),
    sentence: row.sentence,
    connectorId: row.connector_key,
    connectorName: row.connector_name,
    itemId: row.item_key,
    recommendation: rule?.recommendation ?? null,
    recommendedAction: rule?.recommendedAction ?? '',
    controls: rule === undefined ? [] : controlIds(rule.controls),
    evidence: evidenceSpots
      .parse(JSON.parse(row.evidence))
      .map((spot) => ({ ...spot, file: fileName.get(spot.importId)?.file_name ?? '' })),
    suppressed: suppressionMark(db, row.suppression),
  };
}

/** Every finding, worst first. */
export function listFindings(db: Database.Database): Finding[] {
  return prepared<[], FindingRow>(db, `${SELECT} ${ORDER}`)
    .all()
    .map((row) => toFinding(db, row));
}

/** Findings of a connector, or of one of its items together with those that concern the connector as a whole. */
export function findingsOf(db: Database.Database, connector: number, item: number | null): Finding[] {
  return prepared<[number, number | null, number | null], FindingRow>(
    db,
    `${SELECT} AND finding.connector = ? AND (? IS NULL OR finding.item IS NULL OR finding.item = ?) ${ORDER}`,
  )
    .all(connector, item, item)
    .map((row) => toFinding(db, row));
}

/** The worst findings of several connectors together. */
export function worstFindings(db: Database.Database, connectors: readonly number[], limit: number): Finding[] {
  return prepared<[string, number], FindingRow>(
    db,
    `${SELECT} AND finding.connector IN (SELECT value FROM json_each(?)) ${ORDER} LIMIT ?`,
  )
    .all(JSON.stringify(connectors), limit)
    .map((row) => toFinding(db, row));
}

/** The scopes a finding of a rule speaks of, per item. */
export function findingScopes(db: Database.Database, item: number, rule: string): string[] {
  const row = prepared<[number, string], { scopes: string }>(
    db,
    `SELECT scopes FROM finding WHERE item = ? AND rule = ? AND outcome = 'finding' LIMIT 1`,
  ).get(item, rule);
  return row === undefined ? [] : scopeList.parse(JSON.parse(row.scopes));
}

export interface RuleTotals {
  readonly rule: string;
  readonly title: string;
  readonly findings: number;
  readonly clear: number;
  readonly undeterminable: number;
  readonly notApplicable: number;
  readonly missing: string[];
}

/** The four outcomes per rule, and which evidence is missing where the rule could not decide. */
export function ruleTotals(db: Database.Database): RuleTotals[] {
  const counts = prepared<[], { rule: string; outcome: string; n: number }>(
    db,
    'SELECT rule, outcome, count(*) AS n FROM finding GROUP BY rule, outcome',
  ).all();
  const missing = prepared<[string], { missing: string }>(
    db,
    `SELECT DISTINCT missing FROM finding WHERE rule = ? AND outcome = 'undeterminable' AND missing IS NOT NULL ORDER BY missing LIMIT 20`,
  );
  return rules.map((rule) => {
    const of = (outcome: string): number =>
      counts.find((row) => row.rule === rule.id && row.outcome === outcome)?.n ?? 0;
    return {
      rule: rule.id,
      title: rule.title,
      findings: of('finding'),
      clear: of('clear'),
      undeterminable: of('undeterminable'),
      notApplicable: of('not-applicable'),
      missing: missing.all(rule.id).map((row) => row.missing),
    };
  });
}

/** Rules that could not decide about a connector, with what is missing. */
export function undeterminableOf(
  db: Database.Database,
  connector: number,
): { rule: string; title: string; missing: string }[] {
  return prepared<[number], { rule: string; missing: string }>(
    db,
    `SELECT DISTINCT rule, coalesce(missing, 'evidence is missing') AS missing FROM finding WHERE connector = ? AND outcome = 'undeterminable' ORDER BY rule, missing`,
  )
    .all(connector)
    .map((row) => ({ ...row, title: ruleById(row.rule)?.title ?? row.rule }));
}
