import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ownerQuestionSchema } from '../../../shared/contract/owners.ts';
import { sha256 } from '../evidence/bundle-layout.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';

const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed());
const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);

const packetApp = z.strictObject({
  id: text(2000),
  name: text(2000),
  nameWarning: text(2000).nullable(),
  platform: text(100),
  publisher: text(2000).nullable(),
  /** What it may do, in words, the riskiest first. */
  may: z.array(text(2000)).max(40),
  mayMore: z.int().nonnegative(),
  /** Sentences: who uses it, and when it was used last with what that rests on. */
  who: text(2000),
  lastUse: text(2000),
  purpose: text(2000).nullable(),
  owners: z.array(text(2000)).max(50),
});
export type PacketApp = z.output<typeof packetApp>;

const questions = {
  kind: z.literal('countersign-owner-questions/1'),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  case: z.strictObject({ id: text(100), name: text(400) }),
  owner: z.strictObject({ name: text(400), email: text(400) }),
  madeBy: text(400),
  madeAt: z.iso.datetime(),
  note: text(4000),
  questions: z.array(ownerQuestionSchema),
  purposes: z.array(z.strictObject({ code: text(100), label: text(400) })).max(100),
  apps: z.array(packetApp).max(500),
};
const unsealed = z.strictObject(questions);
export type OwnerQuestions = z.output<typeof unsealed>;

/** The questions with a seal that only this case and its copies can make: HMAC-SHA256 over the rest as canonical JSON. */
export const ownerPacket = z.strictObject({ ...questions, seal: hexDigest });
export type OwnerPacket = z.output<typeof ownerPacket>;

const answer = z.strictObject({
  app: text(2000),
  needed: z.enum(['yes', 'no', 'unsure', '']),
  purposeCode: text(100),
  purpose: text(2000),
  rightOwner: z.enum(['yes', 'no', '']),
  otherOwner: text(200),
  alternatives: text(4000),
  people: text(4000),
  comments: text(4000),
});

/** What the page saves. sha256: over the rest as canonical JSON. */
export const answerFile = z.strictObject({
  kind: z.literal('countersign-owner-answers/1'),
  packet: ownerPacket,
  answers: z.array(answer).max(500),
  by: text(200).min(1),
  at: z.iso.datetime(),
  sha256: hexDigest,
});
export type AnswerFile = z.output<typeof answerFile>;

/** Seals questions with the secret of the case. */
export function sealPacket(packet: OwnerQuestions, secret: string): OwnerPacket {
  return { ...packet, seal: sealOf(packet, secret) };
}

/** Whether the questions are as they were sealed. */
export function isSealed({ seal, ...packet }: OwnerPacket, secret: string): boolean {
  return timingSafeEqual(Buffer.from(seal, 'hex'), Buffer.from(sealOf(packet, secret), 'hex'));
}

function sealOf(packet: OwnerQuestions, secret: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(canonicalJson(packet)).digest('hex');
}

/** Whether a file of answers is as the page saved it. */
export function isAsSaved({ sha256: stated, ...rest }: AnswerFile): boolean {
  return sha256(canonicalJson(rest)) === stated;
}
