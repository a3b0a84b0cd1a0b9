import { z } from 'zod';
import { batchContract } from '../../shared/contract/batch.ts';
import { importOrder } from '../../shared/contract/imports.ts';
import { decideParams } from '../../shared/contract/review.ts';

/** One act of a row; what is acknowledged is named by its place in the row. */
export const actSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('import'), path: z.string(), order: importOrder.omit({ token: true }) }),
  z.object({ act: z.literal('decide'), params: decideParams }),
  z.object({ act: z.literal('undo'), itemId: z.string() }),
  z.object({ act: z.literal('batch'), params: batchContract['review.batch'].params }),
  z.object({
    act: z.literal('sign'),
    key: z.string(),
    passphrase: z.string(),
    target: z.string(),
    originals: z.boolean(),
    redacted: z.boolean(),
  }),
  z.object({ act: z.literal('backup'), target: z.string() }),
  z.object({ act: z.literal('restore'), archive: z.string(), target: z.string() }),
  z.object({ act: z.literal('move'), target: z.string() }),
  z.object({ act: z.literal('duplicate'), target: z.string() }),
  z.object({ act: z.literal('delete'), name: z.string(), record: z.string() }),
]);
export type Act = z.output<typeof actSchema>;

/** What a child is to do, and where it is to end. */
export const orderSchema = z.object({
  /** Folder with `case.countersign` and `data`. */
  folder: z.string(),
  resources: z.string(),
  acts: z.array(actSchema),
  /** The call of the file system before or after which the child kills itself; null: it is killed from outside. */
  dieAt: z.int().nullable(),
});
export type Order = z.output<typeof orderSchema>;

/** One line of a child, written when it is true and not before. */
export const lineSchema = z.discriminatedUnion('said', [
  z.object({ said: z.literal('ready') }),
  z.object({ said: z.literal('acknowledged'), index: z.int() }),
  z.object({ said: z.literal('done'), steps: z.int() }),
]);
export type Line = z.output<typeof lineSchema>;
