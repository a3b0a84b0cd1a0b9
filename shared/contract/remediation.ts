import { z } from 'zod';
import { decisionSchema, grantKindSchema, platformSchema, tierSchema } from '../domain/vocabulary.ts';
import { remedy } from './drill.ts';
import { itemImpact } from './reduction.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

/**
 * Where carrying out a decision stands. Decided, exported and claimed follow from acts of people. Verified, regressed and
 * still there are only ever said by later imports; waiting: a condition whose date has not come.
 */
export const REMEDY_STATES = [
  'regressed',
  'still-there',
  'decided',
  'exported',
  'claimed',
  'waiting',
  'verified',
] as const;
export const remedyStateSchema = z.enum(REMEDY_STATES);
export type RemedyState = z.output<typeof remedyStateSchema>;
export const REMEDY_STATE_LABELS: Readonly<Record<RemedyState, string>> = {
  regressed: 'Regressed',
  'still-there': 'Still there',
  decided: 'To do',
  exported: 'Exported',
  claimed: 'Claimed',
  waiting: 'Condition runs',
  verified: 'Verified',
};

/** What a file of tickets is: a table for an import elsewhere, or a text with every step. */
export const ticketFormatSchema = z.enum(['csv', 'markdown']);
export type TicketFormat = z.output<typeof ticketFormatSchema>;

export const remedyEvidence = z.object({
  importId: z.int(),
  file: z.string(),
  /** Null: the file speaks as a whole. */
  line: z.int().nullable(),
  asOf: isoTime,
  note: z.string(),
});

export const remedyAction = z.object({
  /** uid of the decision: the same in every copy of the case. */
  actionId: z.string(),
  itemId: z.string(),
  /** False: no grant of it stands in the newest exports, so that the item can no longer be opened. */
  isInPopulation: z.boolean(),
  connectorId: z.string(),
  /** Whether a screen of the connector can be opened. */
  hasConnector: z.boolean(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  tier: tierSchema,
  decision: decisionSchema,
  by: z.string(),
  at: isoTime,
  reason: z.string(),
  until: z.iso.date().nullable(),
  scopes: z.array(z.string()),
  principals: z.array(z.string()),
  /** Scopes and people in one line. */
  what: z.string(),
  state: remedyStateSchema,
  /** `Verified absent`, `Verified reduced`, `Owner on record`… */
  stateLabel: z.string(),
  /** What the evidence says. */
  sentence: z.string(),
  caution: z.string().nullable(),
  /** What would settle it; null where the evidence settled it, one way or the other. */
  missing: z.string().nullable(),
  evidenceAsOf: isoTime.nullable(),
  evidence: z.array(remedyEvidence),
  /** Who carries it out, which need not be who owns the app. */
  owner: z.string().nullable(),
  due: z.iso.date(),
  dueBasis: z.enum(['policy', 'changed', 'condition']),
  isOverdue: z.boolean(),
  exportedAt: isoTime.nullable(),
  claim: z.object({ by: z.string(), at: isoTime, reference: z.string() }).nullable(),
});
export type RemedyAction = z.output<typeof remedyAction>;

export const remedyActRecord = z.object({
  journalSeq: z.int(),
  at: isoTime,
  by: z.string(),
  text: z.string(),
});

/** What would stop if the decision were carried out, from the logs, and whom to ask before. */
export const wouldBreak = z.object({ impact: itemImpact, owners: z.array(z.string()) });

const filter = z.object({
  states: z.array(remedyStateSchema).optional(),
  platforms: z.array(platformSchema).optional(),
  overdue: z.boolean().optional(),
  /** '' for those without an owner. */
  owner: z.string().optional(),
  text: z.string().max(200).optional(),
});
export type RemedyFilter = z.output<typeof filter>;

const actionIds = z.array(z.string()).min(1).max(5000);

export const remediationContract = {
  /**
   * What a decision that was not taken yet would mean on the platform. `scopes` and `principals` as in a decision; whether
   * the item holds them is checked when it is taken.
   */
  'remediation.preview': {
    params: z.object({
      itemId: z.string(),
      decision: decisionSchema,
      scopes: z.array(z.string()).max(10_000).default([]),
      principals: z.array(z.string()).max(10_000).default([]),
      owner: typedText.max(200).nullable().default(null),
    }),
    result: remedy,
  },
  /** Decisions that need work, what stands worst first. Groups count what the rest of the filter leaves. */
  'remediation.board': {
    params: z.object({ filter, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({
      total: z.int(),
      rows: z.array(remedyAction),
      states: z.array(z.object({ state: remedyStateSchema, actions: z.int() })),
      owners: z.array(z.object({ owner: z.string(), actions: z.int(), overdue: z.int() })),
      platforms: z.array(platformSchema),
      overdue: z.int(),
      /** Of all actions, whatever the filter. */
      all: z.int(),
      /** Items that wait for their second review, of which whoever looks must not know the first decision, if there is one. */
      blind: z.int(),
    }),
  },
  'remediation.action': {
    params: z.object({ actionId: z.string() }),
    result: z.object({
      action: remedyAction,
      remedy,
      wouldBreak: wouldBreak.nullable(),
      history: z.array(remedyActRecord),
    }),
  },
  /** Sets who carries decisions out; null takes the owner away. `person`: the certificate of somebody of the case. */
  'remediation.setOwner': {
    params: z.object({
      actionIds,
      owner: typedText.min(1).max(200).nullable(),
      person: z.string().max(200).nullable().default(null),
    }),
    result: z.object({ changed: z.int() }),
  },
  'remediation.setDeadline': {
    params: z.object({ actionIds, due: z.iso.date(), reason: typedText.min(1).max(2000) }),
    result: z.object({ changed: z.int() }),
  },
  /** Records that somebody says it is done. Whether it is shows only in a later import. */
  'remediation.claim': {
    params: z.object({
      actionIds,
      by: typedText.min(1).max(200),
      reference: typedText.min(1).max(500),
    }),
    result: z.object({ changed: z.int() }),
  },
  'remediation.withdrawClaim': {
    params: z.object({ actionIds, reason: typedText.min(1).max(2000) }),
    result: z.object({ changed: z.int() }),
  },
  /** Writes what is to be done into a file and records its digest. */
  'remediation.export': {
    params: z.object({ actionIds, format: ticketFormatSchema, saveToken: z.string() }),
    result: z.object({ actions: z.int(), sha256: z.string() }),
  },
} satisfies Contract;
