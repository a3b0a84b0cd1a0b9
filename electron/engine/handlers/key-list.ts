import { join } from 'node:path';
import { z } from 'zod';
import { type RememberedList, rememberedList } from '../lib/remembered-list.ts';
import type { EngineContext } from './context.ts';

const listSchema = z.array(
  z.object({
    path: z.string(),
    name: z.string(),
    fingerprint: z.string(),
    notAfter: z.iso.datetime(),
    /** PEM; empty where an older version remembered the key. */
    certificate: z.string().default(''),
  }),
);
/** A key that a reviewer uses, as it is remembered. */
export type KeyEntry = z.output<typeof listSchema>[number];
/** How many are remembered. */
export const MOST = 50;

/** The list of the reviewer in use, or of the one named. */
export function keyList(context: EngineContext, reviewer?: string): RememberedList<KeyEntry> {
  return rememberedList(join(context.reviewers.folder(reviewer), 'keys.json'), listSchema, MOST, context.log);
}
