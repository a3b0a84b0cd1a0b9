import { bulkInsert } from '../db/bulk-insert.ts';
import { rules } from '../rules/index.ts';
import { type Rule, type RuleContext, ruleContext } from '../rules/rule.ts';

/** Runs those of the rules over the derived tables and stores all four outcomes in place of what they said before. */
export function deriveFindings(
  { db, catalog, policy, asOf }: Omit<RuleContext, 'read'>,
  isWanted: (rule: Rule) => boolean,
): void {
  const context = ruleContext(db, catalog, policy, asOf);
  const forget = db.prepare<[string]>('DELETE FROM finding WHERE rule = ?');
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
  for (const rule of rules.filter(isWanted)) {
    forget.run(rule.id);
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
