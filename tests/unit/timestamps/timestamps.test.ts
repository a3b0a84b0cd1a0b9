import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StampTarget } from '../../../shared/contract/timestamps.ts';
import { checksumText } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { integer, sequence } from '../../../electron/engine/lib/der.ts';
import { countersign } from '../../../electron/engine/report/countersign.ts';
import { timestampRequest } from '../../../electron/engine/signing/timestamp-request.ts';
import { requestList } from '../../../electron/engine/timestamps/request-list.ts';
import { draftRequest, exportRequest, importAnswer } from '../../../electron/engine/timestamps/timestamps.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { hasTool, inFolder, newBundle, newSigner, run } from '../signing/fixtures.ts';
import { withFile } from './attacks.ts';
import { newAuthority } from './authority.ts';
import { stamped } from './stamping.ts';

const TSR = 'attestations/01-review.json.p7s.tsr';
const OPENSSL = hasTool('openssl');

function failures(bundle: Uint8Array, authorities: readonly Uint8Array[] = []): string[] {
  const { ok, checks } = verifyBundle(bundle, { authorities });
  const failed = checks.filter((check) => !check.ok).map(({ detail }) => detail);
  expect(ok).toBe(failed.length === 0);
  return failed;
}

const fresh = () => newBundle(newSigner(), undefined, new Date());

/** A request that lies exported in the list, and an order for its answer. */
function exported(path: (name: string) => string, bundle: Uint8Array, target: StampTarget) {
  const list = requestList(path('requests'));
  const { id } = draftRequest(list, { bundle, bundleName: 'signed.zip', target, now: Date.now() });
  const { exportedTo } = exportRequest(list, id, path('out.tsq'));
  const request = readFileSync(exportedTo ?? '');
  const take = (answer: Uint8Array, authorities: readonly Uint8Array[] = []) =>
    importAnswer(list, {
      id,
      answer,
      authorities,
      bundle: null,
      target: path('stamped.zip'),
      signer: null,
      now: Date.now(),
    });
  return { list, id, request, take };
}

