import type { JsonValue } from '../reading/types.ts';
import { defineImporter, type ClientReference, type ConnectorFact, type Fact, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { detailed, detailsOf } from './parts/app-details.ts';
import { decodeJson, listOf, named, textAt } from './parts/json-cells.ts';
import { apiByName } from './parts/microsoft-apis.ts';
import { isPlaceholder } from './parts/placeholders.ts';

const FIELDS = {
  appId: { from: ['App ID', 'OAuthAppId', 'Application Id', 'properties.OAuthAppId'], required: true },
  servicePrincipal: { from: ['ServicePrincipalId', 'Object Id', 'properties.ServicePrincipalId'] },
  name: { from: ['App name', 'AppName', 'Display name', 'Name', 'properties.AppName'] },
  status: { from: ['App status', 'AppStatus', 'Status', 'properties.AppStatus'] },
  publisher: { from: ['Publisher'] },
  verifiedPublisher: { from: ['VerifiedPublisher', 'properties.VerifiedPublisher'] },
  ownerTenant: { from: ['AppOwnerTenantId', 'properties.AppOwnerTenantId'] },
  added: { from: ['Added on', 'AddedOnTime', 'Created on', 'properties.AddedOnTime'] },
  lastUsed: { from: ['Last used', 'LastUsedTime', 'properties.LastUsedTime'] },
  users: { from: ['ConsentedUsersCount', 'Consented users', 'properties.ConsentedUsersCount'] },
  consentType: { from: ['Consent type'] },
  adminConsent: { from: ['IsAdminConsented', 'properties.IsAdminConsented'] },
  permissions: { from: ['Permissions', 'properties.Permissions'] },
  homepage: { from: ['Homepage URL'] },
} as const;

type Field = keyof typeof FIELDS;

/**
 * Lists of apps by Microsoft itself: app governance (portal CSV), the hunting table OAuthAppInfo, and the portal's list of
 * enterprise applications. They know when an app was last used, by their own account, and how many people consented; who
 * these are they do not say. The time an app was added is not the time of any grant.
 */
export default defineImporter<Field>({
  id: 'm365.appgov',
  platform: 'entra',
  label: 'App list (app governance, OAuthAppInfo, enterprise applications)',
  system: 'Microsoft Defender, app governance',
  fields: FIELDS,
  detect: (head) => {
    const layouts = [
      scoreSignature(head, {
        required: ['App ID', 'App name', 'Last used|Added on|Privilege level'],
        bonus: ['App status', 'Permission usage', 'Consent type', 'App origin'],
      }),
      scoreSignature(head, {
        required: ['OAuthAppId|properties.OAuthAppId', 'AppName|properties.AppName'],
        bonus: [
          'ServicePrincipalId|properties.ServicePrincipalId',
          'ConsentedUsersCount|properties.ConsentedUsersCount',
          'IsAdminConsented|properties.IsAdminConsented',
          'PrivilegeLevel|properties.PrivilegeLevel',
        ],
      }),
      scoreSignature(head, {
        required: ['Application Id', 'Object Id', 'Display name|Name'],
        bonus: ['Homepage URL', 'Created on'],
        against: ['Request ID'],
      }),
    ];
    return layouts.reduce((best, one) => (one.score > best.score ? one : best));
  },
  map: (record, context) => {
    const appId = record.text('appId');
    if (isPlaceholder(appId)) return { rejected: 'the application id is a placeholder, not an id' };
    const client: ClientReference = { space: 'app', id: appId, ...named(record.text('name')) };
    return { facts: [connectorFact(record, client, context.time), ...grantFacts(record, client)] };
  },
});

function connectorFact(
  record: FieldReader<Field>,
  client: ClientReference,
  time: (text: string) => number | null,
): ConnectorFact {
  const servicePrincipal = record.text('servicePrincipal');
  const ownerTenant = record.text('ownerTenant');
  const created = time(record.text('added'));
  const lastUsed = time(record.text('lastUsed'));
  const users = statedUsers(record);
  const verified = decodeJson(record.raw('verifiedPublisher'));
  const publisher = textAt(verified, 'displayName') || record.text('publisher');
  const status = record.text('status').toLowerCase();
  return {
    fact: 'connector',
    client,
    ...(isPlaceholder(servicePrincipal) ? {} : { sameAs: [{ space: 'sp' as const, id: servicePrincipal }] }),
    publisherVerified: isVerified(record, verified),
    ...(isPlaceholder(publisher) ? {} : { publisher }),
    ...(isPlaceholder(ownerTenant) ? {} : { ownerTenant }),
    ...(/^(?:enabled|disabled)/.test(status) ? { enabled: status.startsWith('enabled') } : {}),
    ...(created === null ? {} : { createdAt: created }),
    ...(lastUsed === null ? {} : { lastUsedAt: lastUsed }),
    ...(users === null ? {} : { statedUsers: users }),
    ...detailed(detailsOf('homepage', record.text('homepage'))),
  };
}

/** Only an id of a verified publisher counts; the portal's publisher column shows names with and without one. */
function isVerified(record: FieldReader<Field>, verified: JsonValue | undefined): boolean | null {
  if (typeof verified !== 'object') return null;
  return record.has('verifiedPublisher') ? !isPlaceholder(textAt(verified, 'verifiedPublisherId')) : null;
}

/** A number of its own, or the one in `User (12)`. */
function statedUsers(record: FieldReader<Field>): number | null {
  const text = record.text('users') || (/\buser\w*\D{0,12}(\d[\d,.]*)/i.exec(record.text('consentType'))?.[1] ?? '');
  const count = Number(text.replace(/[,.\s]/g, ''));
  return text !== '' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/**
 * Permissions of OAuthAppInfo are granted ones. Delegated ones hold for everyone after an admin's consent; without it
 * they are those of people whom the table only counts, and no grant can be named.
 */
function grantFacts(record: FieldReader<Field>, client: ClientReference): Fact[] {
  const isAdmin = /^(?:true|1|yes)$/i.test(record.text('adminConsent'));
  return listOf(decodeJson(record.raw('permissions'))).flatMap((permission): Fact[] => {
    const name =
      textAt(permission, 'PermissionValue') || textAt(permission, 'PermissionName') || textAt(permission, 'Name');
    const isApplication = /^app/i.test(textAt(permission, 'PermissionType') || textAt(permission, 'Type'));
    if (isPlaceholder(name) || (!isApplication && !isAdmin)) return [];
    return [
      {
        fact: 'grant',
        client,
        kind: isApplication ? 'application' : 'delegated-tenant',
        principal: null,
        ...apiByName(textAt(permission, 'TargetAppDisplayName') || textAt(permission, 'ResourceDisplayName')),
        scopes: [name],
      },
    ];
  });
}
