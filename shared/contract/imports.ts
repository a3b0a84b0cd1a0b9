import { z } from 'zod';
import { platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

/** The fields a hand-made mapping can fill. `connector` and one of scopes/time are the least that makes sense. */
export const MAPPING_FIELDS = [
  'connector',
  'connectorName',
  'publisher',
  'principal',
  'scopes',
  'grantedAt',
  'lastUsedAt',
  'time',
  'operation',
  'result',
  'ip',
  'eventId',
] as const;
export const mappingField = z.enum(MAPPING_FIELDS);
export type MappingField = z.output<typeof mappingField>;

/** A plain mapping: which column (CSV header or dotted JSON path) fills which field. */
export const plainMapping = z.object({
  target: z.enum(['grants', 'events']),
  platform: platformSchema,
  fields: z.partialRecord(mappingField, z.string()),
});
export type PlainMapping = z.output<typeof plainMapping>;

export const importPlan = z.object({
  token: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  encoding: z.string(),
  shape: z.string(),
  /** Importer id, or null when nothing recognised the file. */
  format: z.string().nullable(),
  formatLabel: z.string().nullable(),
  platform: platformSchema.nullable(),
  /** 0..1 */
  confidence: z.number(),
  reason: z.string(),
  /** Formats that were considered, best first. */
  alternatives: z.array(
    z.object({ format: z.string(), label: z.string(), confidence: z.number(), reason: z.string() }),
  ),
  records: z.int(),
  /** False when counting stopped early (very large file): the number is a lower bound. */
  recordsExact: z.boolean(),
  columns: z.array(z.string()),
  /** At most 20 rows, cells cut to 200 characters, secrets redacted. */
  preview: z.array(z.array(z.string())),
  suggestedMapping: plainMapping.nullable(),
  /** Set when the same bytes are already in this case. */
  alreadyImported: z.object({ importId: z.int(), at: isoTime }).nullable(),
  /** Facts that limit what the file can prove: truncated, next page missing, error payload… */
  warnings: z.array(z.string()),
  suggested: z.object({
    tenant: z.string().nullable(),
    asOf: isoTime.nullable(),
    asOfBasis: z.string().nullable(),
    system: z.string().nullable(),
  }),
});
export type ImportPlan = z.output<typeof importPlan>;

export const importOrder = z.object({
  token: z.string(),
  format: z.string().nullable(),
  mapping: plainMapping.nullable(),
  system: typedText.min(1),
  tenant: typedText.min(1),
  asOf: isoTime,
  extractedBy: typedText.min(1),
  method: typedText.min(1),
  keepCopy: z.boolean(),
});
export type ImportOrder = z.output<typeof importOrder>;

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

export const rejectedRow = z.object({
  line: z.int(),
  outcome: z.enum(['rejected', 'duplicate', 'not-relevant']),
  reason: z.string(),
  excerpt: z.string(),
});

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
});
export type JobProgress = z.output<typeof jobProgress>;

export const jobFinished = z.object({
  jobId: z.int(),
  kind: z.enum(['import', 'sample', 'report', 'verify']),
  outcome: z.enum(['done', 'cancelled', 'failed']),
  message: z.string().nullable(),
  imports: z.array(importSummary),
  failures: z.array(z.object({ file: z.string(), message: z.string() })),
});
export type JobFinished = z.output<typeof jobFinished>;

export const importsContract = {
  'imports.inspect': {
    params: z.object({ tokens: z.array(z.string()).min(1).max(500) }),
    result: z.array(z.union([importPlan, z.object({ token: z.string(), fileName: z.string(), error: z.string() })])),
  },
  'imports.run': { params: z.object({ orders: z.array(importOrder).min(1) }), result: z.object({ jobId: z.int() }) },
  'imports.list': { params: z.object({}), result: z.array(importSummary) },
  'imports.rows': {
    params: z.object({
      importId: z.int(),
      outcome: z.enum(['rejected', 'duplicate', 'not-relevant']),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), kept: z.int(), rows: z.array(rejectedRow) }),
  },
  'imports.formats': {
    params: z.object({}),
    result: z.array(z.object({ id: z.string(), label: z.string(), platform: platformSchema })),
  },
  'jobs.cancel': { params: z.object({ jobId: z.int() }), result: z.object({}) },
  'jobs.running': { params: z.object({}), result: jobProgress.nullable() },
  'jobs.result': { params: z.object({ jobId: z.int() }), result: jobFinished.nullable() },
} satisfies Contract;
