import { z } from 'zod';
import { platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

/** What an owner may be asked about each app. */
export const OWNER_QUESTIONS = ['needed', 'purpose', 'owner', 'alternatives', 'people', 'comments'] as const;
export const ownerQuestionSchema = z.enum(OWNER_QUESTIONS);
export type OwnerQuestion = z.output<typeof ownerQuestionSchema>;
export const OWNER_QUESTION_LABELS: Readonly<Record<OwnerQuestion, string>> = {
  needed: 'Is it still needed',
  purpose: 'What is it for',
  owner: 'Are you the right person to answer for it',
  alternatives: 'What could take its place',
  people: 'Who still needs it',
  comments: 'Anything else',
};

export const NEEDED_LABELS = {
  yes: 'Still needed',
  no: 'No longer needed',
  unsure: 'Not sure',
  '': 'Not answered',
} as const;

/** What an owner said of one app. Nothing proves who wrote it. */
export const ownerAnswer = z.object({
  connectorId: z.string(),
  /** Name of the app as the packet showed it. */
  name: z.string(),
  needed: z.enum(['yes', 'no', 'unsure', '']),
  purposeCode: z.string(),
  purpose: z.string(),
  rightOwner: z.enum(['yes', 'no', '']),
  otherOwner: z.string(),
  alternatives: z.string(),
  people: z.string(),
  comments: z.string(),
});
export type OwnerAnswer = z.output<typeof ownerAnswer>;

export const ownerAnswers = z.object({
  file: z.string(),
  /** SHA-256 over questions and answers as they were saved. */
  digest: z.string(),
  packetId: z.string(),
  owner: z.string(),
  askedAt: isoTime,
  /** As written in the file. */
  by: z.string(),
  at: isoTime,
  /** The same answers were imported before. */
  isReplay: z.boolean(),
  answers: z.array(ownerAnswer),
});
export type OwnerAnswers = z.output<typeof ownerAnswers>;

export const ownerAttestation = ownerAnswer.extend({
  packetId: z.string(),
  digest: z.string(),
  by: z.string(),
  at: isoTime,
  importedAt: isoTime,
  journalSeq: z.int(),
});
export type OwnerAttestation = z.output<typeof ownerAttestation>;

/** Questions to owners, carried as one page; answers come back as a file. */
export const ownersContract = {
  /** Apps with open items, by who answers for them; null: nobody is named. */
  'owners.open': {
    params: z.object({}),
    result: z.array(
      z.object({
        owner: z.object({ name: z.string(), email: z.string() }).nullable(),
        apps: z.array(
          z.object({ connectorId: z.string(), name: z.string(), platform: platformSchema, openItems: z.int() }),
        ),
      }),
    ),
  },
  'owners.packet': {
    params: z.object({
      connectorIds: z.array(z.string()).min(1).max(500),
      /** Who is asked: name and address. */
      owner: z.object({ name: typedText.min(1).max(200), email: typedText.max(200) }),
      questions: z.array(ownerQuestionSchema).min(1).max(OWNER_QUESTIONS.length),
      note: typedText.max(2000).default(''),
      saveToken: z.string(),
    }),
    result: z.object({ file: z.string(), location: z.string(), packetId: z.string(), apps: z.int() }),
  },
  /** What a file of answers says, after all its checks. Changes nothing. */
  'owners.inspect': { params: z.object({ token: z.string() }), result: ownerAnswers },
  'owners.import': { params: z.object({ token: z.string() }), result: ownerAnswers },
  /** The newest answer about an app. */
  'owners.answer': { params: z.object({ connectorId: z.string() }), result: ownerAttestation.nullable() },
  /** States purpose and owner of an app as its owner answered; answers what was changed. */
  'owners.takeOver': {
    params: z.object({ connectorId: z.string() }),
    result: z.object({ changed: z.array(z.string()) }),
  },
} satisfies Contract;
