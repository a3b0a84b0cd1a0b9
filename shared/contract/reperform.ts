import { z } from 'zod';
import { verifyCheck } from './report.ts';
import type { Contract } from './rpc.ts';

const reperformance = z.object({
  /** Everything was recomputed and is the same. */
  ok: z.boolean(),
  checks: z.array(verifyCheck),
});

export const reperformContract = {
  /** Recomputes what a bundle says from the original exports. Needs no open case and leaves an open one alone. */
  'verify.reperform': {
    params: z.object({
      token: z.string(),
      /** Files, folders and archives. */
      originals: z.array(z.string()).min(1).max(1000),
    }),
    result: reperformance,
  },
} satisfies Contract;
