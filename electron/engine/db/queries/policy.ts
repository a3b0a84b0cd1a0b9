import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { PolicyVersion } from '../../../../shared/contract/policy.ts';
import {
  changedParameters,
  DEFAULT_POLICY,
  type Policy,
  parameterList,
  policyDigest,
  policySchema,
  policyValues,
  type PolicyValues,
} from '../../rules/policy.ts';
import { prepared } from '../prepared.ts';
import type { ParameterName } from '../../rules/parameters.ts';

interface VersionRow {
  readonly seq: number;
  readonly name: string;
  readonly version: number;
  readonly values: string;
  readonly digest: string;
  readonly reason: string;
  readonly decided_by: string;
  readonly decided_at: string;
}

const stored = z.record(z.string(), z.unknown());

/** The policy in force: the newest version saved in the case, else the default one. */
export function activePolicy(db: Database.Database): Policy {
  const row = prepared<[], VersionRow>(db, 'SELECT * FROM policy_version ORDER BY id DESC LIMIT 1').get();
  return row === undefined ? DEFAULT_POLICY : toPolicy(row);
}

/** A version by name: parameters that this build no longer has are left out, new ones take their starting value. */
function toPolicy(row: VersionRow): Policy {
  const values = stored.parse(JSON.parse(row.values));
  const known = parameterList().flatMap(([name]) => (Object.hasOwn(values, name) ? [[name, values[name]]] : []));
  return policySchema.parse({ ...Object.fromEntries(known), name: row.name, version: row.version });
}

/** The number the next version of a policy of this name gets. The default policy has version 1 without being saved. */
export function nextVersion(db: Database.Database, name: string): number {
  const last = db
    .prepare<[string], { version: number | null }>('SELECT max(version) AS version FROM policy_version WHERE name = ?')
    .get(name)?.version;
  return (last ?? (name === DEFAULT_POLICY.name ? DEFAULT_POLICY.version : 0)) + 1;
}

/** Every version, newest first, each with what it changed of the one before; the last is the default policy. */
export function policyHistory(db: Database.Database): PolicyVersion[] {
  const rows = db.prepare<[], VersionRow>('SELECT * FROM policy_version ORDER BY id').all();
  let before = DEFAULT_POLICY;
  const versions: PolicyVersion[] = [
    {
      seq: null,
      name: DEFAULT_POLICY.name,
      version: DEFAULT_POLICY.version,
      digest: policyDigest(DEFAULT_POLICY),
      reason: 'In force in every new case',
      by: null,
      at: null,
      changes: [],
    },
  ];
  for (const row of rows) {
    const policy = toPolicy(row);
    versions.push({
      seq: row.seq,
      name: row.name,
      version: row.version,
      digest: row.digest,
      reason: row.reason,
      by: row.decided_by,
      at: row.decided_at,
      changes: changesBetween(before, policy),
    });
    before = policy;
  }
  return versions.toReversed();
}

/** What differs, parameter by parameter. */
export function changesBetween(before: Policy, after: Policy): PolicyVersion['changes'] {
  const [old, now] = [policyValues(before), policyValues(after)];
  return changedParameters(before, after).map((parameter) => ({
    parameter,
    before: plainValue(old[parameter]),
    after: plainValue(now[parameter]),
  }));
}

/** A value as the contract carries it. */
export function plainValue(value: PolicyValues[ParameterName]): number | boolean | string[] {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return [...value];
}
