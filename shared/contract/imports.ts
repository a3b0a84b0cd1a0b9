import { z } from 'zod';
import { platformSchema, dayOrderSchema } from '../domain/vocabulary.ts';
import { importSummary, reasonCount } from './jobs.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

/** The fields a mapping can fill. `connector` or `connectorName`, and one of scopes/time, are the least that makes sense. */
export const MAPPING_FIELDS = [
  'connector',
  'connectorName',
  'publisher',
  'verified',
  'principal',
  'scopes',
  'consentType',
  'resource',
  'grantedAt',
  'expiresAt',
  'lastUsedAt',
  'users',
  'time',
  'event',
  'operation',
  'result',
  'ip',
  'eventId',
] as const;
export const mappingField = z.enum(MAPPING_FIELDS);
export type MappingField = z.output<typeof mappingField>;

/** A mapping: which column (CSV header or dotted JSON path) fills which field. */
export const plainMapping = z.object({
  target: z.enum(['grants', 'events']),
  platform: platformSchema,
  fields: z.partialRecord(mappingField, z.string()),
  /** What the first row of a CSV file is; absent = as the file looks. */
  firstRow: z.enum(['names', 'data']).optional(),
});
export type PlainMapping = z.output<typeof plainMapping>;

/** Which field a column could fill, how likely, and why. */
export const columnGuess = z.object({
  column: z.string(),
  /** Different values of the first records, secrets redacted. */
  samples: z.array(z.string()),
  field: mappingField.nullable(),
  /** 0..1 */
  confidence: z.number(),
  why: z.string(),
});
export type ColumnGuess = z.output<typeof columnGuess>;

/**
 * A mapping kept under a name, to be recognized by its columns the next time. `sha256` is the digest of the canonical JSON
 * of everything else, so that a report can name exactly how a file was read.
 */
