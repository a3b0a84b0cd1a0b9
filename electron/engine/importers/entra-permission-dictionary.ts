import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { defineImporter, type Detection, type Fact } from './importer.ts';
import { readPermissions } from './parts/credentials.ts';
import { childOf, isGuid, named, textAt } from './parts/json-cells.ts';

const RESOURCE_LISTS = ['appRoles', 'oauth2PermissionScopes'];

/**
 * A cache of resource APIs keyed by application id, each with its roles and scopes: what permission ids are called. It
 * grants nothing; it lets ids in lists of grants be read as names.
 */
export default defineImporter({
  id: 'entra.permissions',
  platform: 'entra',
  label: 'Permission names of resource APIs (by application id)',
  system: 'Microsoft Entra, resource permission cache',
  fields: {
    // The first element of a list of one, which is the record itself: its keys are the application ids.
    resources: { from: ['0'] },
  },
  detect,
  map: (record) => {
    const facts = resourcesIn(record.raw('resources'));
    return facts.length === 0 ? { rejected: 'no resource with permissions' } : { facts };
  },
});

function detect(head: CsvHead | JsonHead): Detection {
  const [first] = head.kind === 'json' ? head.sample : [];
  const resources = resourcesIn(first);
  if (first === undefined || resources.length === 0 || head.sample.length > 1)
    return { score: 0, reason: 'no application ids with permissions' };
  return { score: 0.95, reason: `${resources.length} application ids with appRoles and oauth2PermissionScopes` };
}

function resourcesIn(value: JsonValue | undefined): Fact[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([appId, resource]): Fact[] => {
    if (!isGuid(appId) || RESOURCE_LISTS.every((list) => childOf(resource, list) === undefined)) return [];
    return [
      {
        fact: 'connector',
        client: { space: 'app', id: appId, ...named(textAt(resource, 'displayName')) },
        publisherVerified: null,
        permissions: readPermissions(childOf(resource, 'appRoles'), childOf(resource, 'oauth2PermissionScopes')),
      },
    ];
  });
}
