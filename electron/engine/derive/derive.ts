import type Database from 'better-sqlite3';
import type { Catalog } from '../catalog/types.ts';
import { writeMeta } from '../db/meta.ts';
import { refreshReviewState } from '../review/review-state.ts';
import { rulePackDigest } from '../rules/index.ts';
import type { Policy } from '../rules/policy.ts';
import { caseAsOf } from './as-of.ts';
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
import { rememberRulePack } from './rule-pack.ts';
import { type StageKey, stagesOf } from './stages.ts';
import { deriveSnapshots } from './snapshots.ts';
import { deriveScopes } from './scopes.ts';
import { deriveSuppressions } from './suppressions.ts';
import { deriveTraits } from './traits.ts';
import { deriveTrust } from './trust.ts';
import { deriveLastUse, deriveSummaries } from './summaries.ts';
import { deriveUsage } from './usage.ts';
import { deriveVendors } from './vendors.ts';

/**
 * Rebuilds what follows from the facts of complete imports, the policy and the acts of the reviewer, in one transaction:
 * the first part that rests on something that changed since the last time, and all parts after it. An act that was
 * recorded when the program died is thereby caught up with at the next opening.
 */
export function derive(db: Database.Database, catalog: Catalog, policy: Policy): void {
  const rulePack = rulePackDigest(policy);
  const stages = stagesOf(db, catalog, policy, rulePack);
  const first = stages.findIndex(({ isCurrent }) => !isCurrent);
  if (first !== -1) {
    const parts = partsOf(db, catalog, policy);
    db.transaction(() => {
      for (const { key, stamp } of stages.slice(first)) {
        parts[key]();
        writeMeta(db, key, stamp);
      }
    }).immediate();
  }
  rememberRulePack(db, policy, rulePack);
}

function partsOf(db: Database.Database, catalog: Catalog, policy: Policy): Readonly<Record<StageKey, () => void>> {
  const judging = () => ({ db, catalog, policy, asOf: caseAsOf(db) });
  return {
    derived: () => {
      deriveNamed(db);
      deriveUsage(db);
      deriveMatching(db, catalog);
      deriveLifecycle(db);
      deriveTraits(db);
      deriveGrants(db, catalog, deriveSnapshots(db));
      derivePopulation(db);
      deriveLastUse(db);
    },
    'derived-scopes': () => deriveScopes(db, catalog, policy, caseAsOf(db)),
    'derived-findings': () => {
      deriveBaselineMatch(db);
      deriveAppAttributes(db);
      deriveOwners(db);
      deriveVendors(db);
      deriveTrust(db);
      // What rules of another build said goes, too.
      db.exec('DELETE FROM finding');
      deriveFindings(judging(), (rule) => rule.followsDecisions !== true);
      deriveChecks(db, { policy, asOf: caseAsOf(db) });
    },
    'derived-decided': () => deriveFindings(judging(), (rule) => rule.followsDecisions === true),
    'derived-sums': () => {
      deriveSuppressions(db);
      deriveSummaries(db);
      deriveCounts(db);
    },
    'derived-delta': () => deriveDelta(db, { policy, catalogVersion: catalog.version, asOf: caseAsOf(db) }),
    'derived-queue': () => refreshReviewState(db),
    'derived-remedies': () => deriveRemedies(judging()),
  };
}

/** A step of its own, so that what it knows of hundreds of thousands of people is gone before the grants are read. */
function deriveNamed(db: Database.Database): void {
  const entities = deriveEntities(db);
  deriveConnectors(db, entities.connectors);
  derivePrincipals(db, entities.principals());
}