export const mappingProfile = z.object({
  v: z.literal(1),
  name: z.string().min(1).max(80),
  version: z.int().min(1),
  mapping: plainMapping,
  /** Canonical names of the columns of the export, sorted. */
  columns: z.array(z.string()).min(1),
  zone: z.string().nullable(),
  dayOrder: z.enum(['day-first', 'month-first']).nullable(),
  system: z.string(),
  author: z.string(),
  createdAt: isoTime,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type MappingProfile = z.output<typeof mappingProfile>;

/** What reading records of a file in a proposed way would give; nothing is stored. */
export const trialResult = z.object({
  checked: z.int(),
  /** False when the file holds more records than were checked. */
  isWhole: z.boolean(),
  accepted: z.int(),
  rejected: z.int(),
  notRelevant: z.int(),
  unattributed: z.int(),
  reasons: z.array(reasonCount),
});
export type TrialResult = z.output<typeof trialResult>;

/** One record as it would be read: what was made of it, or why nothing was. Values are text for people, secrets redacted. */
export const trialRow = z.object({
  /** Line of the file (record of a JSON file with several on a line). */
  line: z.int(),
  outcome: z.enum(['accepted', 'rejected', 'not-relevant']),
  reason: z.string(),
  values: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type TrialRow = z.output<typeof trialRow>;

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
  /** For a file that no importer takes: what each column could be. */
  guesses: z.array(columnGuess),
  /** The profile whose columns the file has; then `suggestedMapping` is its mapping. */
  profile: mappingProfile.nullable(),
  /**
   * `recognized`: imported without asking. `uncertain`: several formats fit. `unknown`: none does, map the columns.
   * `unusable`: recognized, and `reason` says why nothing in it can be used.
   */
  verdict: z.enum(['recognized', 'uncertain', 'unknown', 'unusable']),
  /** The archive or folder the file came out of. */
  container: z.object({ name: z.string(), sha256: z.string() }).nullable(),
  /** What reading the first records the proposed way gives. */
  trial: trialResult.nullable(),
  /** Records the file itself says the source has. */
  foundTotal: z.int().nullable(),
  /** What only the user can say about this file. */
  questions: z.object({ zone: z.boolean(), dayOrder: z.boolean(), subject: z.string().nullable() }),
  /** Number at which this export is known to be cut off, when the file has exactly so many records. */
  truncation: z.array(z.string()),
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
/** An IANA zone (`Europe/Berlin`) or an offset (`+02:00`). */
export const zoneSchema = z.string().regex(/^(?:[+-]\d{2}:\d{2}|[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*)$/);

export const importOrder = z.object({
  token: z.string(),
  format: z.string().nullable(),
  mapping: plainMapping.nullable(),
  /** Digest of the profile the mapping came from, unchanged. */
  profile: z.string().nullable().optional(),
  system: typedText.min(1),
  tenant: typedText.min(1),
  asOf: isoTime,
  extractedBy: typedText.min(1),
  method: typedText.min(1),
  keepCopy: z.boolean(),
  /** What the user asserts about times without a zone and dates without a clear order; recorded with the import. */
  zone: zoneSchema.nullable().optional(),
  dayOrder: dayOrderSchema.nullable().optional(),
  /** The app the file is about, where the file does not say it. */
  subject: typedText.optional(),
  /** How many records the source said there are. */
  statedTotal: z.int().min(0).nullable().optional(),
  /** Whether the export gives the whole of what it lists, as stated. `part`, also where not known, never shows that something is gone. */
  completeness: z.enum(['whole', 'part']),
});
export type ImportOrder = z.output<typeof importOrder>;

export const rejectedRow = z.object({
  line: z.int(),
  outcome: z.enum(['rejected', 'duplicate', 'not-relevant']),
  reason: z.string(),
  excerpt: z.string(),
});

/** A file, or a part of an archive or folder, that cannot be looked at; `isNotice`: nothing is wrong, it holds no export. */
export const unreadableFile = z.object({
  token: z.string(),
  fileName: z.string(),
  error: z.string(),
  isNotice: z.boolean(),
});
export type UnreadableFile = z.output<typeof unreadableFile>;

export const importsContract = {
  'imports.inspect': {
    params: z.object({ tokens: z.array(z.string()).min(1).max(500) }),
    result: z.array(z.union([importPlan, unreadableFile])),
  },
  /** Reads the first records with a mapping, zone or day order the user tries out; nothing is stored. */
  'imports.try': {
    params: z.object({
      token: z.string(),
      format: z.string().nullable(),
      mapping: plainMapping.nullable(),
      zone: zoneSchema.nullable(),
      dayOrder: dayOrderSchema.nullable(),
      subject: z.string(),
    }),
    result: trialResult.extend({
      questions: z.object({ zone: z.boolean(), dayOrder: z.boolean() }),
      /** The first records. */
      rows: z.array(trialRow),
    }),
  },
  /** What each column of a file could be, with the first row of a CSV file taken as names, as data, or as it looks. */
  'imports.columns': {
    params: z.object({ token: z.string(), firstRow: z.enum(['names', 'data']).nullable() }),
    result: z.object({
      /** How the first row was taken; null for a file that is no CSV. */
      firstRow: z.enum(['names', 'data']).nullable(),
      guesses: z.array(columnGuess),
      suggested: plainMapping.nullable(),
    }),
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
  /** States, or takes back, how many records the source has; an act in the journal. */
  'imports.stateTotal': {
    params: z.object({ importId: z.int(), total: z.int().min(0).nullable() }),
    result: z.object({}),
  },
  /** Writes the records of one import that were not accepted as CSV, with file, line and reason. */
  'imports.exportRows': {
    params: z.object({ importId: z.int(), saveToken: z.string() }),
    result: z.object({ rows: z.int(), note: z.string() }),
  },
  'profiles.list': { params: z.object({}), result: z.array(mappingProfile) },
  /** Keeps a mapping under a name; a name that is there gets its next version. */
  'profiles.save': {
    params: z.object({
      name: typedText.min(1).max(80),
      token: z.string(),
      mapping: plainMapping,
      zone: zoneSchema.nullable(),
      dayOrder: dayOrderSchema.nullable(),
      system: typedText,
    }),
    result: mappingProfile,
  },
  'profiles.remove': { params: z.object({ sha256: z.string() }), result: z.object({}) },
  'profiles.export': { params: z.object({ sha256: z.string(), saveToken: z.string() }), result: z.object({}) },
  'profiles.import': { params: z.object({ token: z.string() }), result: mappingProfile },
  'imports.formats': {
    params: z.object({}),
    result: z.array(z.object({ id: z.string(), label: z.string(), platform: platformSchema })),
  },
} satisfies Contract;
