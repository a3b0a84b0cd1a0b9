import { z } from 'zod';
import type { Contract } from './rpc.ts';

export const registeredPerson = z.object({
  key: z.string(),
  name: z.string(),
  /** Address, or the id by which the register knows the person. */
  address: z.string(),
  /** As the register words it; null where it states none. */
  status: z.string().nullable(),
  isActive: z.boolean(),
});
export type RegisteredPerson = z.output<typeof registeredPerson>;

export const namedOwnerContract = {
  /** People of the register whose name or address holds the text, active ones first; and what the register says of the text. */
  'review.ownerNames': {
    params: z.object({ text: z.string().max(200), limit: z.int().min(1).max(50) }),
    result: z.object({
      rows: z.array(registeredPerson),
      /** Why a person written like this is not shown to work here; null when the register shows it, and for an empty text. */
      warning: z.string().nullable(),
      /** Whether naming this person opens Certify. */
      mayAnswer: z.boolean(),
    }),
  },
} satisfies Contract;
