import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { loadKits } from '../collect/load.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, printJson, projectRoot } from './command.ts';

export const collectCommand: Command = {
  usage: 'collect [ID] [--json]',
  summary: 'Lists the collection kits, or prints one: the steps and queries that give a complete export.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    const [id, ...more] = positionals;
    if (more.length > 0) throw new AppError('invalid-request', 'Name one kit.');
    const kits = loadKits(join(projectRoot(), 'resources', 'collect'));
    if (id === undefined) {
      if (values.json)
        printJson(kits.map(({ id, platform, title, gives, caps }) => ({ id, platform, title, gives, caps })));
      else
        for (const kit of kits)
          process.stdout.write(
            `${kit.id}\n  ${PLATFORM_LABELS[kit.platform]}: ${kit.title}\n  gives ${kit.gives.join(', ')}\n`,
          );
      return 0;
    }
    const kit = kits.find((candidate) => candidate.id === id);
    if (kit === undefined)
      throw new AppError('invalid-request', `There is no kit “${id}”. Without an id, collect lists them.`);
    if (values.json) printJson(kit);
    else process.stdout.write(kit.text);
    return 0;
  },
};
