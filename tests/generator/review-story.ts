/** What the registers say of a connector beside its owner. */
export interface ReviewStory {
  /** Purpose code; absent: the register of applications does not know the connector. */
  readonly code?: string;
  /** A tool of the whole company: its owner answers for all departments. */
  readonly isService?: true;
  /** Key of the connector that took its place. */
  readonly replacedBy?: string;
  readonly isAgent?: true;
  /** `none`: no approval on record; `own`: whoever asked for it approved it. */
  readonly approval?: 'none' | 'own';
  /** When it was approved, where that was after the last review. */
  readonly approvedOn?: number;
  readonly review?: Review;
}

/** The last review; absent: certified on 6 July with all scopes. */
type Review =
  | { readonly was: 'none' }
  | { readonly was: 'certify'; readonly on?: number; readonly without?: string }
  | { readonly was: 'conditional'; readonly until: number }
  | { readonly was: 'reduce'; readonly scopes: string }
  | { readonly was: 'revoke' };

const NONE = { was: 'none' } as const;

/** By the key of the connector in the Google story. */
export const GOOGLE_REVIEW: Readonly<Record<string, ReviewStory>> = {
  cadenza: { approval: 'none', review: { was: 'certify', on: Date.UTC(2026, 0, 15) } },
  kestrel: { approval: 'none', review: NONE },
  hostile: { approval: 'none', review: NONE },
  brindle: { code: 'marketing' },
  larkspur: { code: 'scheduling', isService: true },
  orrery: { code: 'documents' },
  thistle: { code: 'backup' },
  fjordsign: { code: 'documents', isService: true },
  tidewater: { code: 'projects', isService: true },
  murmur: { code: 'meetings', isService: true },
  'murmur-android': { code: 'meetings' },
  sextant: { code: 'analytics' },
  copperline: { code: 'crm-sync' },
  halyard: { code: 'support' },
  bellwether: { code: 'marketing', isService: true },
  ploughshare: { code: 'documents', isService: true },
  wren: { code: 'sign-in', isService: true },
  oxbow: { code: 'sign-in', isService: true },
  pinnace: { code: 'finance', isService: true },
  vellum: { code: 'finance' },
  nightjar: { code: 'security-monitoring' },
  rookery: { code: 'people-lifecycle' },
  turnstone: { code: 'assistant', isAgent: true },
  petrel: { code: 'finance', approval: 'none', review: { was: 'revoke' } },
  dunlin: { code: 'marketing', replacedBy: 'bellwether' },
};

/** By the key of the connector in the Entra story. */
export const ENTRA_REVIEW: Readonly<Record<string, ReviewStory>> = {
  gannet: { code: 'backup', review: { was: 'certify', on: Date.UTC(2025, 10, 20) } },
  scribewell: { code: 'meetings', approvedOn: Date.UTC(2026, 6, 13), review: NONE },
  lookalike: { approval: 'none', review: NONE },
  rookery: { code: 'people-lifecycle' },
  sextant: { code: 'analytics', review: { was: 'conditional', until: Date.UTC(2026, 7, 31) } },
  halyard: { code: 'support', review: { was: 'reduce', scopes: 'Mail.Read' } },
  pelikaan: { code: 'finance', isService: true },
  fjordsign: { code: 'documents', isService: true },
  tidewater: { code: 'projects', isService: true },
  pinnace: { code: 'finance', isService: true },
  oxbow: { code: 'learning', isService: true },
  wren: { code: 'sign-in', isService: true },
  bellwether: { code: 'marketing', isService: true },
  larkspur: { code: 'scheduling' },
  nightjar: { code: 'security-monitoring' },
  kiln: { code: 'mail-sending' },
  copperline: { code: 'crm-sync', review: { was: 'certify', without: 'Mail.Read' } },
  marlin: { code: 'messaging', isService: true },
  tern: {
    code: 'people-lifecycle',
    approval: 'none',
    review: { was: 'certify', without: 'GroupMember.ReadWrite.All' },
  },
  avocet: { code: 'analytics' },
  curlew: { code: 'mail-client' },
  plover: { code: 'analytics' },
  dotterel: { code: 'development' },
  skua: { code: 'crm-sync' },
  ruff: { code: 'scheduling', approval: 'none', review: NONE },
  wigeon: { code: 'scheduling', approval: 'own', approvedOn: Date.UTC(2026, 6, 30), review: NONE },
};

/** By the key of the connector on the other platforms. */
export const OTHER_REVIEW: Readonly<Record<string, ReviewStory>> = {
  marlin: { code: 'messaging' },
  copperline: { code: 'crm-sync' },
};
