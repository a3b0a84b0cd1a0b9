import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readBaseline } from '../../../electron/engine/baseline/read-bundle.ts';
import { conclude } from '../../../electron/engine/report/conclusion.ts';
import { loweredConclusion } from '../../../electron/engine/report/options.ts';
import { FULL_REPORT, reportOptions } from '../../../shared/contract/report.ts';
import { CONCLUSION_CLASSES, type ReportBlock } from '../../../shared/contract/report-document.ts';
import { readFileSync } from 'node:fs';
import { type ReviewedSample, reviewedSample } from './reviewed-sample.ts';

const entry = z.looseObject({ type: z.string(), payload: z.looseObject({}) });
const stated = z.looseObject({
  format: z.string(),
  template: z.string(),
  about: z.string().nullable(),
  conclusion: z.looseObject({ class: z.string(), computed: z.string(), lowered: z.string().nullable() }),
  items: z.array(z.looseObject({ itemId: z.string(), owners: z.array(z.string()) })),
});
const reportOf = (files: ReadonlyMap<string, Uint8Array>) =>
  stated.parse(JSON.parse(Buffer.from(files.get('report.json') ?? []).toString('utf8')));

function texts(block: ReportBlock): string {
  return JSON.stringify(block);
}

describe('a conclusion', () => {
  const computed = {
    ...conclude({
      imports: [],
      items: 4,
      undecided: 0,
      answered: 0,
      ghosts: 1,
      windows: [],
      withoutLog: [],
      rules: [],
      checks: [],
    }),
  };

  it('is lowered with a reason, never raised and never stated as it is anyway', () => {
    expect(computed.class).toBe('qualified');
    const place = CONCLUSION_CLASSES.indexOf(computed.class);
    for (const [index, wanted] of CONCLUSION_CLASSES.entries()) {
      const lower = () => loweredConclusion(computed, { class: wanted, because: 'The register is doubted.' });
      if (index <= place) expect(lower, wanted).toThrow(/can lower that with a reason/u);
      else
        expect(lower()).toMatchObject({
          class: wanted,
          computed: 'qualified',
          lowered: 'The register is doubted.',
          reasons: expect.arrayContaining(['Lowered by the signer: The register is doubted.']),
        });
    }
    expect(loweredConclusion(computed, null)).toBe(computed);
    expect(reportOptions.safeParse({ lowered: { class: 'none', because: '' } }).success).toBe(false);
  });
});

describe('what a signer chooses', () => {
  let sample: ReviewedSample;
  beforeAll(async () => {
    sample = await reviewedSample();
  });
  afterAll(async () => sample.dispose());

  it('refuses to raise a conclusion and signs nothing', async () => {
    const { db } = sample.started.engine.context.open();
    const head = () => db.prepare('SELECT max(seq) FROM journal').pluck().get();
    const before = head();
    const raised = { class: 'unqualified', because: 'We are confident.' } as const;
    await expect(sample.sign({ ...FULL_REPORT, lowered: raised })).rejects.toThrow(/Nothing was signed/u);
    expect(head()).toBe(before);
  });

  it('makes a summary that says so, submits nothing, and still carries the facts of the whole', async () => {
    const { db } = sample.started.engine.context.open();
    const { document, files, bundle } = await sample.sign({ ...FULL_REPORT, template: 'summary' });
    expect(document).toMatchObject({
      templateLabel: 'Executive summary',
      partial: expect.stringContaining('not the full'),
    });
    expect(document.sections.map(({ number }) => number)).toEqual(['1', '2', '7', '9', '10', '14', '15', '']);
    expect(reportOf(files)).toMatchObject({ format: 'countersign-report/1', template: 'summary' });
    expect(db.prepare('SELECT count(*) FROM decision WHERE submitted_seq IS NOT NULL').pluck().get()).toBe(0);
    expect(readBaseline(readFileSync(bundle), []).refusal).toBeNull();
  });

  it('makes a report for one owner of that owner’s items alone, which is no baseline', async () => {
    const { owners, vendors } = await sample.started.engine.handlers['report.subjects']({}, {});
    const [about = ''] = owners;
    expect(vendors.length).toBeGreaterThan(0);
    const { document, files, bundle } = await sample.sign({ ...FULL_REPORT, template: 'owner', about });
    const { items, ...facts } = reportOf(files);
    expect(facts).toMatchObject({ format: 'countersign-report-part/1', template: 'owner', about });
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(item.owners.some((owner) => owner.startsWith(about))).toBe(true);
    expect(document.templateLabel).toBe(`Report for one owner: ${about}`);
    const keys = new Set(items.map(({ itemId }) => itemId));
    const shown = document.sections.flatMap(({ blocks }) => blocks.map(texts).join(' ')).join(' ');
    const { db } = sample.started.engine.context.open();
    const others = db
      .prepare<[], string>('SELECT key FROM item')
      .pluck()
      .all()
      .filter((key) => !keys.has(key));
    expect(others.filter((key) => shown.includes(key))).toEqual([]);
    expect(readBaseline(readFileSync(bundle), []).refusal).toMatch(/not a report this version can compare with/u);
    await expect(sample.sign({ ...FULL_REPORT, template: 'vendor', about: 'Nobody at all' })).rejects.toThrow(
      /No review item belongs to the vendor/u,
    );
  });

  it('prints, stores and journals a lowered conclusion with its reason', async () => {
    const lowered = { class: 'none', because: 'The auditor asked for the exports again.' } as const;
    const { document, files } = await sample.sign({ ...FULL_REPORT, lowered });
    expect(document.conclusion).toMatchObject({ class: 'none', computed: 'qualified' });
    expect(JSON.stringify(document.sections[0])).toContain(lowered.because);
    expect(reportOf(files).conclusion).toMatchObject({
      class: 'none',
      computed: 'qualified',
      lowered: lowered.because,
    });
    const last = sample.started.engine.context
      .open()
      .db.prepare<[], { type: string; payload: string }>(
        `SELECT type, payload FROM journal WHERE type = 'report-signed' ORDER BY seq DESC LIMIT 1`,
      )
      .get();
    expect(entry.parse({ ...last, payload: JSON.parse(last?.payload ?? '{}') }).payload).toMatchObject({
      template: 'full',
      conclusion: 'none',
      computed: 'qualified',
      because: lowered.because,
    });
    // The next report names the one before.
    const next = await sample.started.engine.handlers['report.preview']({ options: FULL_REPORT }, {});
    expect(JSON.stringify(next.sections.find(({ id }) => id === 'acknowledgment'))).toContain('No conclusion');
  });
});
