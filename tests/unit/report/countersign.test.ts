import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJsonBytes } from '../../../electron/engine/evidence/canonical-json.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { countersign } from '../../../electron/engine/report/countersign.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { hasTool, inFolder, newBundle, newSigner, run, SIGNED_AT } from '../signing/fixtures.ts';

const later = SIGNED_AT.getTime() + 3_600_000;

async function approved(path: (name: string) => string, bundle: Uint8Array, signer = newSigner('Ann Approver')) {
  return countersign({ bundle, signer, target: path('approved.zip'), fonts: [], now: later });
}

describe('a second signature', () => {
  it('covers the first one, names it, and leaves every byte of the first revision as it was', () =>
    inFolder(async (path) => {
      const bundle = await newBundle(newSigner());
      const result = await approved(path, bundle);
      const written = readFileSync(path('approved.zip'));
      expect(verifyBundle(written).checks.filter((check) => !check.ok)).toEqual([]);
      expect(result.report.signers.map(({ name, role }) => [name, role])).toEqual([
        ['Zofia Łącka', 'reviewer'],
        ['Ann Approver', 'approver'],
      ]);
      const [before, after] = [readCanonicalZip(bundle), readCanonicalZip(written)];
      const pdf = before.get('report.pdf') ?? new Uint8Array();
      expect(Buffer.compare((after.get('report.pdf') ?? pdf).subarray(0, pdf.length), pdf)).toBe(0);
      for (const name of [...before.keys()].filter((one) => one !== 'report.pdf' && one !== 'SHA256SUMS'))
        expect(Buffer.compare(after.get(name) ?? new Uint8Array(), before.get(name) ?? new Uint8Array())).toBe(0);
      const statement = Buffer.from(after.get('attestations/02-approval.json') ?? []).toString();
      expect(statement).toContain('attestations/01-review.json.p7s');
    }));

  it.skipIf(!['pdfsig', 'qpdf', 'openssl', 'mutool'].every(hasTool))(
    'is accepted by pdfsig, qpdf, mutool and openssl (needs all four)',
    () =>
      inFolder(async (path) => {
        await approved(path, await newBundle(newSigner()));
        for (const [name, bytes] of readCanonicalZip(readFileSync(path('approved.zip'))))
          writeFileSync(path(name.replace('/', '-')), bytes);
        const both = run('pdfsig', ['-nocert', path('report.pdf')]).output;
        expect(both.match(/Signature is Valid/g)).toHaveLength(2);
        expect(both.match(/- Total document signed/g)).toHaveLength(1);
        expect(run('qpdf', ['--check', path('report.pdf')])).toMatchObject({ status: 0 });
        expect(run('mutool', ['sign', '-v', path('report.pdf')]).output).not.toMatch(/Digest error/);
        for (const stem of ['attestations-01-review', 'attestations-02-approval']) {
          const message = ['-inform', 'DER', '-in', path(`${stem}.json.p7s`), '-content', path(`${stem}.json`)];
          const trust = ['-CAfile', path(`${stem}.crt.pem`), '-out', path('out')];
          const result = run('openssl', ['cms', '-verify', '-cades', '-binary', ...message, ...trust]);
          expect(result.output).toContain('CAdES Verification successful');
        }
      }),
  );

  it('is not given by whoever signed first, nor twice, nor to a bundle that does not verify', () =>
    inFolder(async (path) => {
      const reviewer = newSigner();
      const bundle = await newBundle(reviewer);
      await expect(approved(path, bundle, reviewer)).rejects.toThrow(/nobody approves their own review/);
      await approved(path, bundle);
      await expect(approved(path, readFileSync(path('approved.zip')), newSigner('Third'))).rejects.toThrow(
        /approved already/,
      );
      const broken = Buffer.from(bundle);
      broken.writeUInt8(broken.readUInt8(5000) ^ 1, 5000);
      await expect(
        countersign({ bundle: broken, signer: newSigner('Ann'), target: path('no.zip'), fonts: [], now: later }),
      ).rejects.toThrow(/does not verify/);
      expect(existsSync(path('no.zip'))).toBe(false);
    }));

  it('is not given by somebody who decided an item, whatever key they use', () =>
    inFolder(async (path) => {
      const report = canonicalJsonBytes({ items: [{ decision: { by: 'Ann Approver' } }, { decision: null }] });
      const bundle = await newBundle(newSigner(), (files) => files.set('report.json', report));
      await expect(approved(path, bundle)).rejects.toThrow(/took 1 of the decisions/);
    }));
});
