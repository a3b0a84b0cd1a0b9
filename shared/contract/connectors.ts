import { z } from 'zod';
import {
  decisionSchema,
  eventKindSchema,
  gradeSchema,
  grantKindSchema,
  originSchema,
  platformSchema,
  resultSchema,
  severitySchema,
  tierSchema,
  usageStatusSchema,
} from '../domain/vocabulary.ts';
import { lastUse, reach } from './reach.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

export const finding = z.object({
  id: z.int(),
  rule: z.string(),
  title: z.string(),
  severity: severitySchema,
  sentence: z.string(),
  connectorId: z.string(),
  connectorName: z.string(),
  itemId: z.string().nullable(),
  recommendation: decisionSchema.nullable(),
  recommendedAction: z.string(),
  controls: z.array(z.string()),
  evidence: z.array(z.object({ importId: z.int(), file: z.string(), line: z.int(), note: z.string() })),
  /** Set while the finding is set aside with a reason, until a date. */
  suppressed: z.object({ name: z.string(), until: z.iso.date(), by: z.string(), reason: z.string() }).nullable(),
});
export type Finding = z.output<typeof finding>;

export const scopeUsage = z.object({
  scope: z.string(),
  label: z.string(),
  resource: z.string().nullable(),
  tier: tierSchema,
  /** Set when the organisation gave the scope its own tier: what the catalog says, and why it was changed. */
  tierOverride: z.object({ was: tierSchema, reason: z.string() }).nullable(),
  known: z.boolean(),
  basis: z.array(z.string()),
  status: usageStatusSchema,
  /** One sentence with window and reason; shown as is on screen and in print. */
  statement: z.string(),
  need: z.enum(['needed', 'redundant']).nullable(),
  redundantWith: z.array(z.string()),
  grade: gradeSchema,
  first: isoTime.nullable(),
  last: isoTime.nullable(),
  count: z.int(),
  denied: z.int(),
  attempted: z.int(),
  people: z.int(),
  operations: z.array(z.string()),
});
export type ScopeUsage = z.output<typeof scopeUsage>;

export const operationUsage = z.object({
  operation: z.string(),
  match: z.enum(['exact', 'folded', 'parent', 'none']),
  scopes: z.array(z.string()),
  success: z.int(),
  denied: z.int(),
  attempted: z.int(),
  people: z.int(),
  first: isoTime,
  last: isoTime,
});
export type OperationUsage = z.output<typeof operationUsage>;

export const reviewItemSummary = z.object({
  itemId: z.string(),
  tenant: z.string(),
  kind: grantKindSchema,
  grants: z.int(),
  people: z.int(),
  highestTier: tierSchema,
  decision: decisionSchema.nullable(),
});

export const ownerLink = z.object({
  name: z.string(),
  email: z.string(),
  role: z.enum(['business', 'technical']),
  status: z.string(),
  since: z.string().nullable(),
});

export const connectorDetail = z.object({
  connectorId: z.string(),
  name: z.string(),
  /** Every name a source gave it, newest first, with the times the sources speak of. */
  names: z.array(
    z.object({ name: z.string(), warning: z.string().nullable(), first: isoTime.nullable(), last: isoTime.nullable() }),
  ),
  /** How records that give only a name or a project number were joined to it; null when none were. */
  joinedBy: z.string().nullable(),
  /** People with a consent where a source gives only their number. */
  statedUsers: z.int().nullable(),
  origin: originSchema,
  /** Grants of it that are gone from the newer list, or were ended by an event. */
  gone: z.array(z.object({ reason: z.enum(['absent', 'ended']), grants: z.int(), seen: isoTime, gone: isoTime })),
  nameWarning: z.string().nullable(),
  nativeIds: z.array(z.object({ kind: z.string(), value: z.string() })),
  publisher: z.string().nullable(),
  publisherVerified: z.boolean().nullable(),
  platform: platformSchema,
  tenants: z.array(z.string()),
  enabled: z.boolean().nullable(),
  createdAt: isoTime.nullable(),
  firstSeen: isoTime.nullable(),
  internal: z.boolean().nullable(),
  purpose: z.string().nullable(),
  owners: z.array(ownerLink),
  ownersKnown: z.boolean(),
  reach,
  lastUse,
  inPopulation: z.boolean(),
  items: z.array(reviewItemSummary),
  findings: z.array(finding),
  undeterminable: z.array(z.object({ rule: z.string(), title: z.string(), missing: z.string() })),
  credentials: z.array(z.object({ kind: z.string(), start: isoTime.nullable(), end: isoTime.nullable() })),
});
export type ConnectorDetail = z.output<typeof connectorDetail>;

