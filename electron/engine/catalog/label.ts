import type { CatalogPlatform, GrantKind, ScopeBreadth, ScopeVerb } from './types.ts';

interface Labeled {
  readonly name: string;
  readonly verb: ScopeVerb;
  readonly breadth: ScopeBreadth;
  readonly limit: string | undefined;
}

/** One plain line from a scope's name, verb and reach: "Read and change mail of the signed-in person". */
export function scopeLabel(platform: CatalogPlatform, kind: GrantKind, scope: Labeled): string {
  const special = SPECIAL[scope.name];
  if (special !== undefined) return special;
  if (scope.verb === 'offline') return 'Keep access while nobody is signed in';
  const { action, object } = platform === 'entra' ? entraParts(scope) : plainParts(platform, scope);
  const limit = scope.limit === undefined ? '' : `, only ${LIMITS[scope.limit] ?? scope.limit}`;
  return `${action} ${object}${reach(platform, kind, scope)}${limit}`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  openid: 'Sign the person in',
  email: 'See the e-mail address of the signed-in person',
  profile: 'See the name and picture of the signed-in person',
  'userinfo.email': 'See the e-mail address of the signed-in person',
  'userinfo.profile': 'See the name and picture of the signed-in person',
  'User.Read': 'Read the profile of the signed-in person',
  'https://mail.google.com/': 'Read, send, change and permanently delete all mail of the person, also by IMAP and SMTP',
  full_access_as_app: 'Full access to every mailbox of the organization',
  'RoleManagement.ReadWrite.Directory': 'Give and take administrator roles, its own included',
  'AppRoleAssignment.ReadWrite.All': 'Grant application permissions to any app, itself included',
  'Application.ReadWrite.All': 'Change any app registration and add credentials to it',
  'Directory.ReadWrite.All': 'Change people, groups and apps in the directory',
  'Directory.AccessAsUser.All': 'Do in the directory whatever the signed-in person may do',
  'EWS.AccessAsUser.All': 'Full access to the mailbox of the signed-in person, through Exchange web services',
  'IMAP.AccessAsUser.All': 'Read and change the mailbox of the signed-in person, by IMAP',
  'POP.AccessAsUser.All': 'Read the mailbox of the signed-in person, by POP',
  'EAS.AccessAsUser.All': 'Full access to the mailbox of the signed-in person, by ActiveSync',
  'SMTP.Send': 'Send mail as the signed-in person, by SMTP',
  'IMAP.AccessAsApp': 'Read and change mailboxes without a person, by IMAP',
  'POP.AccessAsApp': 'Read mailboxes without a person, by POP',
  'SMTP.SendAsApp': 'Send mail from mailboxes without a person, by SMTP',
  'Exchange.ManageAsApp': 'Administer Exchange without a person',
  admin: 'Administer the whole workspace',
  user_impersonation: 'Do on this service whatever the signed-in person may do',
  'cloud-platform': 'Manage all cloud projects and data of the person',
  repo: 'Full control of all repositories of the person, private ones included',
  full: 'Everything the person may do, through every interface',
  api: 'Read and change all data the person may see, through the programming interfaces',
};

const LIMITS: Readonly<Record<string, string>> = {
  'per-file': 'files opened or created with the app',
  metadata: 'metadata, not the content',
  'app-created': 'what the app itself created',
  'app-folder': 'in the app’s own folder',
  'app-auth': 'where the app itself is authorized',
  'app-member': 'where the app is a member',
  'import-mode': 'while importing',
  'addon-context': 'the item open in the add-on',
  'apps-list': 'the list of installed apps',
  'meet-files': 'files of meetings',
  'per-type': 'files of one type',
  owned: 'what it owns',
  freebusy: 'free and busy times',
  public: 'what is public',
  photos: 'photos',
  labels: 'labels',
  selected: 'where access was given one by one',
};

function reach(platform: CatalogPlatform, kind: GrantKind, { breadth, verb }: Labeled): string {
  if (verb === 'identity') return '';
  if (breadth === 'tenant' && kind === 'application') return ' of the whole organization, without a person';
  if (breadth === 'tenant')
    return platform === 'entra' ? ' of everyone, as far as the signed-in person may' : ' of the whole organization';
  if (breadth === 'own') return ' of the signed-in person';
  return breadth === 'shared' ? ' of the signed-in person and those who shared with them' : '';
}

const ENTRA_ACTIONS: readonly (readonly [RegExp, string])[] = [
  [/^ReadWrite/, 'Read and change'],
  [/^ReadBasic/, 'Read basic details of'],
  [/^ReadUpdate|^ReadApprove|^ReadAnonymous|^Read/, 'Read'],
  [/^FullControl/, 'Full control of'],
  [/^Manage/, 'Manage'],
  [/^Send/, 'Send'],
  [/^Create/, 'Create'],
  [/^Write|^Edit|^Submit|^Upload|^Ingest|^Import/, 'Write'],
  [/^Delete/, 'Delete'],
  [/^Invite/, 'Invite'],
  [/^AddRemoveCreds/, 'Add and remove credentials of'],
  [/^AccessAsUser|^AccessAsApp/, 'Full access to'],
  [/^Selected/, 'Access'],
];

