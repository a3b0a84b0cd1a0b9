import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { QUALITY_FILE } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJsonBytes, type JsonValue } from '../../../electron/engine/evidence/canonical-json.ts';
import { qualityFacts } from '../../../electron/engine/report/quality-facts.ts';
import { checkQuality } from '../../../electron/engine/verify/quality-check.ts';
import { reportModel } from '../report/model.ts';
import { RECORD } from '../report/records.ts';

const facts = qualityFacts(reportModel().quality, RECORD);
const check = (value: JsonValue) => checkQuality(new Map([[QUALITY_FILE, canonicalJsonBytes(value)]]));
const textOf = (value: JsonValue): string => Buffer.from(canonicalJsonBytes(value)).toString('utf8');
const fileShape = z.looseObject({
  records: z.array(z.looseObject({ activeMs: z.int().nullable() })),
  whole: z.looseObject({ figures: z.looseObject({ approved: z.object({ count: z.int(), of: z.int() }) }) }),
});

describe('the figures in a bundle', () => {
  test('are counted again from the records', () => {
    expect(check(facts)).toMatchObject([{ ok: true, detail: '12 figures counted again from 7 records.' }]);
    expect(checkQuality(new Map())).toEqual([]);
  });

  test('that do not follow from them are named', () => {
    const slower = fileShape.parse(facts);
    slower.records = slower.records.map((one) => ({ ...one, activeMs: 600_000 }));
    expect(check(JSON.parse(JSON.stringify(slower)) as JsonValue)).toMatchObject([
      { ok: false, detail: 'quality.json states time, hasty otherwise than its records give.' },
    ]);
    const milder = fileShape.parse(facts);
    milder.whole.figures.approved = { count: 0, of: 7 };
    expect(check(JSON.parse(JSON.stringify(milder)) as JsonValue)).toMatchObject([
      { ok: false, detail: expect.stringContaining('states approved otherwise') },
    ]);
    expect(check({ records: [] })).toMatchObject([{ ok: false }]);
  });

  test('name nobody where the plan does not provide for it, and stand in no order that tells who decided when', () => {
    const { quality } = reportModel();
    const text = textOf(facts);
    for (const { uid, item } of quality.acts) {
      expect(text).not.toContain(`"${uid}"`);
      expect(text).not.toContain(`"${item}"`);
    }
    expect(textOf(qualityFacts({ ...quality, acts: quality.acts.toReversed() }, RECORD))).toBe(text);
    const named = qualityFacts({ ...quality, plan: { ...quality.plan, figuresPerReviewer: true } }, RECORD);
    expect(textOf(named)).toContain(`"${quality.acts[0]?.uid}"`);
  });
});
