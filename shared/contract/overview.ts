import { z } from 'zod';
import {
  ageBandSchema,
  decisionSchema,
  outcomeSchema,
  platformSchema,
  severitySchema,
  tierSchema,
  usageStatusSchema,
} from '../domain/vocabulary.ts';
import { logWindow } from './connectors.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

/** The figures of the whole case. */
export const overviewContract = {
  'overview.get': {
    params: z.object({}),
    result: z.object({
      byPlatform: z.array(z.object({ platform: platformSchema, connectors: z.int(), items: z.int(), grants: z.int() })),
      byTier: z.array(z.object({ tier: tierSchema, items: z.int() })),
      /** Review items by platform and highest tier; only cells with items. */
      matrix: z.array(z.object({ platform: platformSchema, tier: tierSchema, items: z.int() })),
      /** Rules with findings, worst and most first; the first of them. */
      /** The rules that found the worst and most, and how many rules found anything. */
      topRules: z.array(z.object({ rule: z.string(), title: z.string(), severity: severitySchema, findings: z.int() })),
      rulesWithFindings: z.int(),
      /** Judgements that lack evidence. */
      undeterminable: z.int(),
      /** Granted scopes of all review items by what the evidence says of them, and on how many connectors they are. */
      scopeUse: z.array(
        z.object({ platform: platformSchema, status: usageStatusSchema, scopes: z.int(), connectors: z.int() }),
      ),
      /** Review items by days since their oldest dated grant, and since their last use; both up to the item's own as-of. */
      grantAge: z.array(z.object({ band: ageBandSchema, items: z.int() })),
      lastUse: z.array(z.object({ band: ageBandSchema, items: z.int() })),
      /** Connectors by what CS-01 says of who answers for them. */
      ownership: z.array(z.object({ outcome: outcomeSchema, connectors: z.int() })),
      bySeverity: z.array(z.object({ severity: severitySchema, findings: z.int() })),
      byDecision: z.array(z.object({ decision: decisionSchema.nullable(), items: z.int() })),
      windows: z.array(logWindow),
      /** Log coverage per UTC day. */
      coverage: z.array(
        z.object({
          log: z.string(),
          label: z.string(),
          events: z.int(),
          /** Records of each day, those that say nothing about apps too: they show that the log covers it. */
          days: z.array(z.object({ day: z.string(), events: z.int() })),
        }),
      ),
    }),
  },
  /**
   * Every list of grants in time order with its size, per platform, tenant and format. What changed since the list before
   * is null for the first one, and where the two are too long to compare in passing.
   */
  'overview.trends': {
    params: z.object({}),
    result: z.array(
      z.object({
        platform: platformSchema,
        tenant: z.string(),
        format: z.string(),
        formatLabel: z.string(),
        points: z
          .array(
            z.object({
              snapshotId: z.string(),
              asOf: isoTime,
              isWhole: z.boolean(),
              grants: z.int(),
              connectors: z.int(),
              scopes: z.int(),
              appeared: z.int().nullable(),
              disappeared: z.int().nullable(),
            }),
          )
          .min(1),
      }),
    ),
  },
} satisfies Contract;
