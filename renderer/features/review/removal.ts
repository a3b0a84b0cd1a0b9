import type { ScopeUsage } from '../../../shared/contract/inventory.ts';
import { formatCounted } from '../../components/format.ts';

/** What stops when the marked scopes go and were in use; null when none of them was observed or each is covered by a scope that stays. */
export function removalWarning(scopes: readonly ScopeUsage[], marked: readonly string[]): string | null {
  const lost = scopes.filter(
    (scope) =>
      marked.includes(scope.scope) &&
      scope.status === 'observed' &&
      !scope.redundantWith.some((other) => !marked.includes(other)),
  );
  if (lost.length === 0) return null;
  const operations = new Set(lost.flatMap((scope) => scope.operations));
  const people = Math.max(...lost.map((scope) => scope.people));
  return `${formatCounted(lost.length, 'marked scope')} in use: ${formatCounted(operations.size, 'observed operation')} would stop for up to ${formatCounted(people, 'person', 'people')}. Say in the justification why.`;
}
