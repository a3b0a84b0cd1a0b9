import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChainLink } from '../../../shared/contract/baseline.ts';
import { endText, followChain, type HeldBundle } from '../../../electron/engine/baseline/chain.ts';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { certify, type Review, SECOND_QUARTER, startReview } from './reviews.ts';

const link = (number: number): ChainLink => ({
  bundleSha256: String(number).repeat(64),
  contentDigest: `c${String(number).repeat(63)}`,
  signedAt: `202${number}-01-01T00:00:00.000Z`,
  signers: [{ name: `Signer ${number}`, fingerprint: `F${number}` }],
});
const held = (number: number, names: readonly number[], ends: HeldBundle['stated']['ends']): HeldBundle => ({
  link: link(number),
  stated: { links: names.map(link), ends },
});
const standings = (bundles: readonly HeldBundle[]): string[] =>
  followChain(bundles).entries.map(({ signedAt, standing }) => `${signedAt.slice(0, 4)} ${standing}`);

describe('the chain of reports', () => {
  test('is empty without a baseline, and says so', () => {
    const chain = followChain([]);
    expect(chain).toEqual({ entries: [], gaps: [], ends: 'beginning' });
    expect(endText(chain)).toBe('No earlier signed report is known to this case.');
  });

  test('is whole when every report named is here', () => {
    const bundles = [held(3, [2, 1], 'beginning'), held(2, [1], 'beginning'), held(1, [], 'beginning')];
    expect(standings(bundles)).toEqual(['2023 baseline', '2022 verified', '2021 verified']);
    expect(followChain(bundles)).toMatchObject({ gaps: [], ends: 'beginning' });
    expect(endText(followChain(bundles))).toBe(
      'The report of 2021-01-01 signed by Signer 1 is the first of the chain: it had no baseline.',
    );
  });

  test('has a gap where a report is only named, and goes on behind it', () => {
    const bundles = [held(3, [2, 1], 'beginning'), held(1, [], 'beginning')];
    expect(standings(bundles)).toEqual(['2023 baseline', '2022 named', '2021 verified']);
    expect(followChain(bundles).gaps).toEqual([
      `The chain has a gap: the report of 2023-01-01 signed by Signer 3 names a predecessor of 2022-01-01 signed by Signer 2 (bundle ${'2'.repeat(16)}…) that this case does not know.`,
    ]);
    expect(followChain(bundles).ends).toBe('gap');
    expect(followChain([held(3, [2, 1], 'beginning')]).gaps).toHaveLength(2);
  });

  test('says what a report of an earlier version does not state', () => {
    const chain = followChain([held(2, [], 'not-stated')]);
    expect(chain).toMatchObject({ gaps: [], ends: 'not-stated' });
    expect(endText(chain)).toContain('does not say whether it had a baseline');
  });

  test('names a bundle that no later report names', () => {
    expect(followChain([held(3, [2], 'beginning'), held(2, [], 'beginning'), held(1, [], 'beginning')]).gaps).toEqual([
      `The case holds the report of 2021-01-01 signed by Signer 1 (bundle ${'1'.repeat(16)}…), and no later report names it.`,
    ]);
  });

  test('takes reports of the same facts, signed again, for each other', () => {
    const again: HeldBundle = { ...held(2, [], 'beginning'), link: { ...link(2), bundleSha256: 'a'.repeat(64) } };
    expect(standings([held(3, [2], 'beginning'), again])).toEqual(['2023 baseline', '2022 verified']);
  });

  test('does not run in circles', () => {
    expect(standings([held(3, [2], 'beginning'), held(2, [3], 'beginning')])).toEqual([
      '2023 baseline',
      '2022 verified',
    ]);
  });
});

describe('a chain of three signed reviews', () => {
  let reviews: Review[];
  let one: string;
  let two: string;
  beforeAll(async () => {
    const first = await startReview('2026-04-10T09:00:00Z');
    one = await certify(first);
    const second = await startReview('2026-07-02T09:00:00Z');
    await second.add(SECOND_QUARTER);
    await adopt(second, one);
    await second.decide('Newcomer', { decision: 'certify' });
    two = await second.sign('Bea Later');
    reviews = [first, second, await startReview('2026-10-02T09:00:00Z'), await startReview('2026-10-02T09:00:00Z')];
  });
  afterAll(async () => {
    for (const review of reviews) await review.close();
  });

  async function adopt(review: Review, path: string) {
    return review.call('baseline.adopt', { token: review.token(path), bundleSha256: sha256(readFileSync(path)) });
  }

  test('embeds the digest of the one before in the facts that are signed', () => {
    const report = JSON.parse(
      Buffer.from(readCanonicalZip(readFileSync(two)).get('report.json') ?? []).toString('utf8'),
    ) as Record<string, unknown>;
    expect(report['baseline']).toMatchObject({
      bundleSha256: sha256(readFileSync(one)),
      signedAt: '2026-04-10T09:00:00.000Z',
      signers: [{ name: 'Zofia Łącka' }],
      predecessors: [],
      ends: 'beginning',
      items: 7,
      matched: 6,
    });
    const before = JSON.parse(
      Buffer.from(readCanonicalZip(readFileSync(one)).get('report.json') ?? []).toString('utf8'),
    ) as Record<string, unknown>;
    expect(before).toMatchObject({ baseline: null });
  });

  test('takes the approved bundle of the same facts for the one that was reviewed', async () => {
    const [first] = reviews;
    const fifth = await startReview('2026-10-02T09:00:00Z');
    reviews.push(fifth);
    if (first === undefined) throw new Error('a first case');
    first.at('2026-04-12T09:00:00Z');
    const approved = await first.approve(one, 'Cid Approver');
    await adopt(fifth, one);
    const state = await adopt(fifth, approved);
    expect(state).toMatchObject({
      current: {
        bundleSha256: sha256(readFileSync(approved)),
        signers: [{ name: 'Zofia Łącka' }, { name: 'Cid Approver' }],
        signedAt: '2026-04-12T09:00:00.000Z',
        gaps: [],
      },
      ends: 'beginning',
    });
    expect(state.chain).toHaveLength(1);
    // A chain that names the reviewed bundle is whole with the approved one.
    expect(await adopt(fifth, two)).toMatchObject({ current: { gaps: [] }, ends: 'beginning' });
  });

  test('prints the gap while a link is missing, and closes it when that comes, in whatever order', async () => {
    const [, , third, fourth] = reviews;
    if (third === undefined || fourth === undefined) throw new Error('four cases');
    await third.add(SECOND_QUARTER);
    const state = await adopt(third, two);
    const gap = `names a predecessor of 2026-04-10 signed by Zofia Łącka (bundle ${sha256(readFileSync(one)).slice(0, 16)}…) that this case does not know.`;
    expect(state).toMatchObject({ current: { gaps: [expect.stringContaining(gap)] }, ends: 'gap' });
    expect(JSON.stringify(await third.call('report.preview', {}))).toContain(gap);

    const older = await third.call('baseline.inspect', { token: third.token(one) });
    expect(older).toMatchObject({ refusal: null, becomes: 'link' });
    const closed = await adopt(third, one);
    expect(closed).toMatchObject({ ends: 'beginning', current: { gaps: [], bundleSha256: sha256(readFileSync(two)) } });
    expect(closed.chain.map(({ standing }) => standing)).toEqual(['baseline', 'verified']);

    await adopt(fourth, one);
    await fourth.add(SECOND_QUARTER);
    const other = await adopt(fourth, two);
    const { current: _, ...rest } = other;
    const { current: __, ...same } = closed;
    expect(rest).toEqual(same);
  });
});
