import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/types.ts';
import { currentSchemaVersion } from '../db/migrate.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { rulePackDigest } from '../rules/index.ts';
import type { Policy } from '../rules/policy.ts';
import { deriveAppAttributes } from './app-attributes.ts';
import { deriveChecks } from './checks.ts';
import { deriveConnectors } from './connectors.ts';
import { deriveEntities } from './entities.ts';
import { deriveFindings } from './findings.ts';
import { deriveGrants } from './grants.ts';
import { deriveLifecycle } from './lifecycle.ts';
import { deriveMatching } from './matching.ts';
import { derivePopulation } from './population.ts';
import { derivePrincipals } from './principals.ts';
import { deriveSnapshots } from './snapshots.ts';
import { deriveScopes } from './scopes.ts';
import { deriveTraits } from './traits.ts';
import { deriveTrust } from './trust.ts';
import { deriveLastUse, deriveSummaries } from './summaries.ts';
import { deriveUsage } from './usage.ts';
import { deriveVendors } from './vendors.ts';

/** Raise when the derivation itself changes, so that existing cases are derived anew. */
const DERIVATION = 4;

/**
 * Rebuilds everything that follows from the facts of complete imports, in one transaction. Does nothing when neither
 * imports nor vendors, catalog, rules or program changed since the last time.
 */
export function derive(db: Database.Database, catalog: Catalog, policy: Policy): void {
  const stamp = stampOf(db, catalog, policy);
  if (readMeta(db, 'derived') === stamp) return;
  db.transaction(() => {
    deriveNamed(db);
    deriveUsage(db);
    deriveMatching(db, catalog);
    deriveLifecycle(db);
    deriveTraits(db);
    deriveAppAttributes(db);
    deriveGrants(db, catalog, deriveSnapshots(db));
    derivePopulation(db);
    const asOf = caseAsOf(db);
    deriveScopes(db, catalog, policy, asOf);
    deriveLastUse(db);
    deriveVendors(db);
    deriveTrust(db);
    deriveFindings(db, catalog, policy, asOf);
    deriveSummaries(db);
    deriveChecks(db, { policy, asOf });
    writeMeta(db, 'derived', stamp);
  }).immediate();
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
    db.prepare<[], { as_of: number | null }>(`SELECT max(as_of) AS as_of FROM import WHERE status = 'complete'`).get()
      ?.as_of ?? 0
  );
}

/** Names the facts a derivation rests on. Import ids are part of it, because derived rows point at them. */
function stampOf(db: Database.Database, catalog: Catalog, policy: Policy): string {
  const imports = db
    .prepare<[], [number, string, string, string, number, string | null, string]>(
      `SELECT id, sha256, format, tenant, as_of, mapping, completeness FROM import WHERE status = 'complete' ORDER BY id`,
    )
    .raw()
    .all();
  // Who put which apps under one vendor: chains of trust rest on it.
  const acts = db.prepare<[], number>('SELECT seq FROM vendor_act ORDER BY seq').pluck().all();
  return createHash('sha256')
    .update(JSON.stringify([DERIVATION, currentSchemaVersion(), catalog.digest, rulePackDigest(policy), imports, acts]))
    .digest('hex');
}
