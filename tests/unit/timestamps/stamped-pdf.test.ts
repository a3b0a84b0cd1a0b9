import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUNDLE_FILES } from '../../../electron/engine/evidence/bundle-layout.ts';
import { countersign } from '../../../electron/engine/report/countersign.ts';
import { timestampRequest } from '../../../electron/engine/signing/timestamp-request.ts';
import { requestList } from '../../../electron/engine/timestamps/request-list.ts';
import { draftRequest, importAnswer } from '../../../electron/engine/timestamps/timestamps.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { verifyPdf } from '../../../electron/engine/verify/verify-pdf.ts';
import { hasTool, inFolder, newBundle, newSigner, run } from '../signing/fixtures.ts';
import { drawnOverAndStamped, lateStamp, pageChangedInStamp, pdfOf, withFile } from './attacks.ts';
import { newAuthority } from './authority.ts';
import { stamped } from './stamping.ts';

const fresh = (signer = newSigner()) => newBundle(signer, undefined, new Date());

function failures(report: { readonly checks: readonly { readonly ok: boolean; readonly detail: string }[] }): string {
  return report.checks
    .filter((check) => !check.ok)
    .map(({ detail }) => detail)
    .join(' ');
}

async function approved(path: (name: string) => string, bundle: Uint8Array): Promise<Buffer> {
  await countersign({
    bundle,
    signer: newSigner('Ann Approver'),
    target: path('approved.zip'),
    fonts: [],
    now: Date.now(),
  });
  return readFileSync(path('approved.zip'));
}

describe.skipIf(!hasTool('openssl'))('a time stamp of the document (needs openssl)', () => {
  it('is a revision after all signatures, and the statements still cover what was there', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const bundle = await approved(path, await fresh());
      const result = await stamped(path, authority, bundle, 'document');
      const report = verifyBundle(result, { authorities: [authority.rootDer] });
      expect(failures(report)).toBe('');
      expect(report.timestamps).toMatchObject([{ file: 'report.pdf', authority: 'tsa authority', trusted: true }]);
      expect(report.signers).toHaveLength(2);
      const [before, after] = [pdfOf(bundle), pdfOf(result)];
      expect(Buffer.compare(after.subarray(0, before.length), before)).toBe(0);
      expect(verifyPdf(after).signatures.map(({ kind }) => kind)).toEqual(['signature', 'signature', 'timestamp']);
      // A later one covers the first, and an approver may sign what is stamped.
      const twice = await stamped(path, authority, result, 'document');
      expect(failures(verifyBundle(twice))).toBe('');
      const early = await approved(path, await stamped(path, authority, await fresh(), 'document'));
      expect(failures(verifyBundle(early))).toBe('');
    }));

  it.skipIf(!['pdfsig', 'qpdf', 'mutool'].every(hasTool))(
    'is read by pdfsig, qpdf, mutool and proven by openssl (needs the first three too)',
    () =>
      inFolder(async (path) => {
        const authority = newAuthority(path);
        writeFileSync(
          path('report.pdf'),
          pdfOf(await stamped(path, authority, await approved(path, await fresh()), 'document')),
        );
        const { output } = run('pdfsig', ['-nocert', path('report.pdf')]);
        expect(output.match(/Signature is Valid/g)).toHaveLength(2);
        // poppler 22 knows that this is a signature over the whole file, and cannot judge this type.
        expect(output).toMatch(/Timestamp1[^]*- Total document signed/);
        expect(run('qpdf', ['--check', path('report.pdf')])).toMatchObject({ status: 0 });
        expect(run('mutool', ['sign', '-v', path('report.pdf')]).output).not.toMatch(/Digest error/);
        expect(run('mutool', ['draw', '-o', path('page.png'), path('report.pdf'), '3'])).toMatchObject({ status: 0 });
        const whole = readFileSync(path('report.pdf'));
        const [, first = 0, second = 0] =
          /(\d+) (\d+) (\d+) *\] *>>/.exec(whole.toString('latin1').slice(-2000))?.map(Number) ?? [];
        const value = whole.toString('latin1', first + 1, second - 1);
        writeFileSync(path('token'), Buffer.from(value, 'hex'));
        writeFileSync(path('data'), Buffer.concat([whole.subarray(0, first), whole.subarray(second)]));
        const verify = ['ts', '-verify', '-token_in', '-in', path('token'), '-data', path('data')];
        expect(run('openssl', [...verify, '-CAfile', authority.path('root')])).toMatchObject({ status: 0 });
      }),
  );

  it('may add nothing but itself: whoever draws over the report cannot hide behind an authority of their own', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const bundle = await fresh();
      const pdf = pdfOf(bundle);
      expect(failures(verifyPdf(await drawnOverAndStamped(pdf, authority)))).toContain('is not a signature');
      // The drawing and the time stamp in one revision.
      const found = failures(verifyPdf(pageChangedInStamp(pdf, authority)));
      expect(found).toContain('changes more than a time stamp may');
      expect(found).not.toContain('signature of the authority');
    }));

  it('is refused when any byte of its revision is changed', () =>
    inFolder(async (path) => {
      const bundle = await fresh();
      const start = pdfOf(bundle).length;
      const whole = pdfOf(await stamped(path, newAuthority(path), bundle, 'document'));
      const missed: number[] = [];
      for (let offset = start; offset < whole.length; offset += 97) {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(offset) ^ 0x01, offset);
        if (verifyPdf(bytes).ok) missed.push(offset);
      }
      expect(missed).toEqual([]);
    }));
});

