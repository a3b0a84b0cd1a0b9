import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import { importFiles, newCase } from './engine-case.ts';
import type { SampleExpectation } from './samples/expectation.ts';

const folder = fileURLToPath(new URL('../../../../shared/formats/samples/', import.meta.url));
const lists = import.meta.glob<readonly SampleExpectation[]>(['./samples/*.ts', '!./samples/expectation.ts'], {
  eager: true,
  import: 'default',
});
const expectations = Object.values(lists).flat();

describe.skipIf(!existsSync(folder))('real exports (skipped where the collection of samples is not at hand)', () => {
  test('every file of the collection has an expectation', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/'));
    expect(expectations.map((one) => one.file).toSorted()).toEqual(files.toSorted());
  });

  test.each(expectations)('$file', async ({ file, format, verdict, says, ledger }) => {
    const started = await newCase();
    try {
      const plan = await inspectFile(started.engine.context, `${folder}${file}`, 'token');
      expect({ format: plan.format, verdict: plan.verdict, reason: plan.reason }).toMatchObject({ format, verdict });
      if (says !== undefined) expect(plan.reason).toContain(says);
      if (ledger === undefined) return;
      const { imports, failures } = await importFiles(started, [{ path: `${folder}${file}`, format: format ?? '' }]);
      expect(failures).toEqual([]);
      const [one] = imports;
      expect(one?.closes).toBe(true);
      expect([one?.read, one?.accepted, one?.rejected, one?.duplicate, one?.notRelevant]).toEqual(ledger);
    } finally {
      await started.dispose();
    }
  });
});
