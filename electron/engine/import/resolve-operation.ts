import type { Catalog, OperationMatch } from '../catalog/types.ts';
import type { EventFact } from '../importers/importer.ts';
import type { Dictionary } from './dictionary.ts';

type Operation = NonNullable<EventFact['operation']>;

/** Names the operation of a call by the catalog's rules; ids and query never reach the store. */
export function resolveOperation(operation: Operation, catalog: Catalog, dictionary: Dictionary): number {
  switch (operation.matcher) {
    case 'graph': {
      const match = catalog.matchGraph(operation.method, operation.uri);
      return dictionary.operation('graph', match.key, match.quality);
    }
    case 'google': {
      const match = catalog.matchGoogle(operation.api, operation.method);
      return dictionary.operation('google', match.key, match.quality);
    }
    case 'github': {
      const match = catalog.matchGitHub(operation.method, operation.route);
      return match.key === '' ? 0 : dictionary.operation('github', match.key, match.quality);
    }
    case 'okta': {
      const match = operation.uri === '' ? null : catalog.matchOkta(operation.method, operation.uri);
      if (match !== null && (match.setIndex !== null || operation.event === ''))
        return dictionary.operation('okta', match.key, match.quality);
      return eventOperation(catalog.matchEvent('okta', operation.event), dictionary);
    }
    case 'salesforce': {
      const match = salesforceMatch(operation, catalog);
      return dictionary.operation('salesforce', match.key, match.quality);
    }
    case 'event':
      return operation.name === ''
        ? 0
        : eventOperation(catalog.matchEvent(operation.source, operation.name), dictionary);
    case 'plain':
      return operation.name === '' ? 0 : dictionary.operation('plain', operation.name.slice(0, 300), 'none');
  }
}

function eventOperation(match: OperationMatch, dictionary: Dictionary): number {
  return dictionary.operation('event', match.key, match.quality);
}

/** The address is kept only where it says more about what was needed than the name does. */
function salesforceMatch(operation: Extract<Operation, { matcher: 'salesforce' }>, catalog: Catalog): OperationMatch {
  const byName = catalog.matchSalesforce(operation.name);
  if (operation.withPath === operation.name) return byName;
  const byPath = catalog.matchSalesforce(operation.withPath);
  if (byPath.quality !== 'exact') return byName;
  const allowing = (match: OperationMatch) => catalog.platform('salesforce')?.coveringScopes('delegated', match).join();
  return allowing(byPath) === allowing(byName) ? byName : byPath;
}
