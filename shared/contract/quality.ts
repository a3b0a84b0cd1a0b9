import { z } from 'zod';
import type { Contract } from './rpc.ts';

/** What is worth a second look while a decision is being written; a hint, never a lock. */
export const nudge = z.object({
  /** An earlier decision of the same person with nearly the same words about another item. */
  similar: z.object({ itemId: z.string(), name: z.string(), reason: z.string() }).nullable(),
  /** The person's newest decisions in a row that were the same and quick, and one of those items to look at again. */
  streak: z.object({ count: z.int(), reopenItemId: z.string(), name: z.string() }).nullable(),
});
export type Nudge = z.output<typeof nudge>;

export const qualityContract = {
  /** Looks back over the newest decisions of who is signed in; answers fast enough to be asked while typing. */
  'quality.nudge': { params: z.object({ itemId: z.string(), reason: z.string().max(4000) }), result: nudge },
} satisfies Contract;
