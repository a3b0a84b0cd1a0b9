import type Database from 'better-sqlite3';
import { bulkInsert } from '../db/bulk-insert.ts';
import type { Catalog } from '../catalog/types.ts';
import { rules } from '../rules/index.ts';
import type { Policy } from '../rules/policy.ts';
import { ruleContext } from '../rules/rule.ts';

/** Runs every rule over the derived tables and stores all four outcomes. */
export function deriveFindings(db: Database.Database, catalog: Catalog, policy: Policy, asOf: number): void {
  const context = ruleContext(db, catalog, policy, asOf);
  db.exec('DELETE FROM finding');
  const rows = bulkInsert(db, 'finding', [
    'rule',
    'outcome',
    'severity',
    'connector',
    'item',
    'sentence',
    'missing',
    'scopes',
    'evidence',
  ]);
  for (const rule of rules) {
    // Verdicts are collected before they are stored: no writes while a rule's statement is being walked.
    const verdicts = Array.from(rule.evaluate(context));
    for (const verdict of verdicts) {
      rows.add(
        rule.id,
        verdict.outcome,
        verdict.outcome === 'finding' ? (verdict.severity ?? 'medium') : null,
        verdict.connector,
        verdict.item,
        verdict.sentence ?? '',
        verdict.missing ?? null,
        JSON.stringify(verdict.scopes ?? []),
        JSON.stringify(verdict.evidence ?? []),
      );
    }
  }
  rows.flush();
}
