import { z } from 'zod';
import { gradeSchema, grantKindSchema, outcomeSchema, platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();
const isoDate = z.iso.date();

/** How often records took one way, with the reason in words. */
const counted = z.object({ reason: z.string(), count: z.int() });

/**
 * The population ledger of one file: what the source says it has, what was read, what became of it, down to the grants in
 * the population. Each step adds up to the one before; `breaks` says where one does not.
 */
export const ledgerFile = z.object({
  importId: z.int(),
  file: z.string(),
  container: z.string().nullable(),
  format: z.string(),
  formatLabel: z.string(),
  platform: platformSchema,
  tenant: z.string(),
  asOf: isoTime,
  bytes: z.int(),
  sha256: z.string(),
  statedTotal: z.int().nullable(),
  foundTotal: z.int().nullable(),
  read: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicate: z.int(),
  notRelevant: z.int(),
  unattributed: z.int(),
  reasons: z.array(counted.extend({ outcome: z.enum(['rejected', 'duplicate', 'not-relevant']) })),
  truncation: z.array(z.string()),
  warnings: z.array(z.string()),
  completeness: z.enum(['whole', 'part']),
  /** Grant records of this file, and what they became. */
  grantRecords: z.int(),
  breaks: z.array(z.string()),
});
export type LedgerFile = z.output<typeof ledgerFile>;

/** The ledger of one platform and tenant: from accepted records over logical records to the population. */
export const ledgerGroup = z.object({
  platform: platformSchema,
  tenant: z.string(),
  files: z.array(ledgerFile),
  read: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicate: z.int(),
  notRelevant: z.int(),
  /** Accepted records by what they are. */
  grantRecords: z.int(),
  eventRecords: z.int(),
  otherRecords: z.int(),
  /** Grant records united into logical grants: several files or rows may speak of one. */
  logicalGrants: z.int(),
  inPopulation: z.int(),
  /** Logical grants that are not reviewed, by reason. */
  excluded: z.array(counted),
  unattributed: z.array(counted),
  breaks: z.array(z.string()),
});
export type LedgerGroup = z.output<typeof ledgerGroup>;

/** One evidence check (EV-1 … EV-7) on one subject. */
export const evidenceCheck = z.object({
  check: z.string(),
  title: z.string(),
  outcome: outcomeSchema,
  platform: platformSchema.nullable(),
  tenant: z.string().nullable(),
  importId: z.int().nullable(),
  file: z.string().nullable(),
  connectorId: z.string().nullable(),
  sentence: z.string(),
  /** What it does to conclusions. */
  effect: z.string(),
});
export type EvidenceCheck = z.output<typeof evidenceCheck>;

/** One log of one tenant, day by day. */
export const coverageLog = z.object({
  platform: platformSchema,
  tenant: z.string(),
  log: z.string(),
  label: z.string(),
  grade: gradeSchema,
  from: isoDate,
  to: isoDate,
  coveredDays: z.int(),
  missingDays: z.int(),
  retention: z.string().nullable(),
  latencyHours: z.int().nullable(),
  isLowerBound: z.boolean(),
  /** Records of each day in order, from `from` on; 0 = no record. At most 1,100 days, the newest. */
  days: z.array(z.int()),
  /** Day of the first entry of `days`. */
  firstDay: isoDate,
});
export type CoverageLog = z.output<typeof coverageLog>;

/** A register the case has or lacks, and what lacking it disables. */
export const registerState = z.object({
  id: z.string(),
  label: z.string(),
  entries: z.int(),
  files: z.int(),
  /** Names of some of those files. */
  names: z.array(z.string()),
  /** What cannot be said without it. */
  disables: z.string(),
  columns: z.string(),
});

export const snapshot = z.object({
  id: z.string(),
  platform: platformSchema,
  tenant: z.string(),
  format: z.string(),
  formatLabel: z.string(),
  asOf: isoTime,
  files: z.int(),
  grants: z.int(),
  /** False when a file of it was cut off or stated to be a part: it never shows that something is gone. */
  isWhole: z.boolean(),
  isNewest: z.boolean(),
});
export type Snapshot = z.output<typeof snapshot>;

export const SNAPSHOT_CHANGES = ['appeared', 'disappeared', 'grew', 'shrank', 'changed', 'reach'] as const;
export const snapshotChange = z.object({
  change: z.enum(SNAPSHOT_CHANGES),
  connectorId: z.string(),
  connector: z.string(),
  nameWarning: z.string().nullable(),
  kind: grantKindSchema,
  /** null for the whole tenant and for changes of reach. */
  principal: z.string().nullable(),
  resource: z.string().nullable(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** People before and after, for changes of reach. */
  peopleBefore: z.int().nullable(),
  peopleAfter: z.int().nullable(),
  sentence: z.string(),
});
export type SnapshotChange = z.output<typeof snapshotChange>;

export const vendorMember = z.object({
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  publisher: z.string().nullable(),
  inPopulation: z.boolean(),
  state: z.enum(['suggested', 'merged']),
  basis: z.string(),
});
export const vendorGroup = z.object({
  vendor: z.string(),
  members: z.array(vendorMember).min(1),
  platforms: z.array(platformSchema),
  isConfirmed: z.boolean(),
});
export type VendorGroup = z.output<typeof vendorGroup>;

export const evidenceContract = {
  'ledger.get': { params: z.object({}), result: z.array(ledgerGroup) },
  'evidence.checks': { params: z.object({}), result: z.array(evidenceCheck) },
  'evidence.coverage': { params: z.object({}), result: z.array(coverageLog) },
  'registers.list': { params: z.object({}), result: z.array(registerState) },
  'snapshots.list': { params: z.object({}), result: z.array(snapshot) },
  'snapshots.diff': {
    params: z.object({
      before: z.string(),
      after: z.string(),
      change: z.enum(SNAPSHOT_CHANGES).nullable(),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({
      /** Sentence on what the comparison can and cannot show. */
      caution: z.string().nullable(),
      counts: z.record(z.enum(SNAPSHOT_CHANGES), z.int()),
      unchanged: z.int(),
      total: z.int(),
      rows: z.array(snapshotChange),
    }),
  },
  'vendors.list': { params: z.object({}), result: z.array(vendorGroup) },
  'vendors.merge': {
    params: z.object({
      vendor: typedText.min(1).max(120),
      connectorIds: z.array(z.string()).min(1).max(200),
      reason: typedText.min(1).max(1000),
    }),
    result: z.object({}),
  },
  'vendors.split': {
    params: z.object({
      vendor: typedText.min(1).max(120),
      connectorIds: z.array(z.string()).min(1).max(200),
      reason: typedText.min(1).max(1000),
    }),
    result: z.object({}),
  },
} satisfies Contract;
