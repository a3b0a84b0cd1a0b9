import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { certify, PASSPHRASE, type Review, startReview } from './reviews.ts';

const reviews: Review[] = [];
afterAll(async () => {
  for (const review of reviews) await review.close();
});

test('in a case with people a baseline is taken in and out by a preparer who is signed in', async () => {
  const first = await startReview('2026-04-10T09:00:00Z');
  reviews.push(first);
  const bundle = await certify(first);
  const second = await startReview('2026-07-02T09:00:00Z');
  reviews.push(second);
  const bundleSha256 = sha256(readFileSync(bundle));
  const adopt = () => second.call('baseline.adopt', { token: second.token(bundle), bundleSha256 });
  const remove = () => second.call('baseline.remove', { bundleSha256, reason: 'Not ours.' });
  const [pia, rob] = [second.newKey('Pia Preparer'), second.newKey('Rob Reviewer')];
  const terms = { manager: '', reason: 'Takes part' };
  await second.call('people.add', { token: pia, roles: ['preparer'], passphrase: PASSPHRASE, ...terms });
  await second.call('people.add', { token: rob, roles: ['reviewer'], passphrase: null, ...terms });
  await second.call('people.signOut', { seal: null });
  await expect(adopt()).rejects.toThrow(/nobody is signed in.*Nothing was recorded/s);
  await second.call('people.signIn', { keyToken: rob, passphrase: PASSPHRASE });
  await expect(adopt()).rejects.toThrow(/Rob Reviewer has no role for this.*Nothing was recorded/s);
  await second.call('people.signIn', { keyToken: pia, passphrase: PASSPHRASE });
  expect(await adopt()).toMatchObject({ current: { adoptedBy: 'Pia Preparer' } });
  await second.call('people.signIn', { keyToken: rob, passphrase: PASSPHRASE });
  await expect(remove()).rejects.toThrow(/has no role for this/);
  expect((await second.call('baseline.state', {})).current?.bundleSha256).toBe(bundleSha256);
});
