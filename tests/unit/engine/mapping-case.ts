import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParamsInput, Result } from '../../../shared/contract/rpc.ts';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { ImportOrder, ImportPlan, PlainMapping } from '../../../shared/contract/imports.ts';
import type { JobFinished } from '../../../shared/contract/jobs.ts';
import { type EngineCase, waitForJob } from './engine-case.ts';

/** A file of the case's folder, named to the engine. */
export function put(test: EngineCase, name: string, content: string): string {
  const path = join(test.folder, name);
  writeFileSync(path, content);
  return test.files.register(path);
}

/** Asks the engine as the page does. */
export async function call<M extends keyof EngineContract>(
  test: EngineCase,
  method: M,
  params: ParamsInput<EngineContract, M>,
): Promise<Result<EngineContract, M>> {
  // The handler of a method takes what the method's schema gives.
  const handler = test.engine.handlers[method] as (asked: unknown, call: unknown) => Promise<Result<EngineContract, M>>;
  return handler(params, {});
}

export async function inspect(test: EngineCase, token: string): Promise<ImportPlan> {
  const [plan] = await call(test, 'imports.inspect', { tokens: [token] });
  if (plan === undefined || 'error' in plan) throw new Error(plan?.error ?? 'no plan');
  return plan;
}

type Stated = Partial<Pick<ImportOrder, 'zone' | 'dayOrder' | 'profile'>>;

/** Reads the first records of a file by a mapping. */
export function tryMapping(test: EngineCase, token: string, mapping: PlainMapping, stated: Stated = {}) {
  return call(test, 'imports.try', {
    token,
    format: null,
    mapping,
    zone: stated.zone ?? null,
    dayOrder: stated.dayOrder ?? null,
    subject: '',
  });
}

/** Imports one file by a mapping and waits for the end. */
export async function importMapped(
  test: EngineCase,
  token: string,
  mapping: PlainMapping,
  stated: Stated = {},
): Promise<JobFinished> {
  const order = {
    token,
    format: null,
    mapping,
    system: 'Cloud watch tool',
    tenant: 'firm.example',
    asOf: '2026-10-01T06:00:00Z',
    extractedBy: 'Erik Extractor',
    method: 'by hand',
    keepCopy: true,
    completeness: 'whole' as const,
    ...stated,
  };
  const { jobId } = await call(test, 'imports.run', { orders: [order] });
  return waitForJob(test, jobId);
}

/** Rows of the open case. */
export function sql(test: EngineCase, query: string): unknown[] {
  return test.engine.context.open().db.prepare(query).all();
}

/** Grants of the open case as text: app, kind, person and scopes. */
export function grants(test: EngineCase): unknown[] {
  return sql(
    test,
    `SELECT c.name AS app, item.kind, p.key AS person, s.value AS scopes, g.granted_at, g.expires_at, g.last_used_at
     FROM consent_grant g JOIN item ON item.id = g.item JOIN connector c ON c.id = g.connector JOIN scope_set s ON s.id = g.scope_set
     LEFT JOIN principal p ON p.id = g.principal ORDER BY 1, 2, 3, 4`,
  );
}
