import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import { importFiles, newCase } from '../engine/engine-case.ts';
import { fixtureSeeds } from '../engine/random-files.ts';
import { randomFrom } from '../reading/files.ts';
import { contentOf } from './kept-case.ts';

const CASES = 12;

test('a backup of any case restores to the same journal, the same verdicts and the same copies', async () => {
  const seeds = fixtureSeeds();
  let copies = 0;
  for (let seed = 1; seed <= CASES; seed += 1) {
    const pick = randomFrom(seed * 92_821);
    const started = await newCase();
    try {
      const files = Array.from({ length: 1 + pick(5) }, () => seeds[pick(seeds.length)]).filter(
        (file) => file !== undefined,
      );
      if (files.length > 0)
        await importFiles(
          started,
          files.map(({ path, format }) => ({ path, format, tenant: `tenant-${pick(2)}` })),
        );
      for (let acts = pick(4); acts > 0; acts -= 1)
        await started.engine.handlers['case.retain'](
          { until: `20${30 + pick(9)}-12-31`, reason: `Reason ${pick(1000)} – “ü”` },
          {},
        );
      const before = await contentOf(started.engine);
      copies += before.copies.length;
      const token = (name: string): string => started.files.register(join(started.folder, name));
      await started.engine.handlers['case.backup']({ saveToken: token('kept') }, {});
      await started.engine.handlers['case.restore'](
        { token: token('kept.countersign-backup'), saveToken: token('restored'), replace: false },
        {},
      );
      await openCase(started.engine.context, join(started.folder, 'restored.countersign'));
      expect(await contentOf(started.engine), `seed ${seed}`).toEqual(before);
    } finally {
      await started.dispose();
    }
  }
  // Cases without evidence would prove little.
  expect(copies).toBeGreaterThan(CASES);
});
