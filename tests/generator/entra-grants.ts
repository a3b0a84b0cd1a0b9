import { isoSeconds } from './clock.ts';
import type { EntraConnector, EntraTenant } from './entra-connectors.ts';
import { applicationRoleId } from './graph-permissions.ts';
import { activeIn, leadOf, type Person } from './people.ts';
import { createRandom } from './random.ts';

const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** The people behind an Entra connector: those who consented, or who use a tenant-wide one. */
export interface EntraHolders {
  readonly connector: EntraConnector;
  readonly people: readonly Person[];
}

export function createEntraHolders(
  seed: number,
  tenant: EntraTenant,
  people: readonly Person[],
  serviceAccount: Person,
): EntraHolders[] {
  return tenant.connectors.map((connector) => {
    if (connector.heldBy === 'service-account') return { connector, people: [serviceAccount] };
    const random = createRandom(seed, `entra holders ${connector.key}`);
    return { connector, people: random.sample(activeIn(people, connector.departments), connector.holders) };
  });
}

/** `GET /oauth2PermissionGrants`: one row per person, or one for everybody. Scopes carry Graph's leading space. */
export function oauth2PermissionGrantsJson(
  tenant: EntraTenant,
  holders: readonly EntraHolders[],
  people: readonly Person[],
): string {
  const rows = holders.flatMap(({ connector, people: consenting }) => {
    if (connector.consent === 'application') return [];
    if (connector.consent === 'tenant')
      return [grantRow(tenant, connector.servicePrincipalId, undefined, connector.scopes)];
    return consenting.map((person) => grantRow(tenant, connector.servicePrincipalId, person, connector.scopes));
  });
  const administrator = leadOf(people, 'IT');
  const firstParty = grantRow(tenant, tenant.commandLineId, administrator, [
    'User.Read',
    'openid',
    'profile',
    'offline_access',
  ]);
  return page('oauth2PermissionGrants', [...rows, firstParty]);
}

/** App role assignments of all clients: application permissions, and one person assigned to an application (no permission). */
export function appRoleAssignmentsJson(tenant: EntraTenant, people: readonly Person[]): string {
  const permissions = tenant.connectors
    .filter((connector) => connector.consent === 'application')
    .flatMap((connector) =>
      connector.scopes.map((scope) => ({
        id: roleAssignmentId(connector.servicePrincipalId, applicationRoleId(scope)),
        deletedDateTime: null,
        appRoleId: applicationRoleId(scope),
        createdDateTime: isoSeconds(roleGrantedOn(connector, scope)),
        principalDisplayName: connector.name,
        principalId: connector.servicePrincipalId,
        principalType: 'ServicePrincipal',
        resourceDisplayName: 'Microsoft Graph',
        resourceId: tenant.graphId,
      })),
    );
  const person = leadOf(people, 'Engineering');
  const kiln = tenant.connectors.filter((connector) => connector.key === 'kiln');
  const assignments = kiln.map((connector) => ({
    id: roleAssignmentId(person.id, connector.servicePrincipalId),
    deletedDateTime: null,
    appRoleId: DEFAULT_ACCESS,
    createdDateTime: isoSeconds(connector.created),
    principalDisplayName: person.name,
    principalId: person.id,
    principalType: 'User',
    resourceDisplayName: connector.name,
    resourceId: connector.servicePrincipalId,
  }));
  return page('appRoleAssignments', [...permissions, ...assignments]);
}

/** When an application permission was granted: with the application, except the three that were added later. */
export function roleGrantedOn(connector: EntraConnector, scope: string): number {
  if (connector.key === 'rookery' && scope === 'Mail.ReadWrite') return Date.UTC(2025, 10, 18, 13, 22, 5);
  if (connector.key === 'nightjar' && scope === 'SecurityAlert.Read.All') return Date.UTC(2026, 6, 1, 8, 40, 12);
  if (connector.key === 'tern' && scope === 'GroupMember.ReadWrite.All') return Date.UTC(2026, 7, 12, 15, 20, 44);
  return connector.created;
}

/** One page of a Graph collection, indented as `az rest` prints it. */
export function page(collection: string, value: readonly unknown[]): string {
  const context = `https://graph.microsoft.com/v1.0/$metadata#${collection}`;
  return `${JSON.stringify({ '@odata.context': context, value }, undefined, 2)}\n`;
}

/** Graph's grant id: the ids of client, resource and, for one person's consent, that person, as base64url. */
export function grantId(client: string, resource: string, person: string | undefined): string {
  return base64url([client, resource, ...(person === undefined ? [] : [person])]);
}

function grantRow(tenant: EntraTenant, client: string, person: Person | undefined, scopes: readonly string[]) {
  return {
    clientId: client,
    consentType: person === undefined ? 'AllPrincipals' : 'Principal',
    id: grantId(client, tenant.graphId, person?.id),
    principalId: person?.id ?? null,
    resourceId: tenant.graphId,
    scope: ` ${scopes.join(' ')}`,
  };
}

function roleAssignmentId(one: string, other: string): string {
  return base64url([one, other]);
}

function base64url(guids: readonly string[]): string {
  return Buffer.concat(guids.map(guidBytes)).toString('base64url');
}

/** A GUID's bytes in the order Microsoft stores them: the first three groups are little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  return Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ]);
}
