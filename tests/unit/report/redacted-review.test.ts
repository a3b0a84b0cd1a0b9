import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nextEntry } from '../../../electron/engine/evidence/hash-chain.ts';
import { readRedaction } from '../../../electron/engine/evidence/commitments.ts';
import { redactJournal, redactModel } from '../../../electron/engine/report/redact/redact-model.ts';
import { createRedactor } from '../../../electron/engine/report/redact/redactor.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import type { ReportDocument } from '../../../shared/contract/report-document.ts';
import { PASSPHRASE } from '../people/people-case.ts';
import { reportModel } from './model.ts';
import { type ReviewedSample, reviewedSample } from './reviewed-sample.ts';
import { type Files, filesOf, jsonOf, textOf } from './sample-bundle.ts';
import { leaksOf, personalValues } from './sample-people.ts';

// Named nowhere but in what somebody wrote, so that no list of people knows them.
const WRITTEN = ['Zora Quillfeather', 'Ivo Brackenridge', 'Tamsin Oakhollow', 'Leopold Wrenfield', 'Hesper Nightjar'];
const LOWERED = { class: 'none', because: 'Zora Quillfeather doubts the exports.' } as const;
const SAMPLE = { seed: 'Ivo Brackenridge', size: 9, basis: 'As Tamsin Oakhollow of the audit asked for.' };

let review: ReviewedSample;
let full: Files;
let twin: Files;
let twinPath: string;
let printed: ReportDocument;
let copy: ReportDocument;
let others: string[];

beforeAll(async () => {
  review = await reviewedSample(null, {
    name: 'Autumn, for Leopold Wrenfield',
    purpose: 'Asked for by Hesper Nightjar.',
  });
  const { handlers } = review.started.engine;
  await handlers['review.submit'](
    { keyToken: review.started.files.register(review.ann.path), passphrase: PASSPHRASE },
    {},
  );
  // The report that is redacted names this one.
  await review.sign({ ...FULL_REPORT, template: 'summary', lowered: LOWERED });
  twinPath = join(review.started.folder, 'copy.zip');
  const signed = await review.sign(
    { ...FULL_REPORT, lowered: LOWERED, sample: SAMPLE },
    { redacted: { target: twinPath, also: [] } },
  );
  if (signed.copy === null) throw new Error('no copy was printed');
  full = signed.files;
  twin = filesOf(twinPath);
  printed = signed.document;
  copy = signed.copy;
  others = personalValues([
    ...WRITTEN,
    'Ben Birkett',
    'ben@audit.example',
    review.ben.fingerprint,
    'Yael Umberfield',
    'Known and accepted.',
    'Ready to review.',
    'Takes part in the review',
    'thirty grey geese',
  ]);
}, 180_000);
afterAll(() => review.dispose());

/** The text of a file, and of a PDF what its compressed streams hold as well. */
function readable(bytes: Uint8Array): string {
  const raw = Buffer.from(bytes);
  const parts = [raw.toString('latin1'), raw.toString('utf8')];
  for (let at = raw.indexOf('stream'); at !== -1; at = raw.indexOf('stream', at + 6)) {
    const start = raw[at + 6] === 0x0d ? at + 8 : at + 7;
    try {
      parts.push(inflateSync(raw.subarray(start), { finishFlush: 2 }).toString('utf8'));
    } catch {
      // Not a compressed stream.
    }
  }
  return parts.join('\n');
}

