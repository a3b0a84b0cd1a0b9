import type { CatalogPlatform } from '../catalog/types.ts';

/** One half of a combination: what it allows, and the smallest scopes of each platform that allow it. */
export interface CombinationPart {
  readonly does: string;
  readonly scopes: Partial<Readonly<Record<CatalogPlatform, readonly string[]>>>;
}

export interface Combination {
  /** By this the policy switches it off. */
  readonly id: string;
  /** Why the parts are worse together, after "together they". */
  readonly allows: string;
  readonly parts: readonly [CombinationPart, CombinationPart];
}

/** Raise when a combination is added, removed or changed. */
export const COMBINATIONS_VERSION = 1;

const READS_MAIL: CombinationPart = {
  does: 'reads mail',
  scopes: {
    entra: [
      'Mail.Read',
      'Mail.Read.Shared',
      'Exchange Online/EWS.AccessAsUser.All',
      'Exchange Online/IMAP.AccessAsUser.All',
      'Exchange Online/POP.AccessAsUser.All',
      'Exchange Online/EAS.AccessAsUser.All',
      'Exchange Online/IMAP.AccessAsApp',
      'Exchange Online/POP.AccessAsApp',
      'Exchange Online/full_access_as_app',
    ],
    google: ['gmail.readonly'],
  },
};
const SENDS_MAIL: CombinationPart = {
  does: 'sends mail',
  scopes: {
    entra: [
      'Mail.Send',
      'Mail.Send.Shared',
      'Exchange Online/EWS.AccessAsUser.All',
      'Exchange Online/SMTP.Send',
      'Exchange Online/EAS.AccessAsUser.All',
      'Exchange Online/SMTP.SendAsApp',
      'Exchange Online/full_access_as_app',
    ],
    google: ['gmail.send'],
  },
};

/**
 * The pattern pack. A part is met by any of its scopes, and by every scope that includes one of them in the hierarchy of
 * the catalog. Google does not state offline access as a scope, so the second combination cannot be told there.
 */
export const COMBINATIONS: readonly Combination[] = [
  {
    id: 'read-and-send-mail',
    allows: 'let it answer from a mailbox it reads, the way payment fraud is done',
    parts: [READS_MAIL, SENDS_MAIL],
  },
  {
    id: 'all-files-offline',
    allows: 'let it copy files at any time without the person being there',
    parts: [
      { does: 'reads all files', scopes: { entra: ['Files.Read.All'], salesforce: ['full'] } },
      {
        does: 'keeps access without a person',
        scopes: { entra: ['offline_access'], salesforce: ['refresh_token', 'offline_access'] },
      },
    ],
  },
  {
    id: 'manage-users-and-groups',
    allows: 'let it make accounts and give them access',
    parts: [
      {
        does: 'manages users',
        scopes: {
          entra: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
          google: ['admin.directory.user'],
          okta: ['okta.users.manage'],
          slack: ['admin.users:write'],
        },
      },
      {
        does: 'manages groups',
        scopes: {
          entra: ['GroupMember.ReadWrite.All', 'Directory.ReadWrite.All'],
          google: ['admin.directory.group.member'],
          okta: ['okta.groups.manage'],
          slack: ['admin.usergroups:write'],
        },
      },
    ],
  },
  {
    id: 'write-code-and-workflows',
    allows: 'let it run its own code with the secrets of the pipeline',
    parts: [
      { does: 'writes code', scopes: { github: ['public_repo', 'contents:write'] } },
      { does: 'writes workflows', scopes: { github: ['workflow', 'workflows:write'] } },
    ],
  },
  {
    id: 'read-history-and-files',
    allows: 'let it take conversations with everything attached to them',
    parts: [
      {
        does: 'reads message history',
        scopes: {
          entra: ['Chat.Read', 'ChannelMessage.Read.All'],
          google: ['chat.messages.readonly'],
          slack: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
        },
      },
      {
        does: 'reads files',
        scopes: { entra: ['Files.Read.All'], google: ['drive.readonly'], slack: ['files:read'] },
      },
    ],
  },
  {
    id: 'directory-and-app-assignment',
    allows: 'let it give any account access to any app',
    parts: [
      {
        does: 'writes the directory',
        scopes: { entra: ['Directory.ReadWrite.All'], okta: ['okta.users.manage', 'okta.groups.manage'] },
      },
      {
        does: 'assigns apps and their permissions',
        scopes: { entra: ['AppRoleAssignment.ReadWrite.All'], okta: ['okta.apps.manage', 'okta.appGrants.manage'] },
      },
    ],
  },
];
