import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBaseline } from '../../../electron/engine/baseline/read-bundle.ts';
import { checksumText, contentDigest } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCommitments, readRedaction } from '../../../electron/engine/evidence/commitments.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { isOpeningOf, isTwinOf } from '../../../electron/engine/verify/redaction-check.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { leaksOf, personalValues } from './sample-people.ts';
import { filesOf, type Files, openSampleCase, type SampleCase, SIGNER, textOf } from './sample-bundle.ts';

const REASON = 'Agreed with Wanda at the coffee machine.';
const OWNER = 'Gunnar Ölmützer';

let sample: SampleCase;
let full: string;
let twin: string;
let twinFiles: Files;

beforeAll(async () => {
  sample = await openSampleCase();
  const [first = '', second = '', third = '', fourth = ''] = sample.items;
  await sample.decide(first, { decision: 'revoke', reason: REASON, owner: OWNER });
  await sample.decide(second, { decision: 'conditional', reason: REASON, until: '2027-01-31' });
  await sample.decide(third, { decision: 'revoke', reason: REASON });
  await sample.decide(fourth, { decision: 'need-info', reason: 'Mail to olga.private@home.example is out.' });
  twin = join(sample.folder, 'copy.zip');
  full = await sample.sign('full', { redacted: { target: twin, also: [] } });
  twinFiles = filesOf(twin);
}, 120_000);
afterAll(() => sample.close());

const leaks = (text: string): string[] => leaksOf(text, personalValues([REASON, OWNER, 'olga.private@home.example']));

describe('a redacted copy', () => {
  it('is made from a case that is full of people', () => {
    expect(personalValues([]).length).toBeGreaterThan(100);
    const found = new Set(
      [...filesOf(full)].flatMap(([name, bytes]) =>
        name.endsWith('.json') || name.endsWith('.csv') ? leaks(Buffer.from(bytes).toString('utf8')) : [],
      ),
    );
    expect(found.size).toBeGreaterThan(40);
    expect([...found]).toContain(REASON);
  });

  it('holds no name, address or text of anybody, in any of its files', () => {
    for (const [name, bytes] of twinFiles) expect(leaks(Buffer.from(bytes).toString('utf8')), name).toEqual([]);
  });

  it('prints no name, address or text of anybody but the signer', () => {
    const [printed, copy] = sample.printed.map((document) => JSON.stringify(document));
    expect(leaks(printed ?? '').length).toBeGreaterThan(20);
    expect(leaks(copy ?? '')).toEqual([]);
    expect(copy).toContain(SIGNER);
  });

  it('verifies like any bundle and says what it is', () => {
    const report = verifyBundle(readFileSync(twin));
    expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.checks.find(({ id }) => id === 'redaction')?.title).toBe('This is a redacted copy');
    expect(report.signers).toMatchObject([{ name: SIGNER, valid: true }]);
    expect(report.signers[0]?.meaning).toContain('redacted copy');
  });

  it('has equal tokens for equal values, so that tables join', () => {
    const rows = Papa.parse<Record<string, string>>(textOf(twinFiles, 'decisions.csv').slice(1), { header: true }).data;
    const reasons = rows.map((row) => row['reason'] ?? '').filter((reason) => reason !== '');
    expect(reasons).toHaveLength(4);
    expect(new Set(reasons).size).toBe(2);
    expect(reasons.every((reason) => /^\[text \d+\]$/.test(reason))).toBe(true);
  });

  it('is bound to the full bundle, and the full bundle to it', () => {
    const [fullReport, twinReport] = [verifyBundle(readFileSync(full)), verifyBundle(readFileSync(twin))];
    expect(fullReport.checks.filter(({ ok }) => !ok)).toEqual([]);
    const [one, other] = [fullReport.contentDigest ?? '', twinReport.contentDigest ?? ''];
    expect(isTwinOf(filesOf(full), one, twinFiles, other)).toBe(true);
    expect(isTwinOf(filesOf(full), other, twinFiles, other)).toBe(false);
    expect(isTwinOf(filesOf(full), one, twinFiles, one)).toBe(false);
    // The plain digest of the full facts would let names be tried against it.
    for (const [name, bytes] of twinFiles) expect(Buffer.from(bytes).includes(one), name).toBe(false);
  });

  it('lets one value be opened and proved without the others', () => {
    const commitments = readCommitments(twinFiles);
    const opening = readRedaction(filesOf(full))?.openings.find(({ value }) => value === REASON);
    if (commitments === null || opening === undefined) throw new Error('nothing to open');
    expect(isOpeningOf(commitments, opening)).toBe(true);
    expect(isOpeningOf(commitments, { ...opening, value: `${REASON} ` })).toBe(false);
    expect(isOpeningOf(commitments, { ...opening, salt: '0'.repeat(64) })).toBe(false);
    const other = commitments.commitments.find(({ token }) => token !== opening.token);
    expect(isOpeningOf(commitments, { ...opening, token: other?.token ?? '' })).toBe(false);
    const salts = readRedaction(filesOf(full))?.openings.map(({ salt }) => salt) ?? [];
    expect(new Set(salts).size).toBe(salts.length);
  });

  it('does not change the facts of the full bundle', async () => {
    const plain = filesOf(await sample.sign('plain'));
    expect(contentDigest(plain)).toBe(contentDigest(filesOf(full)));
    expect(plain.get('report.json')).toEqual(filesOf(full).get('report.json'));
  });

  it('is refused once its commitments are changed, or when it is to be a baseline', () => {
    const changed = new Map(twinFiles);
    const text = textOf(twinFiles, 'commitments.json');
    changed.set(
      'commitments.json',
      Buffer.from(text.replace(/"sha256":"./, '"sha256":"0').replace(/"full":"./, '"full":"0')),
    );
    changed.set('SHA256SUMS', Buffer.from(checksumText(changed)));
    expect(verifyBundle(writeCanonicalZip(changed)).ok).toBe(false);
    expect(readBaseline(readFileSync(twin), []).refusal).toContain('redacted copy');
  });

  it('leaves out client, tenants and files where the signer chose so', async () => {
    const target = join(sample.folder, 'more.zip');
    await sample.sign('with more', { redacted: { target, also: ['client', 'tenant', 'file'] } });
    const files = filesOf(target);
    expect(verifyBundle(readFileSync(target)).checks.filter(({ ok }) => !ok)).toEqual([]);
    const sources = textOf(filesOf(full), 'sources.json');
    for (const [, name] of sources.matchAll(/"name":"([^"]+)"/g))
      for (const [file, bytes] of files)
        expect(Buffer.from(bytes).includes(name ?? '?'), `${name} in ${file}`).toBe(false);
  });

  it('signs nothing when a file is in its place', async () => {
    const target = join(sample.folder, 'taken.zip');
    writeFileSync(target, 'kept');
    await expect(sample.sign('not made', { redacted: { target, also: [] } })).rejects.toThrow('Nothing was signed');
    expect(readFileSync(target, 'utf8')).toBe('kept');
    expect(existsSync(join(sample.folder, 'not made.zip'))).toBe(false);
  });
});
