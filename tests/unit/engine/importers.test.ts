import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importers, recognize } from '../../../electron/engine/importers/index.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { importFiles, newCase } from './engine-case.ts';
import { caseFacts } from './case-facts.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/importers');

describe.each(importers.map((importer) => importer.id))('%s', (id) => {
  const folder = join(FIXTURES, id);
  const inputs = existsSync(folder)
    ? readdirSync(folder).filter((name) => name !== 'expected.json' && name !== 'README.md')
    : [];

  test('has fixtures, and a word on where they come from', () => {
    expect(inputs.length).toBeGreaterThan(0);
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
  });

  test.each(inputs)('%s is recognized without asking', async (name) => {
    const head = await inspectSource(join(folder, name));
    if (head.kind === 'nothing') throw new Error(head.sentence);
    const [best, second] = recognize(head);
    expect(best?.importer.id).toBe(id);
    expect(best?.score).toBeGreaterThanOrEqual(0.6);
    expect((best?.score ?? 0) - (second?.score ?? 0)).toBeGreaterThanOrEqual(0.05);
  });

  test('gives the expected facts', async () => {
    const started = await newCase();
    try {
      const result = await importFiles(
        started,
        inputs.map((name) => ({ path: join(folder, name), format: id })),
      );
      // What rules make of the facts is tested with the rules.
      const { findings, ...stated } = caseFacts(started.engine.context.open().db);
      expect(findings).toBeDefined();
      const facts = { ledger: result.imports.map(ledgerOf), failures: result.failures, ...stated };
      const expectedFile = join(folder, 'expected.json');
      // Set COUNTERSIGN_UPDATE_FIXTURES=1 to write what the importer gives now; then read the difference before keeping it.
      if (process.env['COUNTERSIGN_UPDATE_FIXTURES'] === '1')
        writeFileSync(expectedFile, `${JSON.stringify(facts, null, 1)}\n`);
      expect(facts).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')));
    } finally {
      await started.dispose();
    }
  });
});

function ledgerOf(summary: {
  file: string;
  encoding: string;
  read: number;
  accepted: number;
  rejected: number;
  duplicate: number;
  notRelevant: number;
  closes: boolean;
  reasons: unknown;
  warnings: readonly string[];
}): unknown {
  const { file, encoding, read, accepted, rejected, duplicate, notRelevant, closes, reasons, warnings } = summary;
  return { file, encoding, read, accepted, rejected, duplicate, notRelevant, closes, reasons, warnings };
}
