import { z } from 'zod';
import { platformSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';

/** A run of text within a line. Addresses are text like any other: nothing here can be followed. */
const span = z.object({ text: z.string(), style: z.enum(['plain', 'code', 'strong']) });
export type Span = z.output<typeof span>;
const line = z.array(span);

const plainBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(2), z.literal(3)]), text: line }),
  z.object({ kind: z.literal('paragraph'), text: line }),
  /** `language` names what the text is written in: `powershell`, `kql`, `csv`… */
  z.object({ kind: z.literal('code'), language: z.string(), text: z.string() }),
  z.object({ kind: z.literal('table'), columns: z.array(line), rows: z.array(z.array(line)) }),
  /** What a reader must not miss: a cap, a trap. One entry per paragraph. */
  z.object({ kind: z.literal('note'), paragraphs: z.array(line) }),
]);
export type PlainBlock = z.output<typeof plainBlock>;

/** A block of a collection kit. Items of a list hold blocks, but no further lists. */
export const collectBlock = z.discriminatedUnion('kind', [
  ...plainBlock.options,
  z.object({ kind: z.literal('list'), isOrdered: z.boolean(), items: z.array(z.array(plainBlock)) }),
]);
export type CollectBlock = z.output<typeof collectBlock>;

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
  blocks: z.array(collectBlock),
  /** The whole kit as Markdown, to hand on. */
  text: z.string(),
});
export type CollectKit = z.output<typeof collectKit>;

export const collectContract = {
  /** Every kit, in the order in which it is offered: by platform, then as its author ordered them. */
  'collect.list': { params: z.object({}), result: z.array(collectEntry) },
  'collect.kit': { params: z.object({ id: z.string() }), result: collectKit },
} satisfies Contract;
