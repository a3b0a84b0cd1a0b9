import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Outcome, outcomeSchema, type Severity, severitySchema } from '../../../../shared/domain/vocabulary.ts';
import { canonicalJson } from '../../evidence/canonical-json.ts';

/** What a rule says of one subject, in words that do not depend on the order or time of imports. */
export interface ListedVerdict {
  readonly rule: string;
  readonly outcome: Outcome;
  /** Stable key of the review item, or of the connector where the verdict is about the connector as a whole. */
  readonly subject: string;
  readonly severity: Severity | null;
  readonly sentence: string;
  readonly missing: string | null;
  readonly scopes: readonly string[];
  readonly suppressed: boolean;
}

const textList = z.array(z.string());

/** Every verdict of every rule, by rule and subject: the same list for the same facts and policy, on any machine. */
export function listVerdicts(db: Database.Database): ListedVerdict[] {
  return db
    .prepare<
      [],
      {
        rule: string;
        outcome: string;
        subject: string;
        severity: string | null;
        sentence: string;
        missing: string | null;
        scopes: string;
        suppression: number | null;
      }
    >(
      `SELECT rule, outcome, coalesce(item.key, connector.key) AS subject, severity, sentence, missing, finding.scopes, suppression
       FROM finding JOIN connector ON connector.id = finding.connector LEFT JOIN item ON item.id = finding.item`,
    )
    .all()
    .map(({ suppression, ...row }) => ({
      ...row,
      outcome: outcomeSchema.parse(row.outcome),
      severity: severitySchema.nullable().parse(row.severity),
      sentence: row.sentence.toWellFormed(),
      missing: row.missing === null ? null : row.missing.toWellFormed(),
      scopes: textList.parse(JSON.parse(row.scopes)),
      suppressed: suppression !== null,
    }))
    .map((verdict) => ({ verdict, order: [verdict.rule, verdict.subject, canonicalJson(verdict)].join('\u0000') }))
    .toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ verdict }) => verdict);
}

/** SHA-256 (hex) over the canonical JSON of the list. */
export function verdictsDigest(verdicts: readonly ListedVerdict[]): string {
  return createHash('sha256').update(canonicalJson(verdicts)).digest('hex');
}
