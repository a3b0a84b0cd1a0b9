import { z } from 'zod';
import { decisionSchema } from '../domain/vocabulary.ts';
import { itemStatusSchema, roundSchema } from './item-states.ts';
import type { Contract } from './rpc.ts';
import { workspaceStatus } from './workspace.ts';

const isoTime = z.iso.datetime();

/** The key whose owner signs, and its passphrase for this one act. */
const signing = z.object({ keyToken: z.string(), passphrase: z.string().max(1024) });

export const actTotals = z.object({
  /** The others add up to this. */
  read: z.int(),
  new: z.int(),
  /** Were here already. */
  known: z.int(),
  /** About items that are not here; kept aside. */
  aside: z.int(),
  refused: z.int(),
});

export const packetRow = z.object({
  journalSeq: z.int(),
  direction: z.enum(['out', 'in']),
  kind: z.enum(['case', 'decisions']),
  /** SHA-256 of the file. */
  digest: z.string(),
  file: z.string(),
  /** Who signed it. */
  name: z.string(),
  /** Running number of the person's packets of decisions from their machine. */
  number: z.int().nullable(),
  /** By the clock of the machine it comes from. */
  madeAt: isoTime,
  /** When it was written or read here. */
  at: isoTime,
  acts: actTotals,
});
export type PacketRow = z.output<typeof packetRow>;

export const writtenPacket = z.object({
  file: z.string(),
  location: z.string(),
  digest: z.string(),
  bytes: z.int(),
  decisions: z.int(),
  undos: z.int(),
  number: z.int().nullable(),
});
export type WrittenPacket = z.output<typeof writtenPacket>;

/** Something of a packet that a person should know. */
const mergeNote = z.object({
  itemId: z.string(),
  name: z.string().nullable(),
  outcome: z.enum(['aside', 'refused', 'taken']),
  sentence: z.string(),
});

/** An item about which people disagree after the merge. */
const mergeDispute = z.object({
  itemId: z.string(),
  name: z.string(),
  status: itemStatusSchema,
  /** Empty for a second reviewer who has not decided the item yet. */
  decisions: z.array(
    z.object({ by: z.string(), at: isoTime, round: roundSchema, decision: decisionSchema, reason: z.string() }),
  ),
});

export const mergeResult = z.object({
  totals: actTotals,
  /** The same packet was merged before. */
  isReplay: z.boolean(),
  notes: z.array(mergeNote),
  disputes: z.array(mergeDispute),
});
export type MergeResult = z.output<typeof mergeResult>;

const packetHead = {
  file: z.string(),
  bytes: z.int(),
  digest: z.string(),
  caseName: z.string(),
  /** Who signed it, by their certificate. */
  by: z.string(),
  fingerprint: z.string(),
  at: isoTime,
};

export const packetView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('case'), ...packetHead, for: z.array(z.string()) }),
  z.object({
    kind: z.literal('decisions'),
    ...packetHead,
    number: z.int(),
    decisions: z.int(),
    undos: z.int(),
    /** What merging it would do now. */
    merge: mergeResult,
  }),
]);
export type PacketView = z.output<typeof packetView>;

/** Several people, one air gap: the campaign goes out as a file, decisions come back as files. */
export const exchangeContract = {
  'exchange.list': { params: z.object({}), result: z.array(packetRow) },
  /** Writes the case for others to review: a signed copy without the original evidence files. */
  'exchange.handOut': {
    params: signing.extend({ personIds: z.array(z.string()).min(1).max(1000), saveToken: z.string() }),
    result: writtenPacket,
  },
  /** What a packet holds, after all its checks; of decisions also what merging them would do. Changes nothing. */
  'exchange.inspect': { params: z.object({ token: z.string() }), result: packetView },
  /** Makes a case of a packet at the chosen place and opens it. */
  'exchange.receive': { params: z.object({ token: z.string(), saveToken: z.string() }), result: workspaceStatus },
  /** Writes what the owner of the key decided in this campaign. */
  'exchange.sendBack': { params: signing.extend({ saveToken: z.string() }), result: writtenPacket },
  'exchange.merge': { params: z.object({ token: z.string() }), result: mergeResult },
} satisfies Contract;