describe.skipIf(!OPENSSL)('time stamps across the air gap (needs openssl)', () => {
  it('are asked for with a request that openssl reads', () =>
    inFolder(async (path) => {
      const { request, list } = exported(path, await fresh(), 'review');
      const text = run('openssl', ['ts', '-query', '-in', path('out.tsq'), '-text']).output;
      expect(text).toMatch(/Hash Algorithm: sha256/);
      expect(text).toMatch(/Nonce: 0x[0-9A-F]{16}/);
      expect(text).toMatch(/Certificate required: yes/);
      expect(request.length).toBeLessThan(100);
      expect(list.read()).toMatchObject([{ state: 'exported', target: 'review', problem: null }]);
    }));

  it.each<[string, readonly string[], 'sha1' | 'sha256']>([
    ['RSA', ['rsa:2048'], 'sha256'],
    ['RSA with the first form of the ESS attribute', ['rsa:3072'], 'sha1'],
    ['P-256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], 'sha256'],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], 'sha256'],
  ])('stand beside the statement’s signature, proven by an authority with %s', (_, algorithm, essDigest) =>
    inFolder(async (path) => {
      const authority = newAuthority(path, 'tsa', { algorithm, essDigest });
      const bundle = await fresh();
      const result = await stamped(path, authority, bundle, 'review');
      expect(failures(result, [authority.rootDer])).toEqual([]);
      expect(verifyBundle(result)).toMatchObject({
        timestamps: [{ file: TSR, authority: 'tsa authority', valid: true, trusted: null }],
      });
      const files = readCanonicalZip(result);
      for (const [name, bytes] of readCanonicalZip(bundle))
        if (name !== 'SHA256SUMS') expect(Buffer.compare(files.get(name) ?? Buffer.of(), bytes)).toBe(0);
      writeFileSync(path('p7s'), files.get('attestations/01-review.json.p7s') ?? '');
      writeFileSync(path('p7s.tsr'), files.get(TSR) ?? '');
      const answer = ['ts', '-verify', '-data', path('p7s'), '-in', path('p7s.tsr'), '-CAfile', authority.path('root')];
      expect(run('openssl', answer)).toMatchObject({ status: 0 });
      const other = newAuthority(path, 'other');
      expect(failures(result, [other.rootDer]).join()).toContain('do not lead to the one you gave');
      expect(verifyBundle(result, { authorities: [other.rootDer] }).timestamps).toMatchObject([{ trusted: false }]);
    }),
  );

  it('are refused when any byte of them is changed, checksums made to fit or not', () =>
    inFolder(async (path) => {
      const result = await stamped(path, newAuthority(path), await fresh(), 'review');
      const whole = readCanonicalZip(result).get(TSR) ?? new Uint8Array();
      const missed: number[] = [];
      // A page of a few bytes stands for the rest of the bundle, which other tests change.
      for (let offset = 0; offset < whole.length; offset += 7) {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(offset) ^ 0x04, offset);
        if (verifyBundle(withFile(result, TSR, bytes)).ok) missed.push(offset);
      }
      expect(missed).toEqual([]);
      expect(failures(withFile(result, TSR, Buffer.concat([whole, Buffer.of(0)]))).join()).toContain('the one way');
      const misplaced = new Map(readCanonicalZip(result)).set('attestations/09-x.json.p7s.tsr', whole);
      misplaced.set('SHA256SUMS', Buffer.from(checksumText(misplaced)));
      expect(failures(writeCanonicalZip(misplaced)).join()).toContain('is not covered');
    }));

  it('are covered by the approval that comes after them, and may come after it', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const approve = (bundle: Uint8Array, target: string) =>
        countersign({ bundle, signer: newSigner('Ann Approver'), target, fonts: [], now: Date.now() });
      const early = await stamped(path, authority, await fresh(), 'review');
      await approve(early, path('approved.zip'));
      const approved = readFileSync(path('approved.zip'));
      const without = new Map(readCanonicalZip(approved));
      without.delete(TSR);
      without.set('SHA256SUMS', Buffer.from(checksumText(without)));
      expect(failures(writeCanonicalZip(without)).join()).toContain(`${TSR} was signed but is missing`);
      const late = await stamped(path, authority, approved, 'approval');
      expect(failures(late, [authority.rootDer])).toEqual([]);
      expect(verifyBundle(late).timestamps.map(({ file }) => file)).toEqual([
        TSR,
        'attestations/02-approval.json.p7s.tsr',
      ]);
    }));

  it('go into a bundle that was approved while the authority was asked', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const bundle = await fresh();
      const { list, id, request } = exported(path, bundle, 'review');
      const approved = path('approved.zip');
      await countersign({ bundle, signer: newSigner('Ann'), target: approved, fonts: [], now: Date.now() });
      const order = { id, answer: authority.reply(request), authorities: [], signer: null, now: Date.now() };
      await importAnswer(list, { ...order, bundle: readFileSync(approved), target: path('both.zip') });
      expect(failures(readFileSync(path('both.zip')))).toEqual([]);
    }));

  it('that are not the answer are refused with one sentence each, and nothing is written', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const { list, id, request, take } = exported(path, await fresh(), 'review');
      const imprint = Buffer.from(list.get(id).imprint, 'hex');
      const other = authority.reply(timestampRequest(Buffer.alloc(32, 7), Buffer.from('0102030405060708', 'hex')));
      const stale = authority.reply(timestampRequest(imprint, Buffer.from('0102030405060708', 'hex')));
      const rejected = newAuthority(path, 'strict', { digests: 'sha512' }).reply(request);
      const forMail = newAuthority(path, 'mail', { usage: 'critical,emailProtection' });
      const good = authority.reply(request);
      const damaged = Buffer.from(good);
      damaged.writeUInt8(damaged.readUInt8(damaged.length - 9) ^ 1, damaged.length - 9);
      const cases: readonly (readonly [Uint8Array, RegExp])[] = [
        [other, /is for another request/],
        [stale, /the nonce.*is another one/],
        [rejected, /did not grant the time stamp: the hash function is not one it accepts/],
        [Buffer.alloc(70_000), /more than 65536 bytes/],
        [Buffer.from('<html>'), /is not an answer to a time-stamp request/],
        [sequence(sequence(integer(0))), /is not an answer to a time-stamp request/],
        [damaged, /signature of the authority is wrong/],
        [request, /is not an answer|did not grant/],
      ];
      for (const [answer, sentence] of cases) {
        await expect(take(answer)).rejects.toThrow(sentence);
        expect(list.get(id)).toMatchObject({ state: 'failed', problem: expect.stringMatching(sentence) });
      }
      // openssl itself will not stamp with a certificate for something else.
      expect(() => forMail.reply(request)).toThrow();
      await expect(take(good, [newAuthority(path, 'unknown').rootDer])).rejects.toThrow(
        /do not lead to the certificate/,
      );
      expect(existsSync(path('stamped.zip'))).toBe(false);
      await take(good, [authority.rootDer]);
      expect(list.get(id)).toMatchObject({ state: 'imported', problem: null, result: { trusted: true } });
      await expect(take(good)).rejects.toThrow(/imported already/);
    }));

  it('leave nothing half-written when the place to save is not there', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const { list, id, request } = exported(path, await fresh(), 'document');
      const order = { id, answer: authority.reply(request), authorities: [], bundle: null, signer: null };
      await expect(
        importAnswer(list, { ...order, target: path('no/such/folder.zip'), now: Date.now() }),
      ).rejects.toThrow(/could not be saved/);
      expect(list.get(id)).toMatchObject({ state: 'exported' });
      await importAnswer(list, { ...order, target: path('here.zip'), now: Date.now() });
      expect(failures(readFileSync(path('here.zip')))).toEqual([]);
    }));

  it('are not asked for a bundle that does not verify, nor twice, nor for an approval that is not there', () =>
    inFolder(async (path) => {
      const list = requestList(path('requests'));
      const bundle = await fresh();
      const ask = (bytes: Uint8Array, target: StampTarget) => () =>
        draftRequest(list, { bundle: bytes, bundleName: 'b.zip', target, now: Date.now() });
      expect(ask(withFile(bundle, 'items.csv', Buffer.from('x')), 'review')).toThrow(/does not verify/);
      expect(ask(bundle, 'approval')).toThrow(/Nobody has approved/);
      const once = await stamped(path, newAuthority(path), bundle, 'review');
      expect(ask(once, 'review')).toThrow(/has a time stamp already/);
      expect(ask(once, 'signature')).toThrow(/has a time stamp already/);
      writeFileSync(path('requests/requests.json'), '{');
      expect(() => list.read()).toThrow(/cannot be read/);
    }));
});
