import { z } from 'zod';

/** Journal entries of this type hold a signed checkpoint. */
export const CHECKPOINT_TYPE = 'checkpoint';

/** Journal entries of this type register somebody by the certificate of their key, under the member `person`. */
export const PERSON_ADDED = 'person-added';

/** Journal entries of this type begin a case of its own: `of` is the id of the case that was duplicated, `id` the new one. */
export const CASE_DUPLICATED = 'case-duplicated';

/** What the key was in use for when the checkpoint was made; `seal`: asked for, to bind what was done so far. */
export const CHECKPOINT_ACTS = ['sign-in', 'sign-out', 'seal', 'submission', 'approval', 'hand-over'] as const;
export const checkpointAct = z.enum(CHECKPOINT_ACTS);
export type CheckpointAct = z.output<typeof checkpointAct>;

/** What is signed, as canonical JSON: the journal of this case had these entries and ended in this hash. */
export const checkpointStatement = z.strictObject({
  /** The same in every copy of a case, and another in a duplicate: 32 hexadecimal digits. */
  caseId: z.string(),
  engagement: z.string(),
  count: z.int().nonnegative(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  act: checkpointAct,
  /** SHA-256 of the signer's certificate: upper case, colons. */
  person: z.string(),
});
export type CheckpointStatement = z.output<typeof checkpointStatement>;

/** Payload of the journal entry: the statement and the detached CMS signature over its canonical text. */
export const checkpointPayload = z.strictObject({ statement: checkpointStatement, signature: z.base64() });
export type CheckpointPayload = z.output<typeof checkpointPayload>;
