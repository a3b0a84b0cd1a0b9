import { canonicalKey } from '../reading/keys.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import type { Detection } from './importer.ts';

/** Canonical names of everything the first records hold: CSV columns, or JSON paths two levels deep. */
export function headKeys(head: CsvHead | JsonHead): Set<string> {
  if (head.kind === 'csv') return new Set(head.header.map(canonicalKey));
  const keys = new Set<string>();
  for (const record of head.sample) collect(record, '', 0, keys);
  return keys;
}

function collect(value: JsonValue, prefix: string, depth: number, keys: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (value[0] !== undefined) collect(value[0], prefix, depth, keys);
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    const name = canonicalKey(prefix + key);
    keys.add(name);
    if (depth < 2 && child !== undefined) collect(child, `${prefix}${key}.`, depth + 1, keys);
  }
}

export interface Signature {
  /** Each entry is one key, or alternatives separated by `|`. All must be there. */
  readonly required: readonly string[];
  readonly bonus?: readonly string[];
  /** Keys that speak against this format. */
  readonly against?: readonly string[];
  /** Added to the score when the caller has seen proof of its own in the values. */
  readonly proof?: string | null;
}

/**
 * Scores a file against a signature: 0 without all required keys, else 0.6 plus what bonus keys and proof add, at most 1.
 * The reason names the keys, as the user will read it.
 */
export function scoreSignature(head: CsvHead | JsonHead, signature: Signature): Detection {
  const keys = headKeys(head);
  const has = (name: string): boolean => name.split('|').some((alternative) => keys.has(canonicalKey(alternative)));
  const absent = signature.required.filter((name) => !has(name));
  if (absent.length > 0) return { score: 0, reason: `has no ${absent.join(', ')}` };
  const against = (signature.against ?? []).filter(has);
  if (against.length > 0) return { score: 0, reason: `has ${against.join(', ')}, which this format does not` };
  const bonus = signature.bonus ?? [];
  const found = bonus.filter(has);
  const share = bonus.length === 0 ? 1 : found.length / bonus.length;
  const proof = signature.proof ?? null;
  const score = Math.min(1, 0.6 + 0.3 * share + (proof === null ? 0 : 0.1));
  const named = [...signature.required, ...found].map(
    (name) => name.split('|').find((part) => keys.has(canonicalKey(part))) ?? name,
  );
  return {
    score,
    reason: `${proof === null ? '' : `${proof}; `}${head.kind === 'csv' ? 'columns' : 'keys'} ${named.slice(0, 8).join(', ')}`,
  };
}
