import type { Capability } from '../../../shared/domain/purpose.ts';
import type { ScopeFact } from '../catalog/types.ts';

/** A family of scopes by name, with what reading and what changing of it comes to. */
type Family = readonly [name: RegExp, read: readonly Capability[], write: readonly Capability[]];

const MAIL: readonly [readonly Capability[], readonly Capability[]] = [['mail-read'], ['mail-read', 'mail-write']];
const FILES: readonly [readonly Capability[], readonly Capability[]] = [['files-read'], ['files-read', 'files-write']];
const DIRECTORY: readonly [readonly Capability[], readonly Capability[]] = [
  ['directory-read'],
  ['directory-read', 'directory-write'],
];
const CODE: readonly [readonly Capability[], readonly Capability[]] = [['code-read'], ['code-read', 'code-write']];
const CRM: readonly [readonly Capability[], readonly Capability[]] = [['crm-read'], ['crm-read', 'crm-write']];
/** Settings of the organization: who may read them learns how it is set up, who may change them administers it. */
const SETTINGS: readonly [readonly Capability[], readonly Capability[]] = [['directory-read'], ['admin']];
const WHOLE_MAILBOX: readonly Capability[] = ['mail-read', 'mail-write', 'mail-send', 'calendar', 'contacts'];

function both(...capabilities: Capability[]): readonly [readonly Capability[], readonly Capability[]] {
  return [capabilities, capabilities];
}

