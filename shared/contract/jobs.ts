import { z } from 'zod';
import { platformSchema, dayOrderSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

export const reasonCount = z.object({
  outcome: z.enum(['rejected', 'duplicate', 'not-relevant']),
  reason: z.string(),
  count: z.int(),
});

export const importSummary = z.object({
  importId: z.int(),
  file: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  encoding: z.string(),
  format: z.string(),
  formatLabel: z.string(),
  platform: platformSchema,
  system: z.string(),
  tenant: z.string(),
  asOf: isoTime,
  extractedBy: z.string(),
  method: z.string(),
  importedAt: isoTime,
  hasCopy: z.boolean(),
  zone: z.string().nullable(),
  dayOrder: dayOrderSchema.nullable(),
  subject: z.string(),
  statedTotal: z.int().nullable(),
  foundTotal: z.int().nullable(),
  completeness: z.enum(['whole', 'part']),
  /** Sentences that say where records are missing at the end or behind it. */
  truncation: z.array(z.string()),
  /** Files imported together carry one id. */
  extraction: z.string(),
  container: z.object({ name: z.string(), sha256: z.string() }).nullable(),
  /** Tokens and keys taken out of the kept copy, by kind. */
  secrets: z.int(),
  secretKinds: z.array(z.string()),
  copySha256: z.string().nullable(),
  /** Digest of the mapping profile the file was read by. */
  profile: z.string().nullable(),
  /** Accepted records that name no app. */
  unattributed: z.int(),
  read: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicate: z.int(),
  notRelevant: z.int(),
  /** read = accepted + rejected + duplicate + notRelevant */
  closes: z.boolean(),
  reasons: z.array(reasonCount),
  connectors: z.int(),
  grants: z.int(),
  events: z.int(),
  firstEvent: isoTime.nullable(),
  lastEvent: isoTime.nullable(),
  warnings: z.array(z.string()),
});
export type ImportSummary = z.output<typeof importSummary>;

export const jobProgress = z.object({
  jobId: z.int(),
  kind: z.enum(['import', 'sample', 'report', 'verify']),
  /** What is being worked on, for people. */
  label: z.string(),
  done: z.number(),
  total: z.number(),
  note: z.string(),
  fileIndex: z.int(),
  fileCount: z.int(),
  /** Bytes a second over the last while, and seconds left for the whole job; null until there is enough to tell. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Further jobs that wait for this one. */
  waiting: z.int(),
});
export type JobProgress = z.output<typeof jobProgress>;

/** One file of a job and what became of it so far. */
export const jobFile = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  bytes: z.int(),
  summary: importSummary.nullable(),
  message: z.string().nullable(),
});
export type JobFile = z.output<typeof jobFile>;

/** Looking at files before they are imported: how far it is. */
export const inspectProgress = z.object({ done: z.int(), total: z.int(), label: z.string() });

export const jobFinished = z.object({
  jobId: z.int(),
  kind: z.enum(['import', 'sample', 'report', 'verify']),
  outcome: z.enum(['done', 'cancelled', 'failed']),
  message: z.string().nullable(),
  imports: z.array(importSummary),
  failures: z.array(z.object({ file: z.string(), message: z.string() })),
});
export type JobFinished = z.output<typeof jobFinished>;

/** The work on the case that takes long: what runs, its files, how it ended. */
export const jobsContract = {
  'jobs.cancel': { params: z.object({ jobId: z.int() }), result: z.object({}) },
  'jobs.running': { params: z.object({}), result: jobProgress.nullable() },
  /** Every file of a job that is running, waiting or just finished. */
  'jobs.files': { params: z.object({ jobId: z.int() }), result: z.array(jobFile) },
  'jobs.result': { params: z.object({ jobId: z.int() }), result: jobFinished.nullable() },
} satisfies Contract;

/** How far a copy, a restore, a move or a deletion is. */
export const caseProgress = z.object({ label: z.string(), done: z.number(), total: z.number() });
