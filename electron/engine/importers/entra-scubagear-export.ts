import type { JsonValue } from '../reading/types.ts';
import { defineImporter, type ClientReference, type Fact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { detailed, detailsOf } from './parts/app-details.ts';
import { readCredentials } from './parts/credentials.ts';
import { cellText, childOf, listOf, named, textAt } from './parts/json-cells.ts';
import { apiByName } from './parts/microsoft-apis.ts';
import { isPlaceholder } from './parts/placeholders.ts';

/** Lists of apps with permissions; the last one nests its apps. */
const APP_LISTS = ['risky_applications', 'risky_third_party_service_principals', 'legacy_exchange_service_principal'];

/**
 * What the assessment tool ScubaGear collected of a tenant, one document: its risky applications with credentials and
 * resolved permissions. A permission without admin consent is only asked for in the registration and is no grant. The
 * list holds risky apps alone, so an app that is missing from it may well exist.
 */
export default defineImporter({
  id: 'entra.scubagear',
  platform: 'entra',
  label: 'ScubaGear provider export (risky applications)',
  system: 'Microsoft Entra, ScubaGear provider export',
  fields: {
    applications: { from: ['risky_applications'] },
    servicePrincipals: { from: ['risky_third_party_service_principals'] },
    exchange: { from: ['legacy_exchange_service_principal'] },
    hybrid: { from: ['dedicated_exchange_hybrid_applications'] },
    privileged: { from: ['privileged_service_principals'] },
  },
  detect: (head) =>
    head.kind === 'json'
      ? scoreSignature(head, {
          required: ['risky_applications|risky_third_party_service_principals'],
          bonus: ['module_version', 'baseline_version', ...APP_LISTS],
        })
      : { score: 0, reason: 'not a JSON file' },
  map: (record, context) => {
    const apps = [
      ...listOf(record.raw('applications')),
      ...listOf(record.raw('servicePrincipals')),
      ...listOf(record.raw('exchange')),
      ...listOf(record.raw('hybrid')).flatMap((entry) => listOf(childOf(entry, 'Apps'))),
      ...membersOf(record.raw('privileged')),
    ];
    const facts = apps.flatMap((app) => appFacts(app, context.time));
    return facts.length === 0 ? { notRelevant: 'the export names no risky application' } : { facts };
  },
});

/** Values of an object that is keyed by ids. */
function membersOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((member) => member !== undefined);
}

function appFacts(app: JsonValue, time: (text: string) => number | null): Fact[] {
  const appId = textAt(app, 'AppId');
  if (isPlaceholder(appId)) return [];
  const client: ClientReference = { space: 'app', id: appId, ...named(textAt(app, 'DisplayName')) };
  const objectId = childOf(app, 'ObjectId');
  // An application names both of its objects, a service principal only itself.
  const servicePrincipal =
    textAt(objectId, 'ServicePrincipal') || textAt(app, 'ServicePrincipalId') || guidText(objectId);
  const ownerTenant = textAt(app, 'AppOwnerOrganizationId');
  return [
    {
      fact: 'connector',
      client,
      ...(isPlaceholder(servicePrincipal) ? {} : { sameAs: [{ space: 'sp' as const, id: servicePrincipal }] }),
      publisherVerified: null,
      credentials: readCredentials(childOf(app, 'PasswordCredentials'), childOf(app, 'KeyCredentials'), time),
      ...(isPlaceholder(ownerTenant) ? {} : { ownerTenant }),
      ...detailed(detailsOf('audience', textAt(app, 'SignInAudience'))),
    },
    ...listOf(childOf(app, 'Permissions')).flatMap((permission) => grantFacts(permission, client)),
  ];
}

function guidText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? cellText(value) : '';
}

/** Only what an administrator consented to was granted. */
function grantFacts(permission: JsonValue, client: ClientReference): Fact[] {
  if (!/^true$/i.test(textAt(permission, 'IsAdminConsented'))) return [];
  const name = textAt(permission, 'RoleDisplayName');
  const id = textAt(permission, 'RoleId').toLowerCase();
  if (isPlaceholder(name) && isPlaceholder(id)) return [];
  const isApplication = !/^delegated/i.test(textAt(permission, 'RoleType'));
  return [
    {
      fact: 'grant',
      client,
      kind: isApplication ? 'application' : 'delegated-tenant',
      principal: null,
      ...apiByName(textAt(permission, 'ApplicationDisplayName')),
      ...(isPlaceholder(name) ? { scopes: [], scopeIds: [id] } : { scopes: [name] }),
    },
  ];
}
