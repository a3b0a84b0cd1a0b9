import { z } from 'zod';
import { platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

/** Calls by how well their operation matches the catalog. */
const matchCounts = { exact: z.int(), folded: z.int(), parent: z.int(), none: z.int() };

export const matchGroup = z.object({
  platform: platformSchema,
  tenant: z.string(),
  /** Distinct operations that name nothing in the catalog. */
  unmatched: z.int(),
  logs: z.array(
    z.object({
      log: z.string(),
      label: z.string(),
      ...matchCounts,
      imports: z.array(z.object({ importId: z.int(), file: z.string(), ...matchCounts })),
    }),
  ),
});
export type MatchGroup = z.output<typeof matchGroup>;

export const unmatchedOperation = z.object({
  operation: z.string(),
  calls: z.int(),
  /** Apps that made the calls; 0 where the records name none. */
  connectors: z.int(),
  first: isoTime,
  last: isoTime,
});
export type UnmatchedOperation = z.output<typeof unmatchedOperation>;

export const matchingContract = {
  'usage.matchRates': { params: z.object({}), result: z.array(matchGroup) },
  'usage.unmatched': {
    params: z.object({
      platform: platformSchema,
      tenant: z.string(),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(unmatchedOperation) }),
  },
} satisfies Contract;
