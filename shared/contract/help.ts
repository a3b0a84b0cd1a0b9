import { z } from 'zod';
import type { Contract } from './rpc.ts';
import { textBlock } from './text-blocks.ts';

const helpPage = z.object({
  /** Name of its file without the ending; `contents` for the index. */
  id: z.string(),
  title: z.string(),
  blocks: z.array(textBlock),
  /** The page as it was written, to copy. */
  text: z.string(),
});
export type HelpPage = z.output<typeof helpPage>;

const helpBook = z.object({
  /** The index: its sections, each with its pages in order. */
  sections: z.array(z.object({ title: z.string(), pages: z.array(z.string()) })),
  /** Every page, the index first, then in the order of the index. */
  pages: z.array(helpPage),
});
export type HelpBook = z.output<typeof helpBook>;

export const helpContract = {
  /** The whole help, small enough to be searched where it is shown. Needs no open case. */
  'help.book': { params: z.object({}), result: helpBook },
} satisfies Contract;
