import { textOf } from '../import/field-reader.ts';
import type { JsonValue } from '../reading/types.ts';
import { defineImporter, type ConnectorFact } from './importer.ts';
import { scoreSignature } from './keys.ts';

/** Graph `servicePrincipals`: the bridge between object ids (grants) and appIds (logs), and the permission dictionary. */
export default defineImporter({
  id: 'entra.sp.graph',
  platform: 'entra',
  label: 'Service principals (Graph servicePrincipals)',
  system: 'Microsoft Entra, Graph servicePrincipals',
  fields: {
    id: { from: ['id', 'objectId'], required: true },
    appId: { from: ['appId'], required: true },
    displayName: { from: ['displayName', 'appDisplayName'] },
    publisherName: { from: ['publisherName'] },
    verifiedPublisherId: { from: ['verifiedPublisher.verifiedPublisherId'] },
    verifiedPublisherName: { from: ['verifiedPublisher.displayName'] },
    verifiedPublisher: { from: ['verifiedPublisher'] },
    ownerTenant: { from: ['appOwnerOrganizationId', 'appOwnerTenantId'] },
    enabled: { from: ['accountEnabled'] },
    created: { from: ['createdDateTime'] },
    type: { from: ['servicePrincipalType'] },
    appRoles: { from: ['appRoles'] },
    scopes: { from: ['oauth2PermissionScopes', 'oauth2Permissions', 'publishedPermissionScopes'] },
    keys: { from: ['keyCredentials'] },
    passwords: { from: ['passwordCredentials'] },
  },
  detect: (head) => {
    const context = head.kind === 'json' ? (head.envelope.get('@odata.context') ?? '') : '';
    return scoreSignature(head, {
      required: ['id|objectId', 'appId', 'servicePrincipalType|servicePrincipalNames|appOwnerOrganizationId'],
      bonus: ['displayName|appDisplayName', 'verifiedPublisher', 'keyCredentials', 'appRoles'],
      proof: /servicePrincipals/i.test(context) ? 'the name servicePrincipals in the page' : null,
    });
  },
  map: (record, context) => {
    const name = record.text('displayName');
    const publisher = record.text('verifiedPublisherName') || record.text('publisherName');
    const ownerTenant = record.text('ownerTenant');
    const enabled = record.text('enabled').toLowerCase();
    const created = context.time(record.text('created'));
    const fact: ConnectorFact = {
      fact: 'connector',
      client: { space: 'app', id: record.text('appId'), ...(name === '' ? {} : { name }) },
      sameAs: [{ space: 'sp', id: record.text('id') }],
      // Only the verified publisher's id counts: publisherName is what the app says of itself.
      publisherVerified: record.has('verifiedPublisher') ? record.text('verifiedPublisherId') !== '' : null,
      permissions: [
        ...permissions(record.raw('appRoles'), 'application'),
        ...permissions(record.raw('scopes'), 'delegated'),
      ],
      credentials: [
        ...credentials(record.raw('passwords'), 'password', context.time),
        ...credentials(record.raw('keys'), 'certificate', context.time),
      ],
      ...(publisher === '' ? {} : { publisher }),
      ...(ownerTenant === '' ? {} : { ownerTenant }),
      ...(enabled === 'true' || enabled === 'false' ? { enabled: enabled === 'true' } : {}),
      ...(created === null ? {} : { createdAt: created }),
    };
    return { facts: [fact] };
  },
});

/** Exports collapse a list of one to the object itself and an empty list to null. */
function list(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || typeof value !== 'object') return [];
  return Array.isArray(value) ? value : [value];
}

function field(value: JsonValue, name: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  // The key was taken from the object itself.
  return key === undefined ? '' : textOf((value as Readonly<Record<string, JsonValue>>)[key]);
}

function permissions(
  value: JsonValue | undefined,
  kind: 'application' | 'delegated',
): NonNullable<ConnectorFact['permissions']> {
  return list(value)
    .map((entry) => ({ id: field(entry, 'id').toLowerCase(), value: field(entry, 'value'), kind }))
    .filter((entry) => entry.id !== '' && entry.value !== '');
}

function credentials(
  value: JsonValue | undefined,
  kind: 'password' | 'certificate',
  time: (text: string) => number | null,
): NonNullable<ConnectorFact['credentials']> {
  return list(value).map((entry) => ({
    kind,
    start: time(field(entry, 'startDateTime')),
    end: time(field(entry, 'endDateTime')),
  }));
}