describe.skipIf(!hasTool('openssl'))('a time stamp inside the signature of the report (needs openssl)', () => {
  it('comes before anybody approves: the reviewer signs the list of files again over it', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const signer = newSigner();
      const bundle = await fresh(signer);
      const result = await stamped(path, authority, bundle, 'signature', signer);
      const report = verifyBundle(result, { authorities: [authority.rootDer] });
      expect(failures(report)).toBe('');
      expect(report.timestamps).toMatchObject([{ file: 'report.pdf', subject: expect.stringContaining('"Reviewer"') }]);
      expect(pdfOf(result).length).toBe(pdfOf(bundle).length);
      expect(report.contentDigest).toBe(verifyBundle(bundle).contentDigest);
      const both = await approved(path, result);
      expect(failures(verifyBundle(both))).toBe('');
      writeFileSync(path('report.pdf'), pdfOf(both));
      if (hasTool('pdfsig'))
        expect(run('pdfsig', ['-nocert', path('report.pdf')]).output.match(/Signature is Valid/g)).toHaveLength(2);
    }));

  it('is not put in by somebody else, nor after an approver or an authority has covered it', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const bundle = await fresh();
      await expect(stamped(path, authority, bundle, 'signature', newSigner('Eve'))).rejects.toThrow(
        /another certificate/,
      );
      await expect(stamped(path, authority, bundle, 'signature')).rejects.toThrow(/Choose their key/);
      const list = requestList(path('requests'));
      const ask = (bytes: Uint8Array) => () =>
        draftRequest(list, { bundle: bytes, bundleName: 'b.zip', target: 'signature', now: Date.now() });
      expect(ask(await approved(path, bundle))).toThrow(/An approver has signed/);
      expect(ask(await stamped(path, authority, bundle, 'document'))).toThrow(/later time stamp covers/);
    }));

  it('that came late breaks what the approver signed, and is found', () =>
    inFolder(async (path) => {
      const authority = newAuthority(path);
      const signer = newSigner();
      const bundle = await fresh(signer);
      const list = requestList(path('requests'));
      const now = Date.now();
      const { id, imprint } = draftRequest(list, { bundle, bundleName: 'b.zip', target: 'signature', now });
      const both = await approved(path, bundle);
      const answer = authority.reply(
        timestampRequest(Buffer.from(imprint, 'hex'), Buffer.from(list.get(id).nonce, 'hex')),
      );
      const order = { id, answer, authorities: [], signer, target: path('late.zip'), now };
      await expect(importAnswer(list, { ...order, bundle: both })).rejects.toThrow(/An approver has signed/);
      const found = failures(verifyBundle(withFile(both, BUNDLE_FILES.pdf, lateStamp(pdfOf(both), authority))));
      expect(found).toContain('its digest is not the one that was signed');
      expect(found).toContain('report.pdf is not the file that was signed');
    }));
});
