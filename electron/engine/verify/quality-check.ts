import { z } from 'zod';
import { qualityFigures, type QualityFigures } from '../../../shared/contract/quality.ts';
import { decisionSchema } from '../../../shared/domain/vocabulary.ts';
import { QUALITY_FILE } from '../evidence/bundle-layout.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { figuresOf, type MeasuredAct } from '../evidence/quality-figures.ts';
import type { VerifyCheck } from './report.ts';

const record = z.object({
  high: z.boolean().nullable(),
  decision: decisionSchema,
  agreed: z.boolean().nullable(),
  batched: z.boolean(),
  merged: z.boolean(),
  undone: z.boolean(),
  activeMs: z.int().nullable(),
  panels: z.array(z.string()).nullable(),
  provisional: decisionSchema.nullable(),
});

const qualityFile = z.object({
  measures: z.object({ smallestActiveSeconds: z.int(), dailyLoad: z.int() }),
  whole: z.object({ figures: qualityFigures }),
  records: z.array(record),
});

/** The figures that follow from the records alone; items, order and texts are in the journal. */
const COUNTED = [
  'decisions',
  'undone',
  'batched',
  'merged',
  'untraced',
  'time',
  'hasty',
  'usageOpened',
  'changeOpened',
  'changedAfterReveal',
  'followed',
  'approved',
] as const satisfies readonly (keyof QualityFigures)[];

/** The figures of how the review was done are those that its records give. A bundle of an earlier version has none. */
export function checkQuality(files: ReadonlyMap<string, Uint8Array>): VerifyCheck[] {
  const bytes = files.get(QUALITY_FILE);
  if (bytes === undefined) return [];
  const base = { id: 'quality', title: 'Figures of how the review was done', file: QUALITY_FILE } as const;
  let stated: z.output<typeof qualityFile>;
  try {
    stated = qualityFile.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return [{ ...base, ok: false, detail: `${QUALITY_FILE} does not hold what it should.` }];
  }
  const figures = figuresOf(stated.records.map(toAct), stated.measures);
  const wrong = COUNTED.filter((name) => canonicalJson(figures[name]) !== canonicalJson(stated.whole.figures[name]));
  return [
    wrong.length === 0
      ? { ...base, ok: true, detail: `${COUNTED.length} figures counted again from ${stated.records.length} records.` }
      : { ...base, ok: false, detail: `${QUALITY_FILE} states ${wrong.join(', ')} otherwise than its records give.` },
  ];
}

/** A record as figures read it: what it does not say makes no difference to those that are compared. */
function toAct(one: z.output<typeof record>, index: number): MeasuredAct {
  return {
    item: String(index),
    isHigh: one.high,
    position: null,
    round: 'first',
    decision: one.decision,
    reason: '',
    person: null,
    at: '',
    isBatched: one.batched,
    isMerged: one.merged,
    isUndone: one.undone,
    agreed: one.agreed,
    trace:
      one.activeMs === null || one.panels === null
        ? null
        : { activeMs: one.activeMs, panels: one.panels, provisional: one.provisional },
  };
}
