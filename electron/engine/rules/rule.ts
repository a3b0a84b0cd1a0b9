import type Database from 'better-sqlite3';
import type { Decision, Outcome, Severity } from '../../../shared/domain/vocabulary.ts';
import type { Catalog } from '../catalog/types.ts';
import type { Policy } from './policy.ts';
import { STANDARDS } from './standards.ts';

/** Identifiers only, never the sentences of the standards. */
export interface Controls {
  /** OWASP NHI Top 10 2025, for example `NHI1:2025`. */
  readonly owasp: readonly string[];
  /** NIST CSF 2.0. */
  readonly csf: readonly string[];
  /** CIS Controls v8.1. */
  readonly cis: readonly string[];
  /** ISO/IEC 27001:2022 Annex A. */
  readonly iso: readonly string[];
  /** NIST SP 800-53 revision 5. */
  readonly nist?: readonly string[];
  /** PCI DSS 4.0.1. */
  readonly pci?: readonly string[];
  /** SOC 2, Trust Services Criteria. */
  readonly soc2?: readonly string[];
  /** NIST AI RMF 1.0. */
  readonly ai?: readonly string[];
}

export interface RuleContext {
  readonly db: Database.Database;
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** Newest as-of time of the case, UTC milliseconds: rules never look at the computer's clock. */
  readonly asOf: number;
  /** What `read` gives for this context, read once for all rules: most of them look at the same items and logs. */
  readonly read: <T>(read: (context: RuleContext) => T) => T;
}

/** A context in which what one rule read is kept for the next. */
export function ruleContext(db: Database.Database, catalog: Catalog, policy: Policy, asOf: number): RuleContext {
  const kept = new Map<unknown, unknown>();
  const context: RuleContext = {
    db,
    catalog,
    policy,
    asOf,
    read: <T>(read: (context: RuleContext) => T): T => {
      if (!kept.has(read)) kept.set(read, read(context));
      // Only ever set two lines above, by the same function.
      return kept.get(read) as T;
    },
  };
  return context;
}

/** A spot in a source file that a finding rests on. */
export interface EvidenceSpot {
  readonly importId: number;
  readonly line: number;
  readonly note: string;
}

/** What a rule says of one subject. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Row id of the connector. */
  readonly connector: number;
  /** Row id of the review item, when the verdict is about one. */
  readonly item: number | null;
  /** With `finding`. */
  readonly severity?: Severity;
  /** With `finding`: one sentence with window and source of the evidence. */
  readonly sentence?: string;
  /** With `undeterminable`: which evidence is missing and what would help. */
  readonly missing?: string;
  /** With `finding`: scopes the recommendation speaks of (canonical ids as in item_scope.scope). */
  readonly scopes?: readonly string[];
  readonly evidence?: readonly EvidenceSpot[];
}

/**
 * One detection rule: set-based SQL over the documented views (v_item, v_item_scope, v_owner, v_usage, v_usage_day,
 * v_lifecycle, v_log_window, v_trait, v_detail, v_credential, v_register, v_app_attribute, v_app_act, v_trust_node,
 * v_trust_edge, v_item_reduction, v_baseline, v_baseline_decision), few small tables beside them, and pure functions that turn a row into a verdict. Never a
 * scan over raw events.
 */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly controls: Controls;
  /** Decision the rule recommends when it fires; null when what it asks for is the review itself. */
  readonly recommendation: Decision | null;
  /** The recommended decision in words, for the reviewer and the report. */
  readonly recommendedAction: string;
  /** Whether its verdicts rest on decisions of this case too: it is judged anew after each of them. */
  readonly followsDecisions?: true;
  /** Every item or connector of the population gets exactly one verdict, so that the four outcomes add up. */
  readonly evaluate: (context: RuleContext) => Iterable<Verdict>;
}

/** Checks the declaration's types; the plug-in folder is read by its default exports. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** Control ids with the name of their standard, as findings and report print them. */
export function controlIds(controls: Controls): string[] {
  return STANDARDS.flatMap(({ key, prefix }) => (controls[key] ?? []).map((id) => prefix + id));
}
