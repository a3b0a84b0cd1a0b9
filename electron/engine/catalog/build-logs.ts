/** Rows about logs and events that the source tables lack, and the importers' names for the logs they have. */

type EventRow = readonly [platform: string, log: string, event: string, anyOf: readonly string[], verb: string];

const DRIVE_READ = ['drive.readonly', 'drive', 'drive.file', 'drive.meet.readonly'];
const DRIVE_WRITE = ['drive', 'drive.file'];
/** An editor's API changes a document too, and the event is the same. */
const DRIVE_EDIT = [...DRIVE_WRITE, 'documents', 'spreadsheets', 'presentations'];

const drive = (verb: 'read' | 'write', anyOf: readonly string[], events: readonly string[]): EventRow[] =>
  events.map((event) => ['google', 'drive', event, anyOf, verb]);

/** Names of Drive events: Reports API, appendix of Drive audit activity events. */
export const OWN_EVENTS: readonly EventRow[] = [
  ...drive('read', DRIVE_READ, ['view', 'preview', 'download', 'print']),
  ...drive('write', DRIVE_EDIT, ['create', 'edit']),
  ...drive('write', DRIVE_WRITE, [
    'upload',
    'copy',
    'move',
    'rename',
    'delete',
    'trash',
    'untrash',
    'add_to_folder',
    'remove_from_folder',
    'change_user_access',
    'change_document_access_scope',
    'change_document_visibility',
    'change_acl_editors',
    'change_owner',
  ]),
];

type LogRow = readonly [string, string, string, number, number, number, string];

export const OWN_LOGS: readonly LogRow[] = [
  ['google', 'drive activity', 'event', 1, 1, 180, 'names the app by its project number; work on files only'],
  [
    'github',
    'REST API insights per route',
    'method+route counts',
    1,
    1,
    0,
    'GraphQL calls and Git operations are not counted per route',
  ],
];

const ELF = ['RestApi', 'API', 'BulkApi', 'BulkApi2', 'ApexRestApi', 'ApiTotalUsage', 'MetadataApiOperation'];

/**
 * By platform and log: what it is called in a sentence, the ids our importers give it, the event logs it holds. `routes`:
 * its events may name the address of the call.
 */
export const LOG_NAMES: Readonly<Record<string, readonly [string, readonly string[], readonly string[]]>> = {
  'entra MicrosoftGraphActivityLogs': [
    'the Microsoft Graph activity log',
    ['m365.graphactivity', 'm365.graphactivity.rollup'],
    [],
  ],
  // Imported as the same log: its records are those of the activity log.
  'entra GraphApiAuditEvents': ['the Graph API audit events of Defender', ['m365.graphactivity'], []],
  'entra service principal / non-interactive sign-in logs': ['the Entra sign-in logs', ['entra.signin'], []],
  'entra Unified Audit Log': [
    'the unified audit log',
    ['m365.ual', 'm365.cloudappevents'],
    ['ual-exchange', 'ual-sharepoint', 'ual-teams', 'entra-audit'],
  ],
  'google token activity': [
    'the Google token activity log',
    ['google.reports.token', 'google.reports.token.rollup'],
    [],
  ],
  'google drive activity': ['the Google Drive log', ['google.reports.drive'], ['drive']],
  'slack audit logs (Enterprise Grid)': ['the Slack audit log', ['slack.audit'], ['audit']],
  'slack integration logs': ['the Slack integration log', ['slack.integrationlogs'], []],
  'github audit log streaming api.request': ['the streamed GitHub audit log with API requests', ['github.audit'], []],
  'github audit log export': ['the GitHub audit log', ['github.audit'], ['audit']],
  'github REST API insights per route': ['the GitHub API insights per route', ['github.insights.routes'], []],
  'okta system log': ['the Okta System Log', ['okta.syslog'], ['syslog', 'routes']],
  'salesforce EventLogFile': ['the Salesforce event log', [...ELF.map((type) => `sf.elf.${type}`), 'sf.elf.mixed'], []],
};
