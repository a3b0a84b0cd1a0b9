import type { OperationMatch } from './types.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The method as route tables list it. A HEAD request needs what the GET needs. */
export function routeMethod(method: string): string {
  const upper = method.trim().toUpperCase();
  if (upper === 'HEAD') return 'GET';
  return METHODS.has(upper) ? upper : 'OTHER';
}

/** Whether a call of an unknown route reads or writes, as far as its method says. */
export function guessedVerb(method: string): OperationMatch['verb'] {
  if (method === 'GET') return 'read';
  return method === 'PATCH' || method === 'PUT' || method === 'DELETE' ? 'write' : 'unknown';
}
