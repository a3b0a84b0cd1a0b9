import { isoSeconds } from './clock.ts';
import type { EntraConnector, EntraSecret, EntraTenant } from './entra-connectors.ts';
import { page } from './entra-grants.ts';
import { EXCHANGE_APP_ID, GRAPH_APP_ID, GRAPH_PERMISSIONS } from './graph-permissions.ts';
import { createRandom, type Random } from './random.ts';

const MICROSOFT_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';
const MICROSOFT_OLD_TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
/** Microsoft Graph Command Line Tools, the same in every tenant. */
export const COMMAND_LINE_APP_ID = '14d82eec-204b-4c2f-b7e8-296a70dab67e';
/** Mail.ReadWrite has the same id on Microsoft Graph and on Exchange Online. */
const SHARED_MAIL_ROLE = { id: 'e2a3a72e-5f79-4c64-b1b1-878b674786c9', value: 'Mail.ReadWrite' };
const LEGACY_FULL_ACCESS = { id: 'dc890d15-9560-4a4c-9b7f-a736ec74ec40', value: 'full_access_as_app' };

/** `GET /servicePrincipals`: the connectors, the APIs they call with their permission dictionaries, and what else a tenant holds. */
export function servicePrincipalsJson(seed: number, tenant: EntraTenant): string {
  const random = createRandom(seed, 'service principals');
  return page('servicePrincipals', [
    microsoft(tenant.graphId, GRAPH_APP_ID, 'Microsoft Graph', MICROSOFT_TENANT, graphDictionary()),
    microsoft(tenant.exchangeId, EXCHANGE_APP_ID, 'Office 365 Exchange Online', MICROSOFT_TENANT, {
      appRoles: [SHARED_MAIL_ROLE, LEGACY_FULL_ACCESS].map(role),
      oauth2PermissionScopes: [],
    }),
    microsoft(
      tenant.commandLineId,
      COMMAND_LINE_APP_ID,
      'Microsoft Graph Command Line Tools',
      MICROSOFT_OLD_TENANT,
      {},
    ),
    managedIdentity(tenant),
    ...tenant.connectors.map((connector) => thirdParty(tenant, connector, random)),
  ]);
}

function graphDictionary() {
  return {
    appRoles: GRAPH_PERMISSIONS.filter(([, , application]) => application !== '').map(([value, , id]) =>
      role({ id, value }),
    ),
    oauth2PermissionScopes: GRAPH_PERMISSIONS.filter(([, delegated]) => delegated !== '').map(([value, id]) => ({
      id,
      isEnabled: true,
      type: value.endsWith('.All') ? 'Admin' : 'User',
      value,
    })),
  };
}

function role(declared: { readonly id: string; readonly value: string }) {
  return { allowedMemberTypes: ['Application'], id: declared.id, isEnabled: true, value: declared.value };
}

function microsoft(id: string, appId: string, name: string, owner: string, extra: object) {
  return {
    id,
    deletedDateTime: null,
    accountEnabled: true,
    appId,
    displayName: name,
    appDisplayName: name,
    appOwnerOrganizationId: owner,
    createdDateTime: '2021-03-02T07:14:51Z',
    publisherName: 'Microsoft Services',
    servicePrincipalType: 'Application',
    servicePrincipalNames: [appId],
    tags: [],
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    keyCredentials: [],
    passwordCredentials: [],
    ...extra,
  };
}

function managedIdentity(tenant: EntraTenant) {
  return {
    ...microsoft(tenant.managedIdentityId, tenant.managedIdentityAppId, 'vm-archive-01', MICROSOFT_TENANT, {}),
    appOwnerOrganizationId: null,
    publisherName: null,
    servicePrincipalType: 'ManagedIdentity',
  };
}

function thirdParty(tenant: EntraTenant, connector: EntraConnector, random: Random) {
  const verified = connector.verifiedPublisher;
  return {
    id: connector.servicePrincipalId,
    deletedDateTime: null,
    accountEnabled: true,
    appId: connector.appId,
    displayName: connector.name,
    appDisplayName: connector.name,
    appOwnerOrganizationId: connector.internal ? tenant.tenantId : random.guid(),
    createdDateTime: isoSeconds(connector.created),
    homepage: `https://www.${connector.domain}/`,
    publisherName: connector.publisherName,
    replyUrls: connector.redirects,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [connector.appId],
    signInAudience: connector.internal ? 'AzureADMyOrg' : 'AzureADMultipleOrgs',
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
    verifiedPublisher: {
      displayName: verified ?? null,
      verifiedPublisherId: verified === undefined ? null : random.digits(7),
      addedDateTime: verified === undefined ? null : isoSeconds(connector.created - 90 * 86_400_000),
    },
    keyCredentials: [],
    passwordCredentials: (connector.secrets ?? (connector.key === 'kiln' ? [serviceDeskSecret(random)] : [])).map(
      (secret) => ({
        keyId: secret.keyId,
        displayName: secret.name,
        startDateTime: isoSeconds(secret.start),
        endDateTime: isoSeconds(secret.end),
      }),
    ),
  };
}

function serviceDeskSecret(random: Random): EntraSecret {
  return {
    keyId: random.guid(),
    name: 'service desk',
    start: Date.UTC(2026, 4, 4, 8),
    end: Date.UTC(2026, 9, 24, 8),
  };
}
