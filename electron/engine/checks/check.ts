import type Database from 'better-sqlite3';
import type { Outcome } from '../../../shared/domain/vocabulary.ts';
import type { Policy } from '../rules/policy.ts';

/** What a check says of one subject: a file, a log, a connector, or a platform and tenant as a whole. */
export interface CheckResult {
  readonly outcome: Outcome;
  /** One sentence: what was found, where, and by what it was told. */
  readonly sentence: string;
  readonly platform?: string | null;
  readonly tenant?: string | null;
  readonly importId?: number | null;
  readonly connector?: number | null;
}

export interface CheckContext {
  readonly policy: Policy;
  /** Newest as-of time of the case, UTC milliseconds. */
  readonly asOf: number;
}

/** A check of the evidence itself. It reads facts and derived tables of complete imports; it never looks at the clock. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** What a finding of it does to conclusions. */
  readonly effect: string;
  readonly run: (db: Database.Database, context: CheckContext) => readonly CheckResult[];
}

/** Checks the declaration's types and hands it on; the plug-in folder is read by its default exports. */
export function defineCheck(check: Check): Check {
  return check;
}

/** A number as sentences write it. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
