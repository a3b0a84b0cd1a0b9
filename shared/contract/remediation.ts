import { z } from 'zod';
import { decisionSchema } from '../domain/vocabulary.ts';
import { remedy } from './drill.ts';
import type { Contract } from './rpc.ts';

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
    }),
    result: remedy,
  },
} satisfies Contract;
