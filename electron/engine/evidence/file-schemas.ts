import { z } from 'zod';
import { qualityStatement } from '../../../shared/contract/quality.ts';
import { scopeUsage } from '../../../shared/contract/connectors.ts';
import { remedyStateSchema } from '../../../shared/contract/remediation.ts';
import {
  decisionSchema,
  gradeSchema,
  grantKindSchema,
  outcomeSchema,
  platformSchema,
  severitySchema,
  tierSchema,
} from '../../../shared/domain/vocabulary.ts';
import { BUNDLE_FILES, COMMITMENTS_FILE, QUALITY_FILE, REDACTION_FILE, statementSchema } from './bundle-layout.ts';
import { commitmentsFile, redactionFile } from './commitments.ts';

const isoTime = z.iso.datetime();
const isoDate = z.iso.date();
const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const texts = z.array(z.string());

// Members may be added without a new format name; none is taken away or changed.

const decision = z.looseObject({
  decision: decisionSchema,
  reason: z.string(),
  scopes: texts,
  principals: texts,
  until: isoDate.nullable(),
  owner: z.string().nullable(),
  by: z.string(),
  at: isoTime,
  agreed: z.boolean().nullable(),
});

const finding = z.looseObject({
  rule: z.string(),
  title: z.string(),
  severity: severitySchema,
  sentence: z.string(),
  connectorId: z.string(),
  itemId: z.string().nullable(),
  recommendation: decisionSchema.nullable(),
  recommendedAction: z.string(),
  controls: texts,
});

const item = z.looseObject({
  itemId: z.string(),
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  publisher: z.string().nullable(),
  publisherVerified: z.boolean().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  grants: count,
  people: count,
  tier: tierSchema,
  lastUse: z.looseObject({ at: isoTime.nullable(), grade: gradeSchema }),
  purpose: z.string().nullable(),
  purposeCode: z.string().nullable(),
  owners: texts,
  scopes: z.array(scopeUsage.loose()),
  certificate: z.array(z.looseObject({ scope: z.string(), statement: z.string() })),
  findings: texts,
  suppressed: texts,
  undeterminable: z.array(z.looseObject({ rule: z.string(), missing: z.string() })),
  /** What became of it: decided, answered and still open, not answered. */
  progress: z.string(),
  decision: decision.nullable(),
});

const remedy = z.looseObject({
  itemId: z.string(),
  decision: decisionSchema,
  what: z.string(),
  state: remedyStateSchema,
  sentence: z.string(),
  evidenceAsOf: isoTime.nullable(),
  due: isoDate,
  isOverdue: z.boolean(),
});

/** report.json of a full report or an executive summary */
const wholeReport = z.looseObject({
  format: z.literal('countersign-report/1'),
  case: z.looseObject({ name: z.string(), client: z.string(), engagement: z.string(), reviewer: z.string() }),
  isSample: z.boolean(),
  asOf: isoTime.nullable(),
  digests: z.looseObject({
    policy: hexDigest,
    catalog: hexDigest,
    catalogVersion: z.string(),
    catalogAsOf: z.string(),
    rulePack: hexDigest,
  }),
  policy: z.looseObject({ name: z.string(), version: count }),
  conclusion: z.looseObject({
    class: z.enum(['unqualified', 'qualified', 'scope-limitation', 'none']),
    label: z.string(),
    reasons: texts,
  }),
  totals: z.looseObject({
    connectors: count,
    items: count,
    grants: count,
    events: count,
    people: count,
    undecided: count,
    answered: count,
  }),
  windows: z.array(z.looseObject({ platform: platformSchema, tenant: z.string(), log: z.string() })),
  rules: z.array(z.looseObject({ rule: z.string(), title: z.string() })),
  items: z.array(item),
  findings: z.array(finding),
  suppressed: z.array(
    z.looseObject({
      finding,
      suppression: z.looseObject({
        name: z.string(),
        until: isoDate,
        by: z.string(),
        at: isoTime,
        reason: z.string(),
      }),
    }),
  ),
  remedies: z.array(remedy),
  baseline: z.looseObject({}).nullable(),
  actingWithoutGrant: z.array(
    z.looseObject({
      name: z.string(),
      nativeId: z.string(),
      platform: platformSchema,
      lastUse: isoTime.nullable(),
    }),
  ),
});

/** report.json of a report for one owner or on one vendor: nothing of anybody else's connectors. */
const partReport = wholeReport
  .pick({
    case: true,
    isSample: true,
    asOf: true,
    digests: true,
    conclusion: true,
    items: true,
    findings: true,
    suppressed: true,
  })
  .extend({
    format: z.literal('countersign-report-part/1'),
    template: z.enum(['owner', 'vendor']),
    about: z.string(),
    totals: z.looseObject({ connectors: count, items: count, grants: count, undecided: count }),
  });

/** report.json */
export const reportFile = z.discriminatedUnion('format', [wholeReport, partReport]);

/** sources.json */
export const sourcesFile = z.looseObject({
  format: z.literal('countersign-sources/1'),
  files: z.array(
    z.looseObject({
      name: z.string(),
      bytes: count,
      sha256: hexDigest,
      encoding: z.string(),
      format: z.string(),
      platform: platformSchema,
      system: z.string(),
      tenant: z.string(),
      asOf: isoTime,
      extractedBy: z.string(),
      method: z.string(),
      importedAt: isoTime,
      counts: z.looseObject({
        read: count,
        accepted: count,
        rejected: count,
        duplicate: count,
        notRelevant: count,
      }),
      closes: z.boolean(),
      statedTotal: count.nullable(),
      foundTotal: count.nullable(),
      copySha256: hexDigest.nullable(),
      secretsRemoved: count,
    }),
  ),
  ledger: z.array(z.looseObject({ platform: platformSchema, tenant: z.string(), inPopulation: count, breaks: texts })),
  checks: z.array(
    z.looseObject({ check: z.string(), outcome: outcomeSchema, sentence: z.string(), effect: z.string() }),
  ),
  evidence: z.array(
    z.looseObject({
      rule: z.string(),
      connectorId: z.string(),
      itemId: z.string().nullable(),
      lines: z.array(
        z.looseObject({ sha256: hexDigest.nullable(), file: z.string(), line: z.int(), note: z.string() }),
      ),
    }),
  ),
});

/** quality.json */
export const qualityFile = z.looseObject({
  format: z.literal('countersign-quality/1'),
  measures: z.looseObject({ smallestActiveSeconds: count, dailyLoad: count }),
  whole: qualityStatement.loose(),
  people: z.array(qualityStatement.loose()).nullable(),
  records: z.array(z.looseObject({ decision: decisionSchema })),
  limits: z.unknown(),
});

/** One line of journal.jsonl */
export const journalEntry = z.strictObject({
  v: z.literal(1),
  /** 1, 2, 3 … without a gap. */
  seq: z.int().positive(),
  prev: hexDigest,
  at: isoTime,
  actor: z.string(),
  type: z.string(),
  payload: z.json(),
  hash: hexDigest,
});

/** The files of a bundle whose form is published, and what that form is. */
export const FILE_SCHEMAS = {
  [BUNDLE_FILES.report]: reportFile,
  [BUNDLE_FILES.sources]: sourcesFile,
  [QUALITY_FILE]: qualityFile,
  [REDACTION_FILE]: redactionFile,
  [COMMITMENTS_FILE]: commitmentsFile,
  'statement.json': statementSchema,
  'journal-entry.json': journalEntry,
} as const;
