import { join } from 'node:path';
import type { handOffContract } from '../../../shared/contract/hand-off.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import type { EngineContext } from './context.ts';

/** Signatures that are made outside: what waits for one, and its answer. */
export function handOffHandlers({ files, handOff }: EngineContext): Handlers<typeof handOffContract, unknown> {
  return {
    'handOff.current': () => {
      const waiting = handOff.current();
      if (waiting === null) return null;
      const { accept: _, ...shown } = waiting;
      const token = files.register(join(shown.folder, shown.file));
      return { ...shown, token, commands: shown.commands.map(({ title, lines }) => ({ title, lines: [...lines] })) };
    },
    'handOff.give': ({ token }) => {
      handOff.give(files.resolve(token));
      return {};
    },
    'handOff.cancel': () => {
      handOff.cancel();
      return {};
    },
  };
}
