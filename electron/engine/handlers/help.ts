import { join } from 'node:path';
import type { helpContract, HelpBook } from '../../../shared/contract/help.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { loadHelp } from '../help/book.ts';
import type { EngineContext } from './context.ts';

/** The help, read once, when first asked for. It needs no open case. */
export function helpHandlers(context: Pick<EngineContext, 'resourcesFolder'>): Handlers<typeof helpContract, unknown> {
  let book: HelpBook | null = null;
  return { 'help.book': () => (book ??= loadHelp(join(context.resourcesFolder, 'help'))) };
}
