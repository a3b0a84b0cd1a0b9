import { z } from 'zod';
import { roundSchema } from './item-states.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

export const journalEntry = z.object({
  seq: z.int(),
  at: isoTime,
  actor: z.string(),
  type: z.string(),
  /** The type in words. */
  label: z.string(),
  summary: z.string(),
  payload: z.string(),
  prev: z.string(),
  hash: z.string(),
});
export type JournalEntry = z.output<typeof journalEntry>;

export const journalFilter = z.object({
  /** Part of the name of an item, app, file, rule, scope or report. */
  text: z.string().max(200).optional(),
  types: z.array(z.string().max(100)).max(100).optional(),
  actor: z.string().max(400).optional(),
  /** First day, UTC. */
  from: z.iso.date().optional(),
  /** Last day, UTC. */
  to: z.iso.date().optional(),
  campaign: z.string().max(200).optional(),
  round: roundSchema.optional(),
});
export type JournalFilter = z.output<typeof journalFilter>;

export const journalCheckpoint = z.object({
  seq: z.int(),
  at: isoTime,
  /** What the key was in use for, in words. */
  act: z.string(),
  /** Name in the certificate; null when it cannot be read. */
  name: z.string().nullable(),
  /** Why it proves nothing; null when it holds. */
  problem: z.string().nullable(),
});

const counted = z.object({ value: z.string(), label: z.string(), count: z.int() });

export const journalContract = {
  'journal.page': {
    params: z.object({ filter: journalFilter.optional(), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({ total: z.int(), rows: z.array(journalEntry) }),
  },
  /** What the list can be narrowed to. */
  'journal.facets': {
    params: z.object({}),
    result: z.object({
      types: z.array(counted),
      actors: z.array(counted),
      campaigns: z.array(counted),
      rounds: z.array(counted),
    }),
  },
  'journal.entry': {
    params: z.object({ seq: z.int().min(1) }),
    result: journalEntry.extend({
      /** The payload with labels, in words where there are any. */
      facts: z.array(z.object({ label: z.string(), value: z.string() })),
    }),
  },
  /** Whether the chain holds, who signed for it, and whether its times can be right. Only new entries are looked at. */
  'journal.state': {
    params: z.object({}),
    result: z.object({
      entries: z.int(),
      chain: z.object({ ok: z.boolean(), message: z.string() }),
      /** Newest first, the last hundred. */
      checkpoints: z.array(journalCheckpoint),
      /** All checkpoints, and those among them that prove nothing. */
      checkpointCount: z.int(),
      brokenCheckpoints: z.int(),
      /** Entries after the last checkpoint that holds. */
      unsealed: z.int(),
      /** What is wrong with the times, in sentences. */
      clock: z.array(z.string()),
    }),
  },
  /** Writes the entries of a filter as CSV that is safe to open in a spreadsheet. */
  'journal.export': {
    params: z.object({ filter: journalFilter, saveToken: z.string() }),
    result: z.object({ rows: z.int() }),
  },
} satisfies Contract;
