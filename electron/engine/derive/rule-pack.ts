import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Catalog } from '../catalog/types.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { builtFrom } from '../lib/built-from.ts';
import { policyDigest, type Policy } from '../rules/policy.ts';
import { stagesOf } from './stages.ts';

/** Name of what a case keeps of the rules it was last judged by. */
const REMEMBERED = 'rule-pack';

/** The digest of the rules with a policy, and the build whose rules they are. */
const remembered = z.object({ build: z.string(), policy: z.string(), digest: z.string() });

/**
 * Keeps the digest of this build's rules in the case, so that the next opening need not read the rules to know it. It is
 * called after every act: a digest that is kept stands for its policy, which then need not be digested again.
 */
export function rememberRulePack(db: Database.Database, policy: Policy, digest: string): void {
  if (builtFrom === null) return;
  const note = readNote(db);
  if (note?.build === builtFrom && note.digest === digest) return;
  writeMeta(db, REMEMBERED, JSON.stringify({ build: builtFrom, policy: nameOf(policy), digest }));
}

/**
 * Whether the case holds what follows from its facts, by the same rules and policy. False as well when that cannot be told
 * without reading the rules: `derive` finds out then.
 */
export function isDerived(db: Database.Database, catalog: Pick<Catalog, 'digest'>, policy: Policy): boolean {
  const note = readNote(db);
  if (note === null || note.build !== builtFrom || note.policy !== nameOf(policy)) return false;
  return stagesOf(db, catalog, policy, note.digest).every(({ isCurrent }) => isCurrent);
}

/** What another program left there, or damaged, counts as nothing: the rules are read then. */
function readNote(db: Database.Database): z.output<typeof remembered> | null {
  try {
    return remembered.safeParse(JSON.parse(readMeta(db, REMEMBERED) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Of all that the rule pack's digest takes from a policy. */
function nameOf(policy: Policy): string {
  return `${policy.name} ${policy.version} ${policyDigest(policy)}`;
}
