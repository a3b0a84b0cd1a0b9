import type { ClientReference } from '../importer.ts';

/** Display names of Microsoft's own APIs; their application ids are the same in every tenant. */
const APIS: ReadonlyMap<string, string> = new Map([
  ['microsoft graph', '00000003-0000-0000-c000-000000000000'],
  ['windows azure active directory', '00000002-0000-0000-c000-000000000000'],
  ['office 365 exchange online', '00000002-0000-0ff1-ce00-000000000000'],
  ['office 365 sharepoint online', '00000003-0000-0ff1-ce00-000000000000'],
  ['office 365 management apis', 'c5393580-f805-4401-95e8-94b7a6ef2fc2'],
  ['windows azure service management api', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
  ['azure service management', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
]);

/** The API that a tool names by its display name only: Microsoft's by id, any other by the name as a weak id. */
export function apiByName(name: string): { resource?: ClientReference } {
  const trimmed = name.trim();
  if (trimmed === '') return {};
  const id = APIS.get(trimmed.toLowerCase());
  return {
    resource: id === undefined ? { space: 'name', id: trimmed, name: trimmed } : { space: 'app', id, name: trimmed },
  };
}
