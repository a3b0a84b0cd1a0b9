import { join } from 'node:path';
import type { collectContract, CollectKit } from '../../../shared/contract/collect.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { loadKits } from '../collect/load.ts';
import { AppError } from '../lib/errors.ts';
import type { EngineContext } from './context.ts';

/** How to collect the exports: kits that are read once, when first asked for. They need no open case. */
export function collectHandlers(
  context: Pick<EngineContext, 'resourcesFolder'>,
): Handlers<typeof collectContract, unknown> {
  let kits: readonly CollectKit[] | null = null;
  const all = () => (kits ??= loadKits(join(context.resourcesFolder, 'collect')));
  return {
    'collect.list': () => all().map(({ id, platform, title, gives, caps }) => ({ id, platform, title, gives, caps })),
    'collect.kit': ({ id }) => {
      const kit = all().find((candidate) => candidate.id === id);
      if (kit === undefined) throw new AppError('not-found', `There is no collection kit “${id.slice(0, 60)}”.`);
      return kit;
    },
  };
}
