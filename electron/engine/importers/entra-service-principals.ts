import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { defineImporter, type ConnectorFact, type Fact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { detailed, detailsOf } from './parts/app-details.ts';
import { readCredentials, readPermissions } from './parts/credentials.ts';
import { childOf, decodeJson, isLost, listOf, named, textAt } from './parts/json-cells.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';

/** Nested fields that PowerShell loses when it is not told to go deep enough. */
const NESTED = [
  'verifiedPublisher',
  'appRoles',
  'oauth2PermissionScopes',
  'keyCredentials',
  'passwordCredentials',
  'owners',
  'replyUrls',
  'tags',
];

/**
 * Graph `servicePrincipals`: the bridge between object ids (grants) and appIds (logs), and the permission dictionary.
 * Its creation time is not the time of any grant. Managed identities belong to the tenant's own resources.
 */
export default defineImporter({
  id: 'entra.sp.graph',
  platform: 'entra',
  label: 'Service principals (Graph servicePrincipals)',
  system: 'Microsoft Entra, Graph servicePrincipals',
  fields: {
    id: { from: ['id', 'objectId'] },
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
    owners: { from: ['owners'] },
    replyUrls: { from: ['replyUrls', 'replyUrlsWithType', 'web.redirectUris'] },
    tags: { from: ['tags'] },
    homepage: { from: ['homepage', 'web.homePageUrl'] },
    audience: { from: ['signInAudience'] },
    publisherDomain: { from: ['publisherDomain'] },
    implicit: { from: ['oauth2AllowImplicitFlow', 'web.implicitGrantSettings.enableAccessTokenIssuance'] },
    singleSignOn: { from: ['preferredSingleSignOnMode'] },
  },
  detect: (head) => {
    const context = head.kind === 'json' ? (head.envelope.get('@odata.context') ?? '') : '';
    const detection = scoreSignature(head, {
      required: ['appId', 'servicePrincipalType|servicePrincipalNames|appOwnerOrganizationId'],
      bonus: ['id|objectId', 'displayName|appDisplayName', 'verifiedPublisher', 'keyCredentials', 'appRoles'],
      against: ['permission', 'permissionType', 'resourceDisplayName', 'permissions'],
      proof: /servicePrincipals/i.test(context) ? 'the name servicePrincipals in the page' : null,
    });
    const lost = lostFields(head);
    if (detection.score === 0 || lost.length === 0) return detection;
    const reason = `${lost.join(', ')} lost in the export (@{…}), export again with -Depth 10; ${detection.reason}`;
    return { ...detection, reason };
  },
  map: (record, context) => {
    const appId = record.text('appId');
    const id = record.text('id');
    if (isPlaceholder(appId)) return { rejected: 'appId is a placeholder, not an id' };
    // Some tools leave the column out; a blank id in a list that has ids is a fault.
    if (record.has('id') && isPlaceholder(id)) return { rejected: 'no id' };
    if (record.text('type').toLowerCase() === 'managedidentity') return { notRelevant: 'managed identity' };
    const verified = cell(record.raw('verifiedPublisher'));
    // A blank cell of a CSV file may be a lost value; an empty object or null of JSON says that nobody was verified.
    const knowsPublisher = verified !== undefined && verified !== '' && !isLost(verified);
    const verifiedId = record.text('verifiedPublisherId') || textAt(verified, 'verifiedPublisherId');
    const publisher =
      record.text('verifiedPublisherName') || textAt(verified, 'displayName') || record.text('publisherName');
    const ownerTenant = record.text('ownerTenant');
    const enabled = record.text('enabled').toLowerCase();
    const created = context.time(record.text('created'));
    const client = { space: 'app' as const, id: appId, ...named(record.text('displayName')) };
    const fact: ConnectorFact = {
      fact: 'connector',
      client,
      ...(record.has('id') ? { sameAs: [{ space: 'sp', id }] } : {}),
      // Only the verified publisher's id counts: publisherName is what the app says of itself.
      publisherVerified: knowsPublisher ? !isPlaceholder(verifiedId) : null,
      permissions: readPermissions(cell(record.raw('appRoles')), cell(record.raw('scopes'))),
      credentials: readCredentials(cell(record.raw('passwords')), cell(record.raw('keys')), context.time),
      ...(isPlaceholder(publisher) ? {} : { publisher }),
      ...(isPlaceholder(ownerTenant) ? {} : { ownerTenant }),
      ...(enabled === 'true' || enabled === 'false' ? { enabled: enabled === 'true' } : {}),
      ...(created === null ? {} : { createdAt: created }),
      ...detailed([
        ...detailsOf('redirect', addressesIn(cell(record.raw('replyUrls')))),
        ...detailsOf('tag', cell(record.raw('tags'))),
        ...detailsOf('homepage', record.text('homepage')),
        ...detailsOf('audience', record.text('audience')),
        ...detailsOf('publisher-domain', record.text('publisherDomain')),
        ...(/^true$/i.test(record.text('implicit')) ? detailsOf('flow', 'implicit') : []),
        ...(/^saml$/i.test(record.text('singleSignOn')) ? detailsOf('flow', 'saml') : []),
      ]),
    };
    return { facts: [fact, ...listOf(cell(record.raw('owners'))).flatMap((owner) => ownerFacts(owner, client))] };
  },
});

/** In CSV, lists are JSON in a cell. */
function cell(value: JsonValue | undefined): JsonValue | undefined {
  return decodeJson(value);
}

/** Reply addresses are texts, or objects of address and kind. */
function addressesIn(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value)
    ? value.map((entry: JsonValue) => textAt(entry, 'url') || textAt(entry, 'uri') || entry)
    : value;
}

/** Owners are candidates for the technical contact; programs own apps too and answer no questions. */
function ownerFacts(owner: JsonValue, client: ConnectorFact['client']): Fact[] {
  if (/serviceprincipal$/i.test(textAt(owner, '@odata.type'))) return [];
  const id = personOf(textAt(owner, 'id'));
  const address = personOf(textAt(owner, 'userPrincipalName') || textAt(owner, 'mail'));
  const owned = id ?? address;
  if (owned === null) return [];
  const facts: Fact[] = [{ fact: 'owner', client, owner: owned, role: 'technical' }];
  if (id !== null && address !== null) facts.push({ fact: 'principal', ids: [address, id] });
  return facts;
}

function lostFields(head: CsvHead | JsonHead): string[] {
  if (head.kind === 'csv') {
    const lost = head.header.filter((_, column) => head.sample.some((row) => isLost(row[column])));
    return lost.slice(0, 5);
  }
  return NESTED.filter((name) => head.sample.some((record) => isLost(childOf(record, name))));
}
