import { z } from 'zod';

/** A run of text within a line. Addresses of the network are text like any other: nothing here can leave the app. */
const span = z.discriminatedUnion('style', [
  z.object({ style: z.enum(['plain', 'code', 'strong', 'em', 'key']), text: z.string() }),
  /** `to` names a page of the help and a place on it: `report`, `report#sign`. */
  z.object({ style: z.literal('link'), text: z.string(), to: z.string() }),
]);
export type Span = z.output<typeof span>;
const line = z.array(span);

const plainBlock = z.discriminatedUnion('kind', [
  /** `id` is unique among the blocks of one text. */
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(2), z.literal(3)]), id: z.string(), text: line }),
  z.object({ kind: z.literal('paragraph'), text: line }),
  /** `language` names what the text is written in: `powershell`, `kql`, `csv`… */
  z.object({ kind: z.literal('code'), language: z.string(), text: z.string() }),
  z.object({ kind: z.literal('table'), columns: z.array(line), rows: z.array(z.array(line)) }),
  /** What a reader must not miss: a cap, a trap. One entry per paragraph. */
  z.object({ kind: z.literal('note'), paragraphs: z.array(line) }),
]);
export type PlainBlock = z.output<typeof plainBlock>;

/** A block of a text shipped with the app. Items of a list hold blocks, but no further lists. */
export const textBlock = z.discriminatedUnion('kind', [
  ...plainBlock.options,
  z.object({ kind: z.literal('list'), isOrdered: z.boolean(), items: z.array(z.array(plainBlock)) }),
]);
export type TextBlock = z.output<typeof textBlock>;

/** What a line says, without its marks. */
export function plainText(spans: readonly Span[]): string {
  return spans.map((one) => one.text).join('');
}
