/**
 * Scopes that can raise their holder's own rights or those of others: assign roles or permissions, write credentials,
 * manage accounts, sign-in methods, groups or policies. The project's own judgement (tier policy 1).
 */
const ESCALATING: Readonly<Record<string, RegExp>> = {
  entra:
    /^(RoleManagement\.ReadWrite\.Directory|AppRoleAssignment\.ReadWrite\.All|Application\.ReadWrite\.All|Directory\.(ReadWrite\.All|AccessAsUser\.All)|DelegatedPermissionGrant\.ReadWrite\.All|Domain(-InternalFederation)?\.ReadWrite\.All|Group(Member)?\.ReadWrite\.All|User\.(ReadWrite|EnableDisableAccount|ManageIdentities)\.All|User-PasswordProfile\.ReadWrite\.All|UserAuthenticationMethod\.ReadWrite\.All|IdentityProvider\.ReadWrite\.All|Organization\.ReadWrite\.All|Policy\.ReadWrite\.(AuthenticationMethod|ConditionalAccess|ConsentRequest|CrossTenantAccess|PermissionGrant)|ConsentRequest\.ReadWrite\.All|Synchronization\.ReadWrite\.All|EntitlementManagement\.ReadWrite\.All|AgentIdentity\.Create.*|AgentIdentityBlueprint(Principal)?\.Create|TeamsAppInstallation\.ReadWriteAndConsent.*|full_access_as_app|Exchange\.ManageAsApp|user_impersonation)$/,
  google:
    /^(admin\.directory\.(user|user\.security|user\.alias|rolemanagement|group|group\.member|domain|customer)|cloud-platform|cloud-identity\.(groups|inboundsso|policies|userinvitations)|admin\.datatransfer)$/,
  github:
    /^(admin:org|admin:enterprise|site_admin|scim:enterprise|write:org|workflow|(administration|members|organization_administration|organization_custom_org_roles|organization_custom_roles|organization_personal_access_tokens?|organization_personal_access_token_requests|enterprise_administration|workflows):(write|admin))$/,
  slack: /^(admin|admin\.(users|roles|apps|teams|usergroups):write|app_configurations:write)$/,
  okta: /^okta\.(users|groups|apps|appGrants|roles|policies|idps|apiTokens|authorizationServers|authenticators|identitySources|oauthIntegrations|clients)\.manage$/,
  salesforce: /^(full|user_registration_api)$/,
};

const TENANT_CONTENT =
  /^(Mail|Calendars|Contacts|Files|Sites|Chat|ChannelMessage|Notes|Group-Conversation|BackupRestore)[.-]/;

/** Basis words of one scope and kind: those of the source, and the reasons it leaves out for its top levels. */
export function basisWords(
  platform: string,
  id: string,
  kind: 'd' | 'a',
  tier: number,
  words: readonly string[],
): string {
  const result = new Set(words.filter((word) => word !== '' && word !== 'name'));
  if (ESCALATING[platform]?.test(id)) result.add('escalation');
  if (platform === 'entra' && kind === 'a' && tier === 4 && TENANT_CONTENT.test(id)) result.add('tenant-content');
  if (platform === 'entra' && tier === 4 && result.size === 0) result.add('platform-level');
  return [...result].join(' ');
}
