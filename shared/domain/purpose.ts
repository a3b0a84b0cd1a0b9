import { z } from 'zod';

/** What a permission lets an app do, coarsely enough to hold against a purpose. */
export const CAPABILITIES = [
  'sign-in',
  'mail-read',
  'mail-send',
  'mail-write',
  'calendar',
  'contacts',
  'files-read',
  'files-write',
  'chat',
  'meetings',
  'tasks',
  'directory-read',
  'directory-write',
  'devices',
  'code-read',
  'code-write',
  'crm-read',
  'crm-write',
  'reports',
  'security',
  'cloud',
  'learning',
  'publishing',
  'admin',
] as const;
export const capabilitySchema = z.enum(CAPABILITIES);
export type Capability = z.output<typeof capabilitySchema>;
export const CAPABILITY_LABELS: Readonly<Record<Capability, string>> = {
  'sign-in': 'signing in',
  'mail-read': 'reading mail',
  'mail-send': 'sending mail',
  'mail-write': 'changing mail or mailbox settings',
  calendar: 'calendars',
  contacts: 'contacts',
  'files-read': 'reading files',
  'files-write': 'changing files',
  chat: 'chats and channels',
  meetings: 'meetings and calls',
  tasks: 'tasks and notes',
  'directory-read': 'reading people, groups and settings',
  'directory-write': 'changing people and groups',
  devices: 'devices',
  'code-read': 'reading code',
  'code-write': 'changing code',
  'crm-read': 'reading customer data',
  'crm-write': 'changing customer data',
  reports: 'usage figures and reports',
  security: 'audit logs, alerts and legal holds',
  cloud: 'cloud projects and databases',
  learning: 'courses and classes',
  publishing: 'publishing to the public',
  admin: 'administration of the organization',
};

interface Purpose {
  readonly label: string;
  /** What an app of this purpose may be expected to do; signing in always is. */
  readonly expects: readonly Capability[];
}

/**
 * Purpose codes with what each may be expected to do. The vocabulary is judgment of this product, kept wide enough that
 * only what plainly lies outside a purpose is reported.
 */
export const PURPOSES = {
  'sign-in': { label: 'Sign-in to another service', expects: [] },
  scheduling: {
    label: 'Booking of meetings and rooms',
    expects: ['calendar', 'contacts', 'directory-read', 'mail-send'],
  },
  'mail-client': {
    label: 'Mail and calendar program',
    expects: ['mail-read', 'mail-send', 'mail-write', 'calendar', 'contacts', 'tasks', 'directory-read'],
  },
  'mail-sending': { label: 'Sending of notices and campaigns', expects: ['mail-send', 'contacts', 'directory-read'] },
  documents: {
    label: 'Writing, sharing and signing of documents',
    expects: ['files-read', 'files-write', 'contacts', 'directory-read'],
  },
  backup: {
    label: 'Backup, archive and migration',
    expects: [
      'mail-read',
      'mail-write',
      'calendar',
      'contacts',
      'files-read',
      'files-write',
      'chat',
      'tasks',
      'crm-read',
      'code-read',
      'directory-read',
    ],
  },
  'crm-sync': {
    label: 'Customer records and correspondence',
    expects: ['crm-read', 'crm-write', 'mail-read', 'mail-send', 'calendar', 'contacts', 'directory-read'],
  },
  support: {
    label: 'Help desk and tickets',
    expects: [
      'mail-read',
      'mail-send',
      'mail-write',
      'chat',
      'tasks',
      'crm-read',
      'crm-write',
      'contacts',
      'directory-read',
    ],
  },
  projects: {
    label: 'Projects, tasks and notes',
    expects: ['tasks', 'files-read', 'files-write', 'calendar', 'contacts', 'chat', 'directory-read'],
  },
  meetings: {
    label: 'Video meetings, telephony and recordings',
    expects: ['meetings', 'calendar', 'contacts', 'chat', 'directory-read'],
  },
  messaging: {
    label: 'Chat, bots and notices in channels',
    expects: ['chat', 'files-read', 'files-write', 'directory-read'],
  },
  'people-lifecycle': {
    label: 'Joiners, movers and leavers',
    expects: ['directory-read', 'directory-write'],
  },
  'identity-admin': {
    label: 'Administration of identities and access',
    expects: ['directory-read', 'directory-write', 'devices', 'security', 'reports', 'admin'],
  },
  'security-monitoring': {
    label: 'Security monitoring and response',
    expects: ['security', 'reports', 'devices', 'directory-read'],
  },
  'legal-hold': {
    label: 'Legal holds, records and data requests',
    expects: ['security', 'mail-read', 'files-read', 'chat', 'directory-read'],
  },
  'device-management': { label: 'Management of devices', expects: ['devices', 'directory-read'] },
  development: {
    label: 'Development, building and deployment of software',
    expects: ['code-read', 'code-write', 'tasks', 'chat', 'cloud', 'directory-read'],
  },
  analytics: {
    label: 'Figures, dashboards and data transfer',
    expects: ['reports', 'crm-read', 'files-read', 'cloud', 'directory-read'],
  },
  finance: {
    label: 'Invoices, expenses and travel',
    expects: ['mail-read', 'files-read', 'files-write', 'calendar', 'contacts', 'directory-read'],
  },
  marketing: {
    label: 'Marketing, surveys and events',
    expects: ['crm-read', 'crm-write', 'contacts', 'mail-send', 'calendar', 'reports', 'publishing', 'files-read'],
  },
  learning: { label: 'Courses and training', expects: ['learning', 'calendar', 'contacts', 'directory-read'] },
  assistant: {
    label: 'Assistant that reads and drafts for people',
    expects: [
      'mail-read',
      'mail-send',
      'calendar',
      'contacts',
      'files-read',
      'chat',
      'meetings',
      'tasks',
      'directory-read',
    ],
  },
} as const satisfies Readonly<Record<string, Purpose>>;

/** The purpose of a code, in any case of letters; null for text that is no code. */
export function purposeOf(code: string): Purpose | null {
  const plain = code.trim().toLowerCase();
  return Object.entries<Purpose>(PURPOSES).find(([known]) => known === plain)?.[1] ?? null;
}
