import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OUTCOMES } from '../../../shared/domain/vocabulary.ts';
import { controlIds } from '../../../electron/engine/rules/rule.ts';
import { ruleById } from '../../../electron/engine/rules/index.ts';
import { openCase, verdictsOf } from './case.ts';

const root = new URL('../../fixtures/rules/', import.meta.url).pathname;
const fixture = z.object({
  title: z.string(),
  policy: z.record(z.string(), z.number()).optional(),
  rows: z.record(z.string(), z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))),
  verdicts: z.array(z.looseObject({ outcome: z.enum(OUTCOMES), connector: z.int() })).min(1),
});
/** Boundaries told by rows, for rules whose thresholds would take thousands of records; `imported.test.ts` has the files. */
const folders = readdirSync(root)
  .map((id) => ({
    id,
    fixtures: readdirSync(join(root, id))
      .filter((file) => file.endsWith('.json'))
      .map((file) => fixture.parse(JSON.parse(readFileSync(join(root, id, file), 'utf8')))),
  }))
  .filter(({ fixtures }) => fixtures.length > 0);

describe.each(folders)('$id', ({ id, fixtures }) => {
  test.each(fixtures)('$title', ({ rows, policy, verdicts }) => {
    const db = openCase(rows);
    try {
      expect(verdictsOf(db, id, policy)).toEqual(verdicts);
    } finally {
      db.close();
    }
  });

  test('a finding says what, when and where; the others say no more than they must', () => {
    const rule = ruleById(id);
    expect(rule && controlIds(rule.controls).length).toBeGreaterThan(3);
    for (const verdict of fixtures.flatMap((one) => one.verdicts)) {
      const { outcome, severity, sentence, missing } = verdict;
      expect([severity !== undefined, sentence !== undefined]).toEqual([outcome === 'finding', outcome === 'finding']);
      expect(missing !== undefined).toBe(outcome === 'undeterminable');
      if (outcome === 'finding') expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
      expect(JSON.stringify(verdict)).not.toMatch(/\bunused\b|undefined|NaN|null people/);
    }
  });
});
