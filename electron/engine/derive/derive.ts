import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/types.ts';
import { currentSchemaVersion } from '../db/migrate.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { prepared } from '../db/prepared.ts';
import { refreshReviewState } from '../review/review-state.ts';
import { rulePackDigest } from '../rules/index.ts';
import type { Policy } from '../rules/policy.ts';
import { deriveAppAttributes } from './app-attributes.ts';
import { deriveBaselineMatch, deriveDelta } from './baseline.ts';
import { deriveChecks } from './checks.ts';
import { deriveConnectors } from './connectors.ts';
import { deriveCounts } from './counts.ts';
import { deriveEntities } from './entities.ts';
import { deriveFindings } from './findings.ts';
import { deriveGrants } from './grants.ts';
import { deriveLifecycle } from './lifecycle.ts';
import { deriveMatching } from './matching.ts';
import { deriveOwners } from './owners.ts';
import { derivePopulation } from './population.ts';
import { derivePrincipals } from './principals.ts';
import { deriveRemedies } from './remedies.ts';
import { deriveSnapshots } from './snapshots.ts';
import { deriveScopes } from './scopes.ts';
import { deriveSuppressions } from './suppressions.ts';
import { deriveTraits } from './traits.ts';
import { deriveTrust } from './trust.ts';
import { deriveLastUse, deriveSummaries } from './summaries.ts';
import { deriveUsage } from './usage.ts';
import { deriveVendors } from './vendors.ts';

/** Raise when the derivation itself changes, so that existing cases are derived anew. */
const DERIVATION = 8;

/** A part of the derivation with everything it rests on beside the parts before it. */
interface Stage {
  /** Name of the stamp of what the part was last derived from. */
  readonly key: string;
  readonly restsOn: unknown;
  readonly run: () => void;
}

/**
 * Rebuilds what follows from the facts of complete imports, the policy and the acts of the reviewer, in one transaction:
 * the first part that rests on something that changed since the last time, and all parts after it. An act that was
 * recorded when the program died is thereby caught up with at the next opening.
 */
export function derive(db: Database.Database, catalog: Catalog, policy: Policy): void {
  let below = '';
  const stages = stagesOf(db, catalog, policy).map((stage) => {
    below = createHash('sha256')
      .update(JSON.stringify([below, stage.restsOn]))
      .digest('hex');
    return { ...stage, stamp: below };
  });
  const first = stages.findIndex(({ key, stamp }) => readMeta(db, key) !== stamp);
  if (first === -1) return;
  db.transaction(() => {
    for (const { key, stamp, run } of stages.slice(first)) {
      run();
      writeMeta(db, key, stamp);
    }
  }).immediate();
}

function stagesOf(db: Database.Database, catalog: Catalog, policy: Policy): readonly Stage[] {
  return [
    {
      key: 'derived',
      // The stamp of earlier builds held everything at once, so none of theirs is taken for one of these.
      restsOn: [DERIVATION, currentSchemaVersion(), catalog.digest, completeImports(db)],
      run: () => {
        deriveNamed(db);
        deriveUsage(db);
        deriveMatching(db, catalog);
        deriveLifecycle(db);
        deriveTraits(db);
        deriveGrants(db, catalog, deriveSnapshots(db));
        derivePopulation(db);
        deriveLastUse(db);
      },
    },
    {
      key: 'derived-scopes',
      restsOn: [policy.windowDays],
      run: () => deriveScopes(db, catalog, policy, caseAsOf(db)),
    },
    {
      key: 'derived-findings',
      restsOn: [rulePackDigest(policy), lastAct(db, 'app_act'), lastAct(db, 'vendor_act'), lastAct(db, 'baseline_act')],
      run: () => {
        deriveBaselineMatch(db);
        deriveAppAttributes(db);
        deriveOwners(db);
        deriveVendors(db);
        deriveTrust(db);
        // What rules of another build said goes, too.
        db.exec('DELETE FROM finding');
        deriveFindings({ db, catalog, policy, asOf: caseAsOf(db) }, (rule) => rule.followsDecisions !== true);
        deriveChecks(db, { policy, asOf: caseAsOf(db) });
      },
    },
    {
      key: 'derived-decided',
      restsOn: [decisionsUpTo(db, caseAsOf(db)), lastRemedyAct(db, ['deadline'])],
      run: () => deriveFindings({ db, catalog, policy, asOf: caseAsOf(db) }, (rule) => rule.followsDecisions === true),
    },
    {
      key: 'derived-sums',
      restsOn: [lastAct(db, 'suppression_act')],
      run: () => {
        deriveSuppressions(db);
        deriveSummaries(db);
        deriveCounts(db);
      },
    },
    {
      // What it rests on is all in the parts before.
      key: 'derived-delta',
      restsOn: null,
      run: () => deriveDelta(db, { policy, catalogVersion: catalog.version, asOf: caseAsOf(db) }),
    },
    // Decisions and acts on the campaign keep it up to date by themselves.
    { key: 'derived-queue', restsOn: null, run: () => refreshReviewState(db) },
    {
      key: 'derived-remedies',
      restsOn: [lastRemedyAct(db, ['claim', 'withdraw'])],
      run: () => deriveRemedies({ db, catalog, policy, asOf: caseAsOf(db) }),
    },
  ];
}

/** A step of its own, so that what it knows of hundreds of thousands of people is gone before the grants are read. */
function deriveNamed(db: Database.Database): void {
  const entities = deriveEntities(db);
  deriveConnectors(db, entities.connectors);
  derivePrincipals(db, entities.principals());
}

/** The newest as-of time of the complete imports, UTC milliseconds; 0 when there is none. */
export function caseAsOf(db: Database.Database): number {
  return (
    prepared<[], { as_of: number | null }>(db, `SELECT max(as_of) AS as_of FROM import WHERE status = 'complete'`).get()
      ?.as_of ?? 0
  );
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
