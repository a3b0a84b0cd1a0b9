import type Database from 'better-sqlite3';
import type { z } from 'zod';
import type { ParameterValues } from '../../../shared/contract/policy.ts';
import { activePolicy, changesBetween, nextVersion } from '../db/queries/policy.ts';
import { AppError } from '../lib/errors.ts';
import {
  changedParameters,
  type Policy,
  policyDigest,
  policySchema,
  policyValues,
  policyValuesSchema,
} from '../rules/policy.ts';
import { PARAMETERS } from '../rules/parameters.ts';
import { appendJournal } from './journal.ts';

/** A policy from values as they come from outside. Throws `invalid-request` naming the parameter that does not fit. */
export function candidatePolicy(current: Policy, name: string, version: number, values: ParameterValues): Policy {
  const result = policyValuesSchema.safeParse(values);
  if (result.success) return policySchema.parse({ ...current, ...result.data, name, version });
  throw new AppError('invalid-request', `${faultOf(result.error)} Nothing was changed.`);
}

function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? '');
  const parameter = Object.entries(PARAMETERS).find(([key]) => key === name)?.[1];
  if (parameter === undefined) return 'This is no value that this version of the program knows.';
  if (parameter.type !== 'number') return `“${parameter.label}” cannot be that.`;
  return `“${parameter.label}” must be a number from ${parameter.min} to ${parameter.max}.`;
}

/** Saves a policy as the next version of its name and puts it in force, as an act in the journal. */
export function savePolicy(
  db: Database.Database,
  order: { readonly name: string; readonly values: ParameterValues; readonly reason: string },
  actor: string,
  at: number,
): Policy {
  const before = activePolicy(db);
  const policy = candidatePolicy(before, order.name, nextVersion(db, order.name), order.values);
  if (policy.name === before.name && changedParameters(before, policy).length === 0)
    throw new AppError('conflict', 'This is the policy that is in force already. Nothing was changed.');
  const digest = policyDigest(policy);
  db.transaction(() => {
    const seq = appendJournal(db, {
      at,
      actor,
      type: 'policy-saved',
      payload: {
        name: policy.name,
        version: policy.version,
        digest,
        reason: order.reason,
        before: { name: before.name, version: before.version, digest: policyDigest(before) },
        changes: changesBetween(before, policy),
      },
    });
    db.prepare(
      'INSERT INTO policy_version (seq, name, version, "values", digest, reason, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      seq,
      policy.name,
      policy.version,
      JSON.stringify(policyValues(policy)),
      digest,
      order.reason,
      actor,
      new Date(at).toISOString(),
    );
  }).immediate();
  return policy;
}