const ENTRA_OBJECTS: Readonly<Record<string, string>> = {
  Mail: 'mail',
  'User-Mail': 'mail addresses',
  MailboxSettings: 'mailbox settings, rules included',
  MailboxItem: 'mailbox items',
  Calendars: 'calendars',
  Contacts: 'contacts',
  Files: 'files',
  Sites: 'sites and the files in them',
  Lists: 'lists',
  ListItems: 'list items',
  User: 'user profiles',
  People: 'relevant people',
  Group: 'groups, with their conversations and files',
  GroupMember: 'group memberships',
  Directory: 'the directory (people, groups, apps)',
  Application: 'app registrations',
  AuditLog: 'audit and sign-in logs',
  Reports: 'usage reports',
  Chat: 'chats',
  ChatMessage: 'chat messages',
  ChannelMessage: 'channel messages',
  Notes: 'notebooks',
  Tasks: 'tasks',
  OnlineMeetings: 'online meetings',
  OnlineMeetingTranscript: 'meeting transcripts',
  OnlineMeetingRecording: 'meeting recordings',
  CallRecords: 'call records',
  RoleManagement: 'role assignments',
  Policy: 'policies',
  Device: 'devices',
  Team: 'teams',
  Organization: 'organization details',
};

function entraParts({ name, verb }: Labeled): { action: string; object: string } {
  const [family = name, action = '', detail = ''] = name.split('.');
  const known = ENTRA_ACTIONS.find(([pattern]) => pattern.test(action))?.[1];
  const object = ENTRA_OBJECTS[family] ?? words(family);
  const isDetail =
    detail !== '' && !/^(All|Shared|Group|Chat|User|Selected|OwnedBy|ManagedBy|CreatedByApp)$/.test(detail);
  return {
    action: known ?? (action === '' ? plainAction(verb) : capital(words(action))),
    object: isDetail ? `${object} (${words(detail)})` : object,
  };
}

const GOOGLE_OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/^gmail\.send$|^gmail\.compose$/, 'mail'],
  [/^gmail\.settings\.sharing/, 'mail delegation and forwarding settings'],
  [/^gmail\.settings/, 'mail settings and filters'],
  [/^gmail/, 'mail'],
  [/^drive/, 'Drive files'],
  [/^documents/, 'documents'],
  [/^spreadsheets/, 'spreadsheets'],
  [/^presentations/, 'presentations'],
  [/^calendar\.events/, 'calendar events'],
  [/^calendar|calendar\/feeds/, 'calendars'],
  [/^contacts|m8\/feeds/, 'contacts'],
  [/^admin\.directory\.user/, 'user accounts'],
  [/^admin\.directory\.group/, 'groups'],
  [/^admin\.reports/, 'audit and usage reports'],
  [/^ediscovery/, 'legal holds and exports of anyone’s data'],
];

function plainParts(platform: CatalogPlatform, { name, verb }: Labeled): { action: string; object: string } {
  const known = platform === 'google' ? GOOGLE_OBJECTS.find(([pattern]) => pattern.test(name)) : undefined;
  if (/^gmail\.send$|^chat:write/.test(name)) return { action: 'Send', object: known?.[1] ?? 'messages' };
  if (name === 'gmail.compose') return { action: 'Draft and send', object: 'mail' };
  if (known) return { action: plainAction(verb), object: known[1] };
  const bare = name
    .replace(/^okta\.|^admin\.(directory\.)?/, '')
    .replace(/[.:](readonly|read|write|manage|admin|history)(?=$|\.[a-z]+$)/, (_, last: string) =>
      last === 'history' ? ' messages' : '',
    )
    .replace(/^(read|write|admin|delete|manage)[:_]/, '')
    .replace(/_api$/, '');
  const own = /:(join|share)$/.exec(name)?.[1];
  if (own !== undefined) return { action: capital(own), object: words(name.slice(0, -own.length)) };
  // A Slack write scope does not include reading.
  const action = platform === 'slack' && verb === 'write' ? 'Change' : plainAction(verb);
  return { action: verb === 'identity' ? 'See' : action, object: words(bare) };
}

function plainAction(verb: ScopeVerb): string {
  if (verb === 'read') return 'Read';
  return verb === 'admin' ? 'Manage' : verb === 'write' ? 'Read and change' : 'Use';
}

/** "DeviceManagementApps" and "channels:write.topic" as plain words. */
function words(name: string): string {
  return name
    .replace(/^https?:\/\/[^/]+\//, '')
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.:/]+/g, ' ')
    .trim()
    .toLowerCase();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