/** By platform, the first family that fits; the last one of each fits every scope that the catalog knows. */
const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  entra: [
    [/^(?:EWS|EAS|full_access_as_app)/, WHOLE_MAILBOX, WHOLE_MAILBOX],
    [/^(?:Mail\.Send|SMTP)/, ...both('mail-send')],
    [/^(?:Mail|IMAP|POP|ExchangeMessageTrace)(?![a-z])|^Mail(?:box|Tips)/, ...MAIL],
    [
      /^(?:Calendars|Bookings|Schedule|Place|VirtualAppointment|UserShiftPreferences|WorkforceIntegration)/,
      ...both('calendar'),
    ],
    [/^(?:Contacts|OrgContact|People)\b/, ...both('contacts')],
    [
      /^(?:Files?|FileStorage\w*|FileIngestion\w*|Sites|AllSites|MyFiles|Lists|ListItems|TermStore|External(?:Item|Connection)|BackupRestore)\b/,
      ...FILES,
    ],
    [/^(?:Notes|ShortNotes|Tasks|Goals)/, ...both('tasks')],
    [/^(?:OnlineMeeting|Calls?\b|Call[A-Z]|VirtualEvent)/, ...both('meetings')],
    [
      /^(?:Chat|Channel|Teams?\b|Team[A-Z]|Teams[A-Z]|Teamwork|Presence|Community|Engagement|Group-Conversation|Storyline|CopilotConversation|AiEnterpriseInteraction)/,
      ...both('chat'),
    ],
    [/^(?:Device|BitlockerKey|CloudPC|WindowsUpdates|Print|PullPrint)/, ...both('devices')],
    [
      /^(?:Audit|Activity(?:Feed)|Security|IdentityRisk|Threat|eDiscovery|AttackSimulation|InformationProtection|Sensitivity|SubjectRights|NetworkAccess|CustomDetection|RecordsManagement|ProvisioningLog|HealthMonitoring|CustomSecAttributeAudit|ContentActivity|ProtectionScopes)/,
      ...both('security'),
    ],
    [/^(?:Reports|Analytics|Service(?:Health|Message|Activity)|Insights)/, ...both('reports')],
    [/^(?:Edu|Learning)/, ...both('learning')],
    [/^user_impersonation$/, ...both('cloud')],
    [/^Directory\.AccessAsUser|^User(?:Auth|-PasswordProfile|-ConvertToInternal)/, ...SETTINGS],
    [
      /^(?:User|Group|GroupMember|GroupSettings|Member|Directory|AdministrativeUnit|ProfilePhoto|UnifiedGroupMember)\b/,
      ...DIRECTORY,
    ],
    [/^/, ...SETTINGS],
  ],
  google: [
    [/^https:\/\/mail\.google\.com|^gmail\.modify/, ...both('mail-read', 'mail-write', 'mail-send')],
    [/^gmail\.(?:send|compose|addons\.current\.action\.compose)/, ...both('mail-send')],
    [/^gmail\.(?:settings|labels|insert)/, ['mail-read'], ['mail-write']],
    [/^gmail/, ...MAIL],
    [/^calendar|google\.com\/calendar/, ...both('calendar')],
    [/^contacts|m8\/feeds/, ...both('contacts')],
    [/^(?:drive|documents|spreadsheets|presentations|forms|cloud_search|script)/, ...FILES],
    [/^chat/, ...both('chat')],
    [/^meetings/, ...both('meetings')],
    [/^(?:tasks|keep)/, ...both('tasks')],
    [/^(?:admin\.directory\.device|admin\.chrome|chrome\.|cloud-identity\.devices)/, ...both('devices')],
    [/^(?:admin\.reports\.audit|apps\.alerts|ediscovery|postmaster)/, ...both('security')],
    [/^(?:admin\.reports|analytics)/, ...both('reports')],
    [/^classroom/, ...both('learning')],
    [/^(?:cloud-platform|bigquery|devstorage)/, ...both('cloud')],
    [/^(?:youtube|siteverification)/, ...both('publishing')],
    [/^user\./, ...both('sign-in')],
    [/^admin\.directory\.(?:rolemanagement|user\.security|customer|domain)/, ...SETTINGS],
    [/^(?:admin\.directory|cloud-identity\.groups|directory|groups)/, ...DIRECTORY],
    [/^/, ...SETTINGS],
  ],
  github: [
    [
      /^(?:audit_log|security_events|secret_scanning|vulnerability|repository_advisories|code_quality|read:audit_log)/,
      ...both('security'),
    ],
    [/^(?:user(?::|$)|read:user|profile|email_addresses|followers|starring)/, ...both('sign-in')],
    [
      /^(?:project|repository_projects|organization_projects|read:project|issues|discussions|notifications)/,
      ...both('tasks'),
    ],
    [/^(?:read:org|write:org|members)/, ...DIRECTORY],
    [
      /^(?:admin:|site_admin|scim|manage_|delete_repo|administration|members|secrets|dependabot_secrets|codespaces_secrets|organization_|enterprise|read:enterprise|copilot|interaction_limits|custom_properties)/,
      ...SETTINGS,
    ],
    [/^/, ...CODE],
  ],
  slack: [
    [/^(?:auditlogs|admin\.barriers)/, ...both('security')],
    [/^admin\.(?:analytics|app_activities)/, ...both('reports')],
    [/^(?:admin|app_configurations|apps\.|authorizations|hosting|team\.(?:billing|preferences))/, ...SETTINGS],
    [/^(?:files|remote_files|canvases|lists)/, ...FILES],
    [/^(?:users|usergroups|team)/, ...DIRECTORY],
    [/^calls/, ...both('meetings')],
    [/^reminders/, ...both('tasks')],
    [/^/, ...both('chat')],
  ],
  okta: [
    [
      /^(?:okta\.(?:logs|logStreams|threatInsights|userRisk|behaviors|securityEventsProviders)|ssf)/,
      ...both('security'),
    ],
    [/^okta\.device/, ...both('devices')],
    [/\.self$|^okta\.(?:myAccount|personal)/, ...both('sign-in')],
    [
      /^okta\.(?:users|groups|userTypes|profileMappings|schemas|linkedObjects|realms|realmAssignments|directories|identitySources)/,
      ...DIRECTORY,
    ],
    [/^/, ...SETTINGS],
  ],
  salesforce: [
    [/^full$/, ...both('crm-read', 'crm-write', 'admin')],
    [/^(?:user_registration_api|pwdless_login_api|forgot_password)/, ...both('directory-write')],
    [/^chatter/, ...both('chat')],
    [/^content/, ...FILES],
    [/^wave/, ...both('reports')],
    [/^/, ...CRM],
  ],
};

/**
 * What a scope lets an app do, from its family and verb in the catalog. null: the catalog does not know the scope, so
 * nothing can be said. Reading only oneself is part of signing in.
 */
export function capabilitiesOf(platform: string, scope: ScopeFact): readonly Capability[] | null {
  if (!scope.known || scope.verb === 'unknown') return null;
  if (scope.identity || scope.persistence) return ['sign-in'];
  const [, read, write] = FAMILIES[platform]?.find(([name]) => name.test(scope.name)) ?? [];
  if (read === undefined || write === undefined) return null;
  const isRead = scope.verb === 'read';
  // The own profile of who consented, never that of others.
  if (isRead && scope.tier !== null && scope.tier <= 1 && read.includes('directory-read')) return ['sign-in'];
  return isRead ? read : write;
}
