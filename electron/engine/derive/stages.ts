import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/types.ts';
import { currentSchemaVersion } from '../db/migrate.ts';
import { readMeta } from '../db/meta.ts';
import { prepared } from '../db/prepared.ts';
import type { Policy } from '../rules/policy.ts';
import { caseAsOf } from './as-of.ts';

/** Raise when the derivation itself changes, so that existing cases are derived anew. */
const DERIVATION = 8;

/** The parts of the derivation in their order, by the names under which a case keeps what each was last derived from. */
export type StageKey =
  | 'derived'
  | 'derived-scopes'
  | 'derived-findings'
  | 'derived-decided'
  | 'derived-sums'
  | 'derived-delta'
  | 'derived-queue'
  | 'derived-remedies';

export interface Stage {
  readonly key: StageKey;
  /** Names everything that the part rests on. */
  readonly stamp: string;
  /** Whether the case holds what follows from that. */
  readonly isCurrent: boolean;
}

/** The parts of the derivation as they stand in a case, from what they rest on: no part and no rule is read for it. */
export function stagesOf(
  db: Database.Database,
  catalog: Pick<Catalog, 'digest'>,
  policy: Policy,
  rulePack: string,
): readonly Stage[] {
  let below = '';
  return restOn(db, catalog, policy, rulePack).map(([key, restsOn]) => {
    below = createHash('sha256')
      .update(JSON.stringify([below, restsOn]))
      .digest('hex');
    return { key, stamp: below, isCurrent: readMeta(db, key) === below };
  });
}

/** What each part rests on beside the parts before it. */
function restOn(
  db: Database.Database,
  catalog: Pick<Catalog, 'digest'>,
  policy: Policy,
  rulePack: string,
): readonly (readonly [StageKey, unknown])[] {
  return [
    // The stamp of earlier builds held everything at once, so none of theirs is taken for one of these.
    ['derived', [DERIVATION, currentSchemaVersion(), catalog.digest, completeImports(db)]],
    ['derived-scopes', [policy.windowDays]],
    ['derived-findings', [rulePack, lastAct(db, 'app_act'), lastAct(db, 'vendor_act'), lastAct(db, 'baseline_act')]],
    ['derived-decided', [decisionsUpTo(db, caseAsOf(db)), lastRemedyAct(db, ['deadline'])]],
    ['derived-sums', [lastAct(db, 'suppression_act')]],
    // What it rests on is all in the parts before.
    ['derived-delta', null],
    // Decisions and acts on the campaign keep it up to date by themselves.
    ['derived-queue', null],
    ['derived-remedies', [lastRemedyAct(db, ['claim', 'withdraw'])]],
  ];
}

/** Names the facts a derivation rests on. Import ids are part of it, because derived rows point at them. */
function completeImports(db: Database.Database): unknown[] {
  return prepared<[], unknown>(
    db,
    `SELECT id, sha256, format, tenant, as_of, mapping, completeness FROM import WHERE status = 'complete' ORDER BY id`,
  ).all();
}

/**
 * Names the decisions of this case that rules look at: those after the newest evidence are judged by newer evidence. Their
 * number and the newest of them say which they are: what is added is numbered higher than all before it, and what is taken
 * back never comes again.
 */
function decisionsUpTo(db: Database.Database, asOf: number): unknown {
  return prepared<[string], { n: number; newest: number | null }>(
    db,
    'SELECT count(*) AS n, max(seq) AS newest FROM decision INDEXED BY decision_dated WHERE undone_seq IS NULL AND decided_at <= ?',
  ).get(new Date(asOf).toISOString());
}

function lastAct(db: Database.Database, table: 'app_act' | 'suppression_act' | 'vendor_act' | 'baseline_act'): number {
  return prepared<[], { id: number | null }>(db, `SELECT max(id) AS id FROM ${table}`).get()?.id ?? 0;
}

function lastRemedyAct(db: Database.Database, acts: readonly ('claim' | 'withdraw' | 'deadline')[]): number {
  return (
    prepared<[string], { id: number | null }>(
      db,
      'SELECT max(id) AS id FROM remedy_act WHERE act IN (SELECT value FROM json_each(?))',
    ).get(JSON.stringify(acts))?.id ?? 0
  );
}