describe('a redacted copy of a review by people with a plan, a lowered conclusion and a sample', () => {
  it('is made from a report that names all of them', () => {
    const found = new Set([...full].flatMap(([, bytes]) => leaksOf(readable(bytes), others)));
    for (const value of [...WRITTEN, 'Ben Birkett', 'ben@audit.example', 'thirty grey geese'])
      expect([...found], value).toContain(value);
    for (const name of [...WRITTEN, 'Ben Birkett']) expect(JSON.stringify(printed), name).toContain(name);
  });

  it('names none of them in any of its files', () => {
    for (const [name, bytes] of twin) expect(leaksOf(readable(bytes), others), name).toEqual([]);
  });

  it('prints none of them', () => {
    expect(leaksOf(JSON.stringify(copy), others)).toEqual([]);
  });

  it('names its signer only where the signature stands', () => {
    const named = [...twin].filter(
      ([name]) => /\.(?:json|csv|jsonl|sarif)$/.test(name) && !name.startsWith('attestations/'),
    );
    expect(named.length).toBeGreaterThan(6);
    for (const [name, bytes] of named)
      expect(leaksOf(readable(bytes), ['Ann Ashdown', review.ann.fingerprint]), name).toEqual([]);
  });

  it('holds no hash of the journal and no digest of earlier facts that names could be tried against', () => {
    const hashes = z
      .array(z.looseObject({ hash: z.string() }))
      .parse(
        textOf(full, 'journal.jsonl')
          .trimEnd()
          .split('\n')
          .map((line): unknown => JSON.parse(line)),
      )
      .map(({ hash }) => hash);
    const shown = JSON.stringify(copy);
    expect(hashes.filter((hash) => shown.includes(hash.slice(0, 12)))).toEqual([]);
    const text = textOf(twin, 'quality.json') + textOf(twin, 'report.json');
    const root = z.looseObject({ campaign: z.looseObject({ root: z.string() }) }).parse(jsonOf(full, 'quality.json'));
    expect(text).not.toContain(root.campaign.root);
  });

  it('verifies, and opens what was written', () => {
    expect(verifyBundle(readFileSync(twinPath)).checks.filter(({ ok }) => !ok)).toEqual([]);
    const values = readRedaction(full)?.openings.map(({ value }) => value) ?? [];
    expect(values).toEqual(expect.arrayContaining([LOWERED.because, SAMPLE.seed, SAMPLE.basis]));
    const stated = z
      .looseObject({
        conclusion: z.looseObject({ class: z.string(), lowered: z.string() }),
        sample: z.looseObject({ seed: z.string(), basis: z.string(), size: z.int() }),
      })
      .parse(jsonOf(twin, 'report.json'));
    expect(stated.conclusion).toMatchObject({ class: 'none', lowered: expect.stringMatching(/^\[text \d+\]$/) });
    expect(stated.sample).toMatchObject({ size: 9, seed: expect.stringMatching(/^\[text \d+\]$/) });
  });

  it('is made of a summary', async () => {
    const target = join(review.started.folder, 'summary-copy.zip');
    const signed = await review.sign({ ...FULL_REPORT, template: 'summary' }, { redacted: { target, also: [] } });
    expect(verifyBundle(readFileSync(target)).checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(leaksOf(JSON.stringify(signed.copy), others)).toEqual([]);
    for (const [name, bytes] of filesOf(target)) expect(leaksOf(readable(bytes), others), name).toEqual([]);
  });

  it('is refused of a report about one owner or vendor, and nothing is signed', async () => {
    const { engine, folder } = review.started;
    const { owners, vendors } = await engine.handlers['report.subjects']({}, {});
    const { db } = engine.context.open();
    const head = () => db.prepare('SELECT max(seq) FROM journal').pluck().get();
    const before = head();
    for (const [template, about = ''] of [
      ['owner', owners[0]],
      ['vendor', vendors[0]],
    ] as const)
      await expect(
        review.sign({ ...FULL_REPORT, template, about }, { redacted: { target: join(folder, 'no.zip'), also: [] } }),
      ).rejects.toThrow(/has no redacted copy.*Nothing was signed/u);
    expect(head()).toBe(before);
  });
});

describe('the model of a redacted copy', () => {
  it('leaves out what was cut in the middle of a name, and what the journal says was done', () => {
    const redactor = createRedactor([{ kind: 'person', value: 'Mira Longbottom' }], () => '0'.repeat(64));
    const base = reportModel();
    const model = reportModel({
      record: {
        ...base.record,
        rejected: [
          { importId: 1, file: 'log.csv', line: 7, reason: 'no time', excerpt: '"app","consent","Mira Longb…' },
        ],
        extract: [
          {
            seq: 1,
            at: '2026-10-01T00:00:00.000Z',
            actor: 'Mira Longbottom',
            label: 'Case opened',
            what: 'Reason: asked for by Mira Longb…',
            hash: 'a'.repeat(64),
          },
        ],
      },
    });
    const journal = redactJournal(
      [
        nextEntry(undefined, {
          at: '2026-10-01T00:00:00.000Z',
          actor: 'Mira Longbottom',
          type: 'opened',
          payload: null,
        }),
      ],
      redactor,
    );
    const { record } = redactModel(model, redactor, journal);
    expect(JSON.stringify(record)).not.toContain('Longb');
    expect(record.rejected[0]?.excerpt).toMatch(/^\[text \d+\]$/);
    expect(record.extract[0]).toMatchObject({ what: '', hash: journal[0]?.hash });
  });
});
