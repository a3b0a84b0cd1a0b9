import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksumText, sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../../../electron/engine/evidence/canonical-json.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { readBaseline } from '../../../electron/engine/baseline/read-bundle.ts';
import { newBundle, newSigner } from '../signing/fixtures.ts';
import { certify, FIRST_QUARTER, type Review, SECOND_QUARTER, startReview } from './reviews.ts';

let first: Review;
let second: Review;
let bundle: string;
let bytes: Buffer;
beforeAll(async () => {
  first = await startReview('2026-04-10T09:00:00Z');
  bundle = await certify(first);
  bytes = readFileSync(bundle);
  second = await startReview('2026-07-02T09:00:00Z');
  await second.add(SECOND_QUARTER);
});
afterAll(async () => {
  await first.close();
  await second.close();
});

/** What somebody without the key can do: change a file, then make checksums and archive fit again. */
function rewritten(name: string, from: string | RegExp, to: string): Uint8Array {
  const files = new Map(readCanonicalZip(bytes));
  const text = Buffer.from(files.get(name) ?? []).toString('utf8');
  const changed = text.replace(from, to);
  expect(changed, name).not.toBe(text);
  files.set(name, Buffer.from(changed, 'utf8'));
  files.set('SHA256SUMS', Buffer.from(checksumText(files)));
  return writeCanonicalZip(files);
}

function without(name: string): Uint8Array {
  const files = new Map(readCanonicalZip(bytes));
  expect(files.delete(name), name).toBe(true);
  files.set('SHA256SUMS', Buffer.from(checksumText(files)));
  return writeCanonicalZip(files);
}

function flipped(offset: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[offset] = (copy[offset] ?? 0) ^ 1;
  return copy;
}

const CORRUPTIONS: readonly (readonly [what: string, make: () => Uint8Array, check: RegExp])[] = [
  [
    'a decision in the report',
    () => rewritten('report.json', '"revoke"', '"certify"'),
    /Files are those that were signed/,
  ],
  ['a decision in the list', () => rewritten('decisions.csv', 'revoke', 'certify'), /Files are those that were signed/],
  [
    'an entry of the journal',
    () => rewritten('journal.jsonl', 'Looked at', 'Glanced at'),
    /Files are those that were signed/,
  ],
  [
    'the statement',
    () => rewritten('attestations/01-review.json', /"signedAt":"2026/, '"signedAt":"2025'),
    /Signature over the statement/,
  ],
  ['a missing signature', () => without('attestations/01-review.json.p7s'), /All files of a bundle are there/],
  ['a missing list of items', () => without('items.csv'), /All files of a bundle are there/],
  ['one bit at its beginning', () => flipped(40), /Archive is exactly what was written/],
  ['one bit in its middle', () => flipped(Math.floor(bytes.length / 2)), /failed the check/],
  ['a byte behind its end', () => Buffer.concat([bytes, Buffer.from([0])]), /Archive is exactly what was written/],
  ['a cut end', () => bytes.subarray(0, bytes.length - 100), /Archive is exactly what was written/],
  ['no bundle at all', () => Buffer.from('item,decision\n'), /Archive is exactly what was written/],
];

describe('a bundle that does not hold is refused with the check that failed, and nothing changes', () => {
  test.each(CORRUPTIONS)('%s', async (_, make, check) => {
    const altered = make();
    const path = `${bundle}.altered`;
    writeFileSync(path, altered);
    const token = second.token(path);
    const before = await second.call('journal.page', { offset: 0, limit: 1 });
    const seen = await second.call('baseline.inspect', { token });
    expect(seen).toMatchObject({ bundle: null, becomes: null, verification: { ok: false } });
    expect(seen.refusal).toMatch(check);
    await expect(second.call('baseline.adopt', { token, bundleSha256: sha256(altered) })).rejects.toThrow(
      /failed the check.*Nothing was changed/s,
    );
    expect((await second.call('journal.page', { offset: 0, limit: 1 })).total).toBe(before.total);
    expect((await second.call('baseline.state', {})).current).toBeNull();
  });

  test('signers that are none of those expected', async () => {
    const token = second.token(bundle);
    const other = newSigner().fingerprint;
    const seen = await second.call('baseline.inspect', { token, fingerprints: [other] });
    expect(seen.refusal).toMatch(/Signer is one you trust.*is none of those you named/);
    await expect(
      second.call('baseline.adopt', { token, fingerprints: [other], bundleSha256: sha256(bytes) }),
    ).rejects.toThrow(/Nothing was changed/);
    const right = (await second.call('baseline.inspect', { token })).bundle?.signers[0]?.fingerprint ?? '';
    const pinned = await second.call('baseline.inspect', { token, fingerprints: [right.toLowerCase()] });
    expect(pinned).toMatchObject({ refusal: null, verification: { signers: [{ trusted: true }] } });
  });

  test('a file that was exchanged after it was looked at', async () => {
    await expect(
      second.call('baseline.adopt', { token: second.token(bundle), bundleSha256: '0'.repeat(64) }),
    ).rejects.toThrow(/not the file that was looked at/);
  });

  test('an intact bundle whose report says something else', async () => {
    expect(readBaseline(await newBundle(), [])).toMatchObject({
      verification: { ok: true },
      baseline: null,
      refusal: 'The bundle is intact, but its report.json is not a report this version can compare with (at format).',
    });
    const report = JSON.parse(Buffer.from(readCanonicalZip(bytes).get('report.json') ?? []).toString('utf8')) as {
      items: unknown[];
    };
    const twice = await newBundle(newSigner(), (files) => {
      files.set('report.json', canonicalJsonBytes({ ...report, items: [report.items[0], report.items[0]] }));
    });
    expect(readBaseline(twice, []).refusal).toContain('2 different items are stated and 1 counted');
  });
});

describe('a bundle of another tenant', () => {
  test('is taken, with a sentence on how much of it matches nothing here', async () => {
    const other = await startReview('2026-07-02T09:00:00Z');
    try {
      const token = other.token(bundle);
      expect((await other.call('baseline.inspect', { token })).bundle?.cautions).toEqual([
        'This case holds no grants yet, so none of its items can be found here.',
      ]);
      await other.add({ ...FIRST_QUARTER, tenant: 'another' });
      expect((await other.call('baseline.inspect', { token })).bundle?.cautions).toEqual([
        '7 of its 7 items match none here. It may be the report of another organisation.',
      ]);
      const state = await other.call('baseline.adopt', { token, bundleSha256: sha256(bytes) });
      expect(state).toMatchObject({ current: { matched: 0 }, deltas: { new: 7, changed: 0, same: 0 } });
      expect(state.carried.find(({ kind }) => kind === 'outside')?.items).toBe(7);
      const { lines } = await other.call('review.delta', { itemId: other.itemOf('Steady') });
      expect(lines.map(({ text }) => text)).toEqual([
        'The baseline covers nothing of Microsoft Entra, another, so there is nothing to compare it with.',
      ]);
    } finally {
      await other.close();
    }
  });

  test('on newer evidence than this case has is said to be so', async () => {
    const older = await startReview('2026-07-02T09:00:00Z');
    try {
      await older.add({ ...FIRST_QUARTER, asOf: '2026-03-31T06:00:00Z' });
      expect((await older.call('baseline.inspect', { token: older.token(bundle) })).bundle?.cautions).toEqual([
        'Its evidence is as of 2026-04-01, newer than that of this case (2026-03-31): what looks added may have been removed since, and the other way round.',
      ]);
    } finally {
      await older.close();
    }
  });
});
