import { createHash } from 'node:crypto';
import { canonicalJson } from '../evidence/canonical-json.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';

const files = import.meta.glob<Rule>('./cs-*.ts', { eager: true, import: 'default' });

/** Every rule of this folder, by id. Adding a rule is adding a file. */
export const rules: readonly Rule[] = Object.values(files).toSorted((a, b) => (a.id < b.id ? -1 : 1));

const byId = new Map(rules.map((rule) => [rule.id, rule]));
if (byId.size !== rules.length) throw new Error('two rules share an id');

export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}

/** Raise when what a rule finds changes, so that existing cases are judged anew. */
export const RULE_PACK_VERSION = 3;

let digested = { policy: '', digest: '' };

/**
 * SHA-256 (hex) over the canonical JSON of what the rules are and the policy they are run with. It is asked for after every
 * act, nearly always with the same policy.
 */
export function rulePackDigest(policy: Policy): string {
  const written = JSON.stringify(policy);
  if (digested.policy !== written) digested = { policy: written, digest: digestOf(policy) };
  return digested.digest;
}

function digestOf(policy: Policy): string {
  const declared = rules.map(({ id, title, controls, recommendation, recommendedAction }) => ({
    id,
    title,
    controls,
    recommendation,
    recommendedAction,
  }));
  return createHash('sha256')
    .update(canonicalJson({ version: RULE_PACK_VERSION, rules: declared, policy }))
    .digest('hex');
}
