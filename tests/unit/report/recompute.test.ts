import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureRows } from '../../../electron/engine/review/quality/rows.ts';
import { isWorkpaperId, WORKPAPERS } from '../../../electron/engine/report/workpapers.ts';
import { qualityStatement } from '../../../shared/contract/quality.ts';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import type { ReportBlock, ReportDocument } from '../../../shared/contract/report-document.ts';
import { type BundleFacts, type FactItem, readBundleFacts } from './bundle-facts.ts';
import { RECOMPUTED } from './recomputed.ts';
import { type ReviewedSample, reviewedSample } from './reviewed-sample.ts';

type Figure = Extract<ReportBlock, { kind: 'table' | 'chart' }>;

let first: ReviewedSample;
let second: ReviewedSample;
let document: ReportDocument;
let facts: BundleFacts;

beforeAll(async () => {
  first = await reviewedSample();
  const { bundle } = await first.sign();
  second = await reviewedSample(bundle);
  const signed = await second.sign({
    ...FULL_REPORT,
    sample: { seed: 'seven blue herons', size: 12, basis: 'Judgment of the auditor: low expected error.' },
  });
  document = signed.document;
  facts = readBundleFacts(signed.files);
});
afterAll(async () => {
  await first.dispose();
  await second.dispose();
});

/** Every table and figure with the item it is about. */
function figures(): { readonly block: Figure; readonly item: FactItem | null }[] {
  let item: FactItem | null = null;
  return document.sections.flatMap(({ id, blocks }) =>
    blocks.flatMap((block) => {
      if (id !== 'detail') item = null;
      if (block.kind === 'facts') {
        const key = block.rows.find(({ label }) => label === 'Item, connector')?.value.split(', ')[0];
        item = facts.report.items.find(({ itemId }) => itemId === key) ?? item;
      }
      return block.kind === 'table' || block.kind === 'chart' ? [{ block, item }] : [];
    }),
  );
}

function numbersOf(block: Figure): number[] {
  if (block.kind === 'chart')
    return block.points.flatMap(({ values }) => block.series.map(({ key }) => values[key] ?? Number.NaN));
  return block.rows.flatMap((row) =>
    row.flatMap((cell) => {
      if (typeof cell === 'number') return [cell];
      const [, part, whole] = /^(\d+) of (\d+)$/u.exec(cell ?? '') ?? [];
      return part === undefined ? [] : [Number(part), Number(whole)];
    }),
  );
}

/** Tables whose rows stand in an order that the data do not hold. */
const UNORDERED = new Set(['schedule', 'campaign-exceptions', 'items-by-kind', 'item-scopes']);

describe('the numbers of a signed report', () => {
  test('are those that its bundle gives, table by table', () => {
    const seen = new Set<string>();
    for (const { block, item } of figures()) {
      expect(isWorkpaperId(block.id), block.id).toBe(true);
      if (!isWorkpaperId(block.id)) continue;
      seen.add(block.id);
      const expected = RECOMPUTED[block.id](facts, item);
      if (expected === 'words') continue;
      const name = `${block.id} ${block.reference ?? ''}`;
      if ('rows' in expected) {
        expect.soft(block.kind === 'table' ? block.rows.length : 0, name).toBe(expected.rows);
        continue;
      }
      const ordered = (numbers: readonly number[]): readonly number[] =>
        UNORDERED.has(block.id) ? numbers.toSorted((a, b) => a - b) : numbers;
      expect.soft(ordered(numbersOf(block)), name).toEqual(ordered(expected.numbers));
    }
    // Tables that the sample has no rows for are left out of a report; all others must be there.
    expect
      .soft(Object.keys(WORKPAPERS).filter((id) => !seen.has(id)))
      .toEqual(['population-breaks', 'item-suppressed']);
  });

  test('of how the review was done begin with what its records count', () => {
    const table = figures().find(({ block }) => block.id === 'quality-figures')?.block;
    const value = (label: string): string =>
      String(table?.kind === 'table' ? table.rows.find((row) => row[0] === label)?.[1] : '');
    const standing = facts.quality.records.filter(({ undone }) => !undone);
    expect(value('Items decided or answered')).toBe(String(new Set(standing.map(({ item }) => item)).size));
    expect(value('Taken back')).toBe(String(facts.quality.records.length - standing.length));
    const kept = standing.filter(({ decision }) => decision === 'certify' || decision === 'conditional').length;
    expect(value('Access left as it is')).toMatch(new RegExp(`^${kept} of ${standing.length}\\b`, 'u'));
  });

  test('of how the review was done are those of quality.json, of the whole and of each reviewer', () => {
    const rows = (statement: unknown): string[][] =>
      figureRows(qualityStatement.parse(statement), facts.report.baseline !== null).map(({ label, value, basis }) => [
        label,
        value,
        basis,
      ]);
    const printed = (id: string): unknown[] =>
      figures().flatMap(({ block }) => (block.id === id && block.kind === 'table' ? [block.rows] : []));
    expect(printed('quality-figures')).toEqual([rows(facts.quality.whole)]);
    expect(printed('quality-of-person')).toEqual((facts.quality.people ?? []).map(rows));
  });

  test('close: every item is decided or open, and stands in detail or in the schedule', () => {
    const items = facts.report.items.length;
    expect(facts.items).toHaveLength(items);
    expect(facts.decisions).toHaveLength(items);
    const detailed = document.sections
      .flatMap(({ blocks }) => blocks)
      .filter((block) => block.kind === 'facts' && block.rows.some(({ label }) => label === 'Item, connector'));
    const schedule = figures().find(({ block }) => block.id === 'schedule')?.block;
    expect(detailed.length + (schedule?.kind === 'table' ? schedule.rows.length : 0)).toBe(items);
  });
});
