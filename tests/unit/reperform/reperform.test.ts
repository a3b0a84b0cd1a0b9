import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FULL_REPORT, type ReportOptions } from '../../../shared/contract/report.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { reperform } from '../../../electron/engine/reperform/reperform.ts';
import { checkPopulations } from '../../../electron/engine/verify/population-check.ts';
import type { VerifyCheck } from '../../../electron/engine/verify/report.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { checkTotals } from '../../../electron/engine/verify/totals-check.ts';
import { reviewItem } from '../../../shared/contract/review.ts';
import { type EngineCase, RESOURCES, startEngine } from '../engine/engine-case.ts';
import { planOf } from '../campaign/plans.ts';

const SAMPLE = join(RESOURCES, 'sample');
const PASSPHRASE = 'lantern orchid gravel seventeen';
let sample: EngineCase;
let bundle: string;
let folder: string;
const leftBehind = (): string[] => readdirSync(folder).filter((name) => name.startsWith('countersign-again-'));

beforeAll(async () => {
  // A folder for temporary files that no other run writes to.
  folder = mkdtempSync(join(tmpdir(), 'countersign-reperform-'));
  vi.stubEnv('TMPDIR', folder);
  // Before the newest evidence, so that rules which follow decisions look at those of this test.
  sample = startEngine(undefined, {
    now: () => Date.parse('2026-09-20T09:00:00Z'),
    print: async (document) => {
      const pdf = PDF.create();
      for (const section of document.sections)
        pdf.addPage({ size: 'a4' }).drawText(section.number, { x: 50, y: 700, size: 20 });
      return { pdf: await pdf.save(), pages: document.sections.length };
    },
  });
  const call = sample.engine.handlers;
  await call['workspace.openSample']({}, {});
  await act();
  const key = join(sample.folder, 'key.pem');
  const { pem } = createSigningKey({
    name: 'Rita Reviewer',
    organization: '',
    email: '',
    passphrase: PASSPHRASE,
    now: new Date('2026-09-01T00:00:00Z'),
  });
  writeFileSync(key, pem);
  bundle = join(sample.folder, 'bundle.zip');
  await call['report.sign'](
    {
      keyToken: sample.files.register(key),
      passphrase: PASSPHRASE,
      meaning: 'reviewed',
      saveToken: sample.files.register(bundle),
      options: FULL_REPORT,
    },
    {},
  );
});
afterAll(async () => {
  await sample.dispose();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** One act of each kind that facts can rest on. */
async function act(): Promise<void> {
  const call = sample.engine.handlers;
  const reason = 'Agreed with the owner of the service.';
  await call['policy.save']({ name: 'Strict', values: { dormantDays: 30 }, reason }, {});
  await call['catalog.override']({ platform: 'entra', kind: 'delegated', scope: 'User.Read', tier: 3, reason }, {});
  const { rows } = await call['findings.page']({ filter: { severities: ['high'] }, offset: 0, limit: 50 }, {});
  const [first, second] = rows.filter((finding) => finding.itemId !== null);
  if (first === undefined || second === undefined) throw new Error('the sample has too few findings');
  await call['registers.set'](
    { connectorIds: [first.connectorId], field: 'environment', value: 'production', reason },
    {},
  );
  await call['vendors.merge']({ vendor: 'Orlo Ltd.', connectorIds: [second.connectorId], reason }, {});
  const until = '2026-12-01';
  const { rule, connectorId, itemId } = second;
  await call['suppressions.add']({ name: 'Known', rule, connectorId, itemId, until, reason }, {});
  await call['campaign.stage']({ plan: planOf() }, {});
  for (const { group, kind, open } of (await call['campaign.staging']({}, {})).groups)
    if (kind !== 'unassigned' && open > 0) await call['campaign.except']({ group, keys: null, reason }, {});
  await call['campaign.open']({ reason }, {});
  const { rows: queue } = await call['review.queue']({ filter: { state: 'all' }, offset: 0, limit: 3 }, {});
  const decisions = ['revoke', 'need-info', 'revoke'] as const;
  for (const [index, row] of queue.entries()) {
    const decision = decisions[index] ?? 'need-info';
    const { round } = reviewItem.parse(await call['review.item']({ itemId: row.itemId }, {}));
    await call['review.decide'](
      {
        itemId: row.itemId,
        decision,
        reason: `No owner answered within a month, case ${index}. Nobody needs it.`,
        scopes: [],
        principals: [],
        until: null,
        owner: null,
        agreed: null,
        round: round ?? 'first',
        trace: null,
      },
      {},
    );
  }
  const [again] = queue.slice(2);
  if (again !== undefined) await call['review.undo']({ itemId: again.itemId }, {});
  const board = await call['remediation.board']({ filter: {}, offset: 0, limit: 10 }, {});
  const actionIds = board.rows.map(({ actionId }) => actionId);
  await call['remediation.setDeadline']({ actionIds, due: '2026-09-25', reason }, {});
}

async function again(originals: readonly string[], bytes: Uint8Array = readFileSync(bundle)) {
  return reperform({
    bundle: bytes,
    originals,
    catalogOf: sample.engine.context.catalogOf,
    sqliteBinding: undefined,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

const failed = async (originals: readonly string[]) =>
  (await again(originals)).checks.filter(({ ok }) => !ok).map(({ file, detail }) => `${file ?? ''}: ${detail}`);

/** The files of the bundle with one of the JSON files changed. */
function changedFiles(name: string, change: (value: ReturnType<typeof JSON.parse>) => void): Map<string, Uint8Array> {
  const files = new Map(readCanonicalZip(readFileSync(bundle)));
  const value = JSON.parse(Buffer.from(files.get(name) ?? []).toString('utf8'));
  change(value);
  return files.set(name, Buffer.from(JSON.stringify(value)));
}

const wrong = (checks: readonly VerifyCheck[]): string[] => checks.filter(({ ok }) => !ok).map(({ detail }) => detail);

describe('figures that anyone can count again', () => {
  test('totals close, and each that does not is named', () => {
    expect(checkTotals(readCanonicalZip(readFileSync(bundle))).map(({ ok }) => ok)).toEqual([true, true]);
    const open = changedFiles('sources.json', ({ files }) => (files[0].counts.read += 1));
    expect(wrong(checkTotals(open))).toEqual([expect.stringMatching(/^The records of .* do not add up/)]);
    const fewer = changedFiles('report.json', (report) => {
      report.items.pop();
      report.totals.undecided += 1;
    });
    const [sentence = ''] = wrong(checkTotals(fewer));
    expect(sentence).toMatch(/\d+ items are stated and \d+ counted/);
    expect(sentence).toMatch(/undecided items are stated/);
    expect(sentence).toMatch(/decisions\.csv does not list/);
  });

  test('the root and the queue of a campaign follow from its items, and the sample from the auditor’s word', () => {
    const items = (inputs: { acts: Record<string, { columns: string[]; rows: unknown[][] }> }) => {
      const { columns = [], rows = [] } = inputs.acts['campaign_item'] ?? {};
      return { rows, at: (name: string) => columns.indexOf(name) };
    };
    expect(wrong(checkPopulations(readCanonicalZip(readFileSync(bundle))))).toEqual([]);
    const swapped = changedFiles('inputs.json', (inputs) => {
      const { rows, at } = items(inputs);
      const [one = [], two = []] = rows;
      [one[at('ordinal')], two[at('ordinal')]] = [two[at('ordinal')], one[at('ordinal')]];
    });
    expect(wrong(checkPopulations(swapped))).toEqual([expect.stringMatching(/order of the queue does not follow/)]);
    const fewer = changedFiles('inputs.json', (inputs) => items(inputs).rows.pop());
    expect(wrong(checkPopulations(fewer))).toEqual([expect.stringMatching(/does not give the root/)]);
    const drawn = changedFiles('inputs.json', ({ acts }) => {
      const { columns, rows } = acts.campaign_version;
      const place = columns.indexOf('plan');
      for (const row of rows) {
        const plan = JSON.parse(row[place]);
        row[place] = JSON.stringify({
          ...plan,
          second: { ...plan.second, nonce: 'a word said aloud', samplePercent: 10 },
        });
      }
    });
    expect(wrong(checkPopulations(drawn))).toEqual([
      expect.stringMatching(/6 items that .* draws have no second review/),
    ]);
  });
});

describe('recomputing a bundle from its originals', () => {
  test('gives the same findings, items and decisions, whatever the files are called and however they are packed', async () => {
    const result = await again([SAMPLE]);
    expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(result.ok).toBe(true);
    expect(result.checks.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['findings.csv', 'items.csv', 'decisions.csv', 'report.json']),
    );
    const renamed = join(sample.folder, 'renamed');
    mkdirSync(renamed);
    for (const [index, entry] of readdirSync(SAMPLE, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .entries())
      cpSync(join(entry.parentPath, entry.name), join(renamed, `${index}.bin`));
    expect(await failed([renamed])).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  test('takes the copies kept beside the case for the originals', async () => {
    expect(await failed([sample.engine.context.open().evidenceFolder])).toEqual([]);
  });

  test('names originals that are not there and computes nothing', async () => {
    const result = await failed([join(SAMPLE, 'entra')]);
    expect(result.length).toBeGreaterThan(3);
    expect(result.join('\n')).toMatch(
      /people\.csv is not among the files given \(looked for by its SHA-256 [0-9a-f]{64}\)/,
    );
  });

  test('says which part of the report the originals do not give', async () => {
    const files = new Map(readCanonicalZip(readFileSync(bundle)));
    const findings = Buffer.from(files.get('findings.csv') ?? []).toString('utf8');
    files.set('findings.csv', Buffer.from(findings.split('\r\n').toSpliced(3, 1).join('\r\n')));
    const report = JSON.parse(Buffer.from(files.get('report.json') ?? []).toString('utf8'));
    report.totals.grants += 1;
    files.set('report.json', Buffer.from(JSON.stringify(report)));
    const { ok, checks } = await again([SAMPLE], writeCanonicalZip(files));
    expect(ok).toBe(false);
    const words = checks.filter((check) => !check.ok).map(({ detail }) => detail);
    expect(words).toEqual([
      expect.stringMatching(
        /^findings\.csv comes out differently, first in line 4: the bundle has “CS-.*recomputed is “CS-/,
      ),
      'These parts of report.json come out differently: totals.',
    ]);
  });

  test('acts that the journal does not record are named', async () => {
    const files = new Map(readCanonicalZip(readFileSync(bundle)));
    const inputs = JSON.parse(Buffer.from(files.get('inputs.json') ?? []).toString('utf8'));
    const { columns, rows } = inputs.acts.decision;
    rows[0][columns.indexOf('decision')] = 'certify';
    files.set('inputs.json', Buffer.from(JSON.stringify(inputs)));
    const { checks } = await again([SAMPLE], writeCanonicalZip(files));
    expect(checks.filter(({ ok }) => !ok).map(({ id }) => id)).toContain('acts');
  });

  test('a bundle without inputs, or with acts of another version, is refused with a sentence and leaves nothing behind', async () => {
    const without = new Map(readCanonicalZip(readFileSync(bundle)));
    const stated = JSON.parse(Buffer.from(without.get('inputs.json') ?? []).toString('utf8'));
    without.delete('inputs.json');
    await expect(again([SAMPLE], writeCanonicalZip(without))).rejects.toThrow(/holds no inputs\.json/);
    stated.acts.sqlite_master = { columns: ['name'], rows: [['x']] };
    without.set('inputs.json', Buffer.from(JSON.stringify(stated)));
    await expect(again([SAMPLE], writeCanonicalZip(without))).rejects.toThrow(
      /a table sqlite_master that this version/,
    );
    delete stated.acts.sqlite_master;
    stated.acts.decision.columns[0] = 'id") SELECT 1; --';
    without.set('inputs.json', Buffer.from(JSON.stringify(stated)));
    await expect(again([SAMPLE], writeCanonicalZip(without))).rejects.toThrow(/a column .* that this version/);
    expect(leftBehind()).toEqual([]);
  });

  test('gives the facts of a part, and of a summary with a sample and a lowered conclusion', async () => {
    const call = sample.engine.handlers;
    const { owners, vendors } = await call['report.subjects']({}, {});
    const chosen: readonly Partial<ReportOptions>[] = [
      {
        template: 'summary',
        lowered: { class: 'none', because: 'The owner doubts the register.' },
        sample: { seed: 'seven blue herons', size: 3, basis: 'Judgment.' },
      },
      { template: 'owner', about: owners[0] ?? '' },
      { template: 'vendor', about: vendors[0] ?? '' },
    ];
    for (const [index, options] of chosen.entries()) {
      const path = join(sample.folder, `chosen-${index}.zip`);
      await call['report.sign'](
        {
          keyToken: sample.files.register(join(sample.folder, 'key.pem')),
          passphrase: PASSPHRASE,
          meaning: 'reviewed',
          saveToken: sample.files.register(path),
          options: { ...FULL_REPORT, ...options },
        },
        {},
      );
      const bytes = readFileSync(path);
      const { checks } = verifyBundle(bytes);
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      // Of a part the totals are counted as well.
      expect(checks.map(({ id }) => id)).toContain('totals');
      const result = await again([SAMPLE], bytes);
      expect(wrong(result.checks), JSON.stringify(options)).toEqual([]);
      expect(result.ok).toBe(true);
    }
  });

  test('over the contract, beside the case that is open', async () => {
    const call = sample.engine.handlers;
    const { path } = sample.engine.context.open();
    const token = sample.files.register(bundle);
    const result = await call['verify.reperform']({ token, originals: [sample.files.register(SAMPLE)] }, {});
    expect(result.ok).toBe(true);
    expect(sample.engine.context.open().path).toBe(path);
    const changed = join(sample.folder, 'changed.zip');
    const bytes = readFileSync(bundle);
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    writeFileSync(changed, bytes);
    await expect(
      call['verify.reperform']({ token: sample.files.register(changed), originals: [token] }, {}),
    ).rejects.toThrow(/does not verify/);
  });
});
