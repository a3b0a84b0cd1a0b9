import type { Catalog } from '../catalog/types.ts';
import type { EventFact } from '../importers/importer.ts';
import type { Dictionary } from './dictionary.ts';

/** Names the operation of a call by the catalog's rules; ids and query never reach the store. */
export function resolveOperation(
  operation: NonNullable<EventFact['operation']>,
  catalog: Catalog,
  dictionary: Dictionary,
): number {
  switch (operation.matcher) {
    case 'graph': {
      const match = catalog.matchGraph(operation.method, operation.uri);
      return dictionary.operation('graph', match.key, match.quality);
    }
    case 'google': {
      const match = catalog.matchGoogle(operation.api, operation.method);
      return dictionary.operation('google', match.key, match.quality);
    }
    case 'plain':
      return operation.name === '' ? 0 : dictionary.operation('plain', operation.name.slice(0, 300), 'none');
  }
}
