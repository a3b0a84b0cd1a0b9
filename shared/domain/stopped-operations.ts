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

/** What is missing in a justification that stops these observed operations, as a sentence; null when nothing. */
export function stopsProblem(reason: string, operations: readonly string[]): string | null {
  if (operations.length === 0) return null;
  const mark = stopsMark(operations);
  const line = reason.split('\n').find((candidate) => candidate.startsWith(mark));
  if (line !== undefined && line.slice(mark.length).trim().length >= LEAST_OWN_WORDS) return null;
  return `What is removed stops observed operations. Add a line that begins “${mark.trim()}” and says why in at least ${LEAST_OWN_WORDS} characters.`;
}
