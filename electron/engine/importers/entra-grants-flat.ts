import { defineImporter, type ClientReference, type ConnectorFact, type Fact, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { detailed, detailsOf } from './parts/app-details.ts';
import { isGuid, named } from './parts/json-cells.ts';
import { apiByName } from './parts/microsoft-apis.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { cellLabel } from './parts/spreadsheet-cells.ts';
import { scopeWords } from './parts/scope-words.ts';

const FIELDS = {
  permissionType: { from: ['PermissionType', 'ConsentTypeFilter'], required: true },
  consentType: { from: ['ConsentType'] },
  appId: { from: ['AppId'] },
  clientId: { from: ['ClientObjectId', 'clientId'], required: true },
  clientName: { from: ['AppDisplayName', 'ClientDisplayName'] },
  // The twin column of a hyperlink holds the plain text.
  resourceId: { from: ['ResourceObjectIdFilter', 'ResourceObjectId'] },
  resourceName: { from: ['ResourceDisplayNameFilter', 'ResourceDisplayName'] },
  permission: { from: ['PermissionFilter', 'Permission'] },
  principalId: { from: ['PrincipalObjectId'] },
  principalName: { from: ['PrincipalDisplayName'] },
  ownerTenant: { from: ['AppOwnerOrganizationId', 'ClientOwnerTenantId'] },
  verifiedId: { from: ['VerifiedPublisherId'] },
  verifiedName: { from: ['PublisherDisplayName'] },
  appCreated: { from: ['CreatedDateTime'] },
  grantCreated: { from: ['CreationTimestamp'] },
  expiry: { from: ['ExpiryTime'] },
  enabled: { from: ['ApplicationStatus'] },
  type: { from: ['ApplicationType'] },
  homepage: { from: ['Homepage'] },
  replyUrls: { from: ['ReplyUrls'] },
  audience: { from: ['SignInAudience'] },
} as const;

type Field = keyof typeof FIELDS;

/**
 * Consent tables of tools with one row for each permission: Microsoft-Extractor-Suite, MSIdentityTools, AzureADAssessment,
 * Hawk and Get-AzureADPSPermissions. Rows of one client, resource, kind and person are one grant. What some tools call
 * publisher may be made up from the app's name, so only a verified publisher's id counts.
 */
export default defineImporter<Field>({
  id: 'entra.grants.flat',
  platform: 'entra',
  label: 'Consent grants, one row per permission (assessment tools)',
  system: 'Microsoft Entra, consent report of an assessment tool',
  lists: 'tenant',
  fields: FIELDS,
  detect: (head) =>
    scoreSignature(head, {
      required: ['PermissionType', 'ClientObjectId|clientId', 'Permission', 'ResourceObjectId'],
      bonus: [
        'ConsentType|ConsentTypeFilter',
        'PrincipalObjectId',
        'ResourceDisplayName',
        'ClientDisplayName|AppDisplayName',
      ],
    }),
  map: (record, context) => {
    const kind = grantKind(record.text('permissionType'), record.text('consentType'));
    if (kind === null) return { rejected: 'neither PermissionType nor ConsentType says what kind of grant it is' };
    const clientId = record.text('clientId');
    if (isPlaceholder(clientId)) return { rejected: 'the client id is a placeholder, not an id' };
    if (/^managedidentity$/i.test(record.text('type'))) return { notRelevant: 'managed identity' };
    const principal = record.text('principalId');
    if (kind === 'delegated-user' && isPlaceholder(principal)) return { rejected: 'consent of a person without an id' };
    const client = clientOf(record, clientId);
    const permission = cellLabel(record.text('permission'));
    const granted = context.time(record.text('grantCreated'));
    const expires = kind === 'application' ? null : context.time(record.text('expiry'));
    const facts: Fact[] = [
      {
        fact: 'grant',
        client,
        kind,
        principal: kind === 'delegated-user' ? principal : null,
        ...resourceOf(record),
        // A role that the tool could not name is left as its id, to be looked up later.
        ...(kind === 'application' && isGuid(permission)
          ? { scopes: [], scopeIds: [permission.toLowerCase()] }
          : { scopes: scopeWords(permission) }),
        ...(granted === null ? {} : { grantedAt: granted }),
        ...(expires === null ? {} : { expiresAt: expires }),
      },
      connectorFact(record, client, clientId, context.time),
    ];
    const name = cellLabel(record.text('principalName'));
    if (kind === 'delegated-user' && !isPlaceholder(name)) facts.push({ fact: 'principal', ids: [principal], name });
    return { facts };
  },
});

/** Kind of a row; application rows of some tools also say AllPrincipals, or nothing about consent. */
function grantKind(
  permissionType: string,
  consentType: string,
): 'application' | 'delegated-tenant' | 'delegated-user' | null {
  const type = permissionType.toLowerCase();
  if (type.startsWith('application')) return 'application';
  if (!type.startsWith('delegated')) return null;
  const consent = type === 'delegated' ? consentType.toLowerCase() : type.replace(/^delegated[-\s]*/, '');
  if (consent === 'allprincipals') return 'delegated-tenant';
  return consent === 'principal' ? 'delegated-user' : null;
}

function clientOf(record: FieldReader<Field>, clientId: string): ClientReference {
  const appId = record.text('appId');
  const name = named(cellLabel(record.text('clientName')));
  return isPlaceholder(appId) ? { space: 'sp', id: clientId, ...name } : { space: 'app', id: appId, ...name };
}

function resourceOf(record: FieldReader<Field>): { resource?: ClientReference } {
  const id = cellLabel(record.text('resourceId'));
  const name = cellLabel(record.text('resourceName'));
  if (isPlaceholder(id)) return apiByName(name);
  return { resource: { space: 'sp', id, ...named(name) } };
}

/** The time of creation is the app's, not the grant's. A column that the export lost says nothing either way. */
function connectorFact(
  record: FieldReader<Field>,
  client: ClientReference,
  clientId: string,
  time: (text: string) => number | null,
): ConnectorFact {
  const ownerTenant = record.text('ownerTenant');
  const publisher = record.text('verifiedName');
  const isVerified = !isPlaceholder(record.text('verifiedId'));
  const created = time(record.text('appCreated'));
  const status = record.text('enabled').toLowerCase();
  return {
    fact: 'connector',
    client,
    ...(client.space === 'app' ? { sameAs: [{ space: 'sp' as const, id: clientId }] } : {}),
    publisherVerified: record.has('verifiedId') ? isVerified : null,
    ...(isVerified && !isPlaceholder(publisher) ? { publisher } : {}),
    ...(isPlaceholder(ownerTenant) ? {} : { ownerTenant }),
    ...(status === 'enabled' || status === 'disabled' ? { enabled: status === 'enabled' } : {}),
    ...(created === null ? {} : { createdAt: created }),
    ...detailed([
      // The tool joins the addresses by blanks or `; `.
      ...detailsOf('redirect', scopeWords(record.text('replyUrls').replaceAll(';', ' '))),
      ...detailsOf('homepage', record.text('homepage')),
      ...detailsOf('audience', record.text('audience')),
    ]),
  };
}
