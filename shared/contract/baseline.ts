import { z } from 'zod';
import { decisionSchema, grantKindSchema, platformSchema, tierSchema } from '../domain/vocabulary.ts';
import { verifyReport } from './report.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();
const isoDate = z.iso.date();

/** What a signature of an earlier report says; the fingerprint is what a person compares. */
export const baselineSigner = z.object({
  name: z.string(),
  fingerprint: z.string(),
  meaning: z.string(),
  signedAt: isoTime,
});
export type BaselineSigner = z.output<typeof baselineSigner>;

/** How one report is named by a later one. */
export const chainLink = z.object({
  bundleSha256: z.string(),
  contentDigest: z.string(),
  signedAt: isoTime,
  signers: z.array(baselineSigner.pick({ name: true, fingerprint: true })),
});
export type ChainLink = z.output<typeof chainLink>;

/** `verified`: its bundle is in this case. `named`: only a later report speaks of it. */
export const chainEntry = chainLink.extend({ standing: z.enum(['baseline', 'verified', 'named']) });
export type ChainEntry = z.output<typeof chainEntry>;

/** What becomes of an item of the baseline. Each has exactly one. */
export const CARRY_KINDS = ['expired', 'revoke', 'reduce', 'open', 'condition', 'review', 'absent', 'outside'] as const;
export const carryKindSchema = z.enum(CARRY_KINDS);
export type CarryKind = z.output<typeof carryKindSchema>;
export const CARRY_LABELS: Readonly<Record<CarryKind, string>> = {
  expired: 'Condition expired',
  revoke: 'Revoke not effected',
  reduce: 'Reduction not effected',
  open: 'Left open',
  condition: 'Condition runs',
  review: 'Next review due',
  absent: 'Absent from the export',
  outside: 'No export here',
};

export const DELTA_KINDS = ['new', 'changed', 'same'] as const;
export const deltaKindSchema = z.enum(DELTA_KINDS);
export type DeltaKind = z.output<typeof deltaKindSchema>;

export const deltaLine = z.object({
  kind: z.enum([
    'condition-expired',
    'revoke-open',
    'reduce-open',
    'new',
    'scopes-added',
    'tier-up',
    'findings',
    'owner',
    'people-up',
    'renamed',
    'publisher',
    'use-up',
    'use-down',
    'tier-down',
    'scopes-removed',
    'people-down',
    'condition',
    'owner-unknown',
    'use-unknown',
  ]),
  /** `+2 scopes`. */
  short: z.string(),
  /** The whole sentence, with what it rests on. */
  text: z.string(),
  /** False: it says what was not compared, or what still holds. */
  isChange: z.boolean(),
});
export type DeltaLine = z.output<typeof deltaLine>;

export const baselineBundle = z.object({
  bundleSha256: z.string(),
  contentDigest: z.string(),
  reportId: z.string(),
  caseName: z.string(),
  client: z.string(),
  asOf: isoTime.nullable(),
  signedAt: isoTime,
  signers: z.array(baselineSigner),
  journal: z.object({ head: z.string(), count: z.int() }),
  items: z.int(),
  /** Items of it that are review items here. */
  matched: z.int(),
  /** What of it is not here. */
  cautions: z.array(z.string()),
  /** Links that its chain lacks here. */
  gaps: z.array(z.string()),
});
export type BaselineBundle = z.output<typeof baselineBundle>;

export const baselineState = z.object({
  /** Null: nothing is compared, and every screen says so. */
  current: baselineBundle
    .extend({
      file: z.string(),
      /** Fingerprints the signers were compared with; empty: nobody's identity was judged. */
      pinned: z.array(z.string()),
      reason: z.string(),
      adoptedBy: z.string(),
      adoptedAt: isoTime,
    })
    .nullable(),
  /** From the baseline back. */
  chain: z.array(chainEntry),
  ends: z.enum(['beginning', 'gap', 'not-stated']),
  /** How the chain ends, in words. */
  endText: z.string(),
  carried: z.array(z.object({ kind: carryKindSchema, items: z.int(), past: z.int() })),
  deltas: z.object({ new: z.int(), changed: z.int(), same: z.int() }),
});
export type BaselineState = z.output<typeof baselineState>;

export const carriedRow = z.object({
  kind: carryKindSchema,
  /** Null when it is no review item here. */
  itemId: z.string().nullable(),
  key: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  grantKind: grantKindSchema,
  tier: tierSchema,
  decision: decisionSchema.nullable(),
  /** What was written with the decision. */
  reason: z.string().nullable(),
  due: isoDate.nullable(),
  isPast: z.boolean(),
  sentence: z.string(),
});
export type CarriedRow = z.output<typeof carriedRow>;

export const itemDelta = z.object({
  /** Null without a baseline. */
  baseline: z.object({ signedAt: isoTime, signers: z.array(z.string()) }).nullable(),
  kind: deltaKindSchema.nullable(),
  /** `certified 2026-03-31 by A. Ro`: what the lines are compared with. */
  since: z.string().nullable(),
  lines: z.array(deltaLine),
  count: z.int(),
});
export type ItemDelta = z.output<typeof itemDelta>;

const fingerprints = z.array(z.string().max(200)).max(20).default([]);

export const baselineContract = {
  'baseline.state': { params: z.object({}), result: baselineState },
  /** Verifies a bundle and says what it would mean here. Nothing is changed. */
  'baseline.inspect': {
    params: z.object({ token: z.string(), fingerprints }),
    result: z.object({
      verification: verifyReport,
      /** Why it cannot be the baseline; null when it can. */
      refusal: z.string().nullable(),
      bundle: baselineBundle.nullable(),
      /** Whether it would become the baseline, or a link of the chain behind a newer one. */
      becomes: z.enum(['baseline', 'link']).nullable(),
    }),
  },
  'baseline.adopt': {
    params: z.object({
      token: z.string(),
      fingerprints,
      /** Of the file that was looked at: another one is refused. */
      bundleSha256: z.string(),
      reason: typedText.max(1000).default(''),
    }),
    result: baselineState,
  },
  'baseline.remove': {
    params: z.object({ bundleSha256: z.string(), reason: typedText.min(1).max(1000) }),
    result: baselineState,
  },
  'baseline.carried': {
    params: z.object({ kind: carryKindSchema.nullable(), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({ total: z.int(), rows: z.array(carriedRow) }),
  },
  'review.delta': { params: z.object({ itemId: z.string() }), result: itemDelta },
} satisfies Contract;
