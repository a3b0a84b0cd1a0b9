import type { z } from 'zod';
import type { Contract } from '../../../shared/contract/rpc.ts';
import type { RequestContext } from './serve.ts';

/** One method: the schemas of what it takes and answers, and what answers it, to be called with what `params` has checked. */
export interface FoundMethod {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  readonly handle: (params: unknown, context: RequestContext) => unknown;
}

/** A method by its name; null when there is none. */
export type Find = (method: string) => Promise<FoundMethod | null>;

/** Functions by the name of their method, whatever they take. */
export type AnyHandlers = Readonly<Record<string, (params: never, context: RequestContext) => unknown>>;

/** Looks among the methods of a contract and what answers them. */
export function findIn(contract: Contract, handlers: AnyHandlers): Find {
  return (method) => {
    const schemas = Object.hasOwn(contract, method) ? contract[method] : undefined;
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    if (schemas === undefined || handler === undefined) return Promise.resolve(null);
    // Whoever calls has just got the parameters from the schema, which TypeScript cannot follow through a name.
    return Promise.resolve({ ...schemas, handle: (params, context) => handler(params as never, context) });
  };
}