export const logWindow = z.object({
  log: z.string(),
  label: z.string(),
  from: isoTime,
  to: isoTime,
  coveredDays: z.int(),
  totalDays: z.int(),
  missingDays: z.array(z.string()),
});

export const connectorUsage = z.object({
  windows: z.array(logWindow),
  /** Scope usage per item of this connector. */
  items: z.array(
    z.object({
      itemId: z.string(),
      kind: grantKindSchema,
      tenant: z.string(),
      scopes: z.array(scopeUsage),
      /** What is advised for its scopes is kept back from whoever looks, until they decided it. */
      isAdviceCovered: z.boolean(),
    }),
  ),
  operations: z.array(operationUsage),
  /** Successful calls that no granted scope covers: the grant list and the log disagree. */
  uncovered: z.array(z.string()),
});
export type ConnectorUsage = z.output<typeof connectorUsage>;

export const lifecycleEvent = z.object({
  at: isoTime,
  kind: eventKindSchema,
  result: resultSchema,
  principal: z.string().nullable(),
  detail: z.string(),
  ip: z.string().nullable(),
  importId: z.int(),
  file: z.string(),
  line: z.int(),
});

export const evidenceRow = z.object({
  at: isoTime,
  kind: eventKindSchema,
  operation: z.string().nullable(),
  principal: z.string().nullable(),
  result: resultSchema,
  ip: z.string().nullable(),
  importId: z.int(),
  file: z.string(),
  line: z.int(),
  /** More than 1 where the calls were counted where the log lives: one row then stands for all of them. */
  count: z.int(),
});

/** One connector, and the records behind what is said of it. */
export const connectorsContract = {
  'connectors.detail': { params: z.object({ connectorId: z.string() }), result: connectorDetail },
  'connectors.usage': { params: z.object({ connectorId: z.string() }), result: connectorUsage },
  /** Calls per UTC day, split by result; only days with events. */
  'connectors.activity': {
    params: z.object({ connectorId: z.string() }),
    result: z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      days: z.array(
        z.object({
          day: z.string(),
          success: z.int(),
          denied: z.int(),
          attempted: z.int(),
          tokens: z.int(),
          people: z.int(),
        }),
      ),
    }),
  },
  'connectors.holders': {
    params: z.object({ connectorId: z.string(), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({
      total: z.int(),
      rows: z.array(
        z.object({
          principal: z.string(),
          name: z.string().nullable(),
          status: z.string().nullable(),
          department: z.string().nullable(),
          kind: grantKindSchema,
          tenant: z.string(),
          resource: z.string().nullable(),
          scopes: z.array(z.string()),
          grantedAt: isoTime.nullable(),
          grantedBasis: z.string().nullable(),
          lastUse: isoTime.nullable(),
          file: z.string(),
          importId: z.int(),
          line: z.int(),
        }),
      ),
    }),
  },
  'connectors.lifecycle': {
    params: z.object({ connectorId: z.string(), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({ total: z.int(), rows: z.array(lifecycleEvent) }),
  },
  'connectors.evidence': {
    params: z.object({
      connectorId: z.string(),
      operation: z.string().optional(),
      limit: z.int().min(1).max(500),
      cursor: z
        .string()
        .regex(/^\d{1,9}$/)
        .optional(),
    }),
    result: z.object({ rows: z.array(evidenceRow), cursor: z.string().nullable() }),
  },
  /** The record as it stands in the source copy, secrets redacted; null when the copy was declined. */
  'evidence.record': {
    params: z.object({ importId: z.int(), line: z.int() }),
    result: z.object({ file: z.string(), line: z.int(), text: z.string().nullable(), note: z.string().nullable() }),
  },
} satisfies Contract;
