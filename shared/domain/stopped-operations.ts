import { LEAST_OWN_WORDS } from './reason-codes.ts';

/** Operations named one by one in a justification; the others are counted. */
const NAMED = 10;

/** How the line of a justification begins that answers for observed operations which a decision stops. */
function stopsMark(operations: readonly string[]): string {
  const named = operations.slice(0, NAMED).join(', ');
  const rest = operations.length - NAMED;
  return `Stops ${named}${rest > 0 ? ` and ${rest} more` : ''}: `;
}

/** A justification with the line that answers for the operations it stops; as it was where it stops none. */
export function withStops(reason: string, operations: readonly string[], why: string): string {
  if (operations.length === 0) return reason.trim();
  return `${reason.trim()}\n${stopsMark(operations)}${why.trim().replaceAll(/\s+/g, ' ')}`;
}

/** A justification that `withStops` wrote, taken apart again; `why` is empty where it answers for no operation. */
export function splitStops(text: string): { reason: string; why: string } {
  const line = text.lastIndexOf('\nStops ');
  const mark = line === -1 ? -1 : text.indexOf(': ', line);
  return mark === -1 ? { reason: text, why: '' } : { reason: text.slice(0, line), why: text.slice(mark + 2) };
}

/** What is missing in a justification that stops these observed operations, as a sentence; null when nothing. */
export function stopsProblem(reason: string, operations: readonly string[]): string | null {
  if (operations.length === 0) return null;
  const mark = stopsMark(operations);
  const line = reason.split('\n').find((candidate) => candidate.startsWith(mark));
  if (line !== undefined && line.slice(mark.length).trim().length >= LEAST_OWN_WORDS) return null;
  return `What is removed stops observed operations. Add a line that begins “${mark.trim()}” and says why in at least ${LEAST_OWN_WORDS} characters.`;
}
