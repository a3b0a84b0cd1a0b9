import { z } from 'zod';
import { platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';
import { textBlock } from './text-blocks.ts';

const collectEntry = z.object({
  id: z.string(),
  platform: platformSchema,
  title: z.string(),
  /** Ids of the formats as which the result is recognized. `sf.elf.*` stands for all that begin so. */
  gives: z.array(z.string()),
  /** Where the export ends without a word: rows, days, columns. One sentence each. */
  caps: z.array(z.string()),
});
export type CollectEntry = z.output<typeof collectEntry>;

const collectKit = collectEntry.extend({
  /** Roles, permissions and licenses it takes. One sentence each. */
  needs: z.array(z.string()),
  blocks: z.array(textBlock),
  /** The whole kit as Markdown, to hand on. */
  text: z.string(),
});
export type CollectKit = z.output<typeof collectKit>;

export const collectContract = {
  /** Every kit, in the order in which it is offered: by platform, then as its author ordered them. */
  'collect.list': { params: z.object({}), result: z.array(collectEntry) },
  'collect.kit': { params: z.object({ id: z.string() }), result: collectKit },
} satisfies Contract;
