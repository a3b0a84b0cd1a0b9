import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCertificateFile } from '../../../electron/engine/lib/certificate-file.ts';
import { writePem } from '../../../electron/engine/lib/pem.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { openKeyBytes } from '../../../electron/engine/signing/open-key.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { isTrustedSigner } from '../../../electron/engine/verify/trust.ts';
import { staleBasis } from '../../../renderer/features/verify/use-basis.ts';
import { newCase } from '../engine/engine-case.ts';
import { hasTool, inFolder, newBundle, newSigner } from '../signing/fixtures.ts';
import { exportP12, issue, makeAuthorities, P256 } from '../signing/test-pki.ts';

// A little later than the certificates begin that are made below.
const now = new Date(Date.now() + 60_000);
const der = (path: string): Uint8Array => readCertificateFile(readFileSync(path), path)[0] ?? new Uint8Array();

describe.skipIf(!hasTool('openssl'))('whose a signature is (needs openssl)', () => {
  it('follows from an authority over the certificates in the bundle, while each is valid', () =>
    inFolder(async (at) => {
      makeAuthorities(at);
      issue(at, 'rita', P256, '/O=Example AG/CN=Rita Reviewer');
      const signer = openKeyBytes(readFileSync(exportP12(at, 'rita', 'secret')), 'secret');
      const bundle = await newBundle(signer, undefined, now);
      const judged = (...issuers: Uint8Array[]) => verifyBundle(bundle, { issuers });
      expect(judged().signers[0]?.trusted).toBeNull();
      expect(judged(der(at('root.pem')))).toMatchObject({ ok: true, signers: [{ trusted: true }] });
      expect(judged(der(at('issuing.pem')))).toMatchObject({ ok: true, signers: [{ trusted: true }] });
      const other = judged(newSigner().certificate);
      expect(other).toMatchObject({ ok: false, signers: [{ trusted: false }] });
      expect(other.checks.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(['trust']);
      const trusted = { fingerprints: [], issuers: [der(at('root.pem'))] };
      const chain = [der(at('issuing.pem'))];
      expect(isTrustedSigner(signer.certificate, chain, trusted, now.getTime())).toBe(true);
      expect(isTrustedSigner(signer.certificate, [], trusted, now.getTime())).toBe(false);
      // After the certificate of the signer, and after that of the authority.
      for (const days of [25, 40])
        expect(isTrustedSigner(signer.certificate, chain, trusted, now.getTime() + days * 86_400_000)).toBe(false);
      // A certificate of an ordinary person is no authority, whatever it signed.
      issue(at, 'mallory', P256, '/CN=Mallory', 'rita');
      const rita = { fingerprints: [], issuers: [der(at('rita.pem'))] };
      expect(isTrustedSigner(der(at('mallory.pem')), [], rita, now.getTime())).toBe(false);
    }));
});

describe('certificates that a case trusts', () => {
  it('are kept as acts, show in a verification, and make nothing worse that they do not know', () =>
    inFolder(async (at) => {
      const started = await newCase();
      try {
        const call = started.engine.handlers;
        const signer = newSigner('Rita Reviewer');
        writeFileSync(at('rita.pem'), writePem('CERTIFICATE', signer.certificate));
        writeFileSync(at('bundle.zip'), await newBundle(signer));
        writeFileSync(at('other.zip'), await newBundle(newSigner('Somebody Else')));
        const verify = async (name: string) =>
          call['verify.bundle'](
            { token: started.files.register(at(name)), fingerprints: [], authorityToken: null },
            {},
          );
        expect((await verify('bundle.zip')).signers).toMatchObject([{ trusted: null, isKnown: false }]);
        const of = { token: started.files.register(at('rita.pem')) };
        const reason = 'Fingerprint compared by telephone';
        const [row] = await call['trusted.add']({ use: 'signer', of, reason }, {});
        expect(row).toMatchObject({
          name: 'Rita Reviewer',
          use: 'signer',
          reason,
          by: 'Rita Reviewer',
          isExpired: false,
        });
        const checked = await verify('bundle.zip');
        expect(checked).toMatchObject({ ok: true, signers: [{ trusted: null, isKnown: true }] });
        expect(await verify('other.zip')).toMatchObject({ ok: true, signers: [{ trusted: null, isKnown: false }] });
        const again = async () => call['trusted.add']({ use: 'signer', of, reason }, {});
        await expect(again()).rejects.toThrow(/trusted in this case already/);
        const bare = { fingerprint: signer.fingerprint.toLowerCase(), name: 'Rita' };
        const authority = async () => call['trusted.add']({ use: 'issuer', of: bare, reason }, {});
        await expect(authority()).rejects.toThrow(/by its certificate: choose the file/);
        const typo = async () => call['trusted.add']({ use: 'signer', of: { ...bare, fingerprint: 'AB' }, reason }, {});
        await expect(typo()).rejects.toThrow(/64 hexadecimal digits/);
        const { fingerprint } = signer;
        expect(await call['trusted.remove']({ use: 'signer', fingerprint, reason: 'Key lost' }, {})).toEqual([]);
        expect((await verify('bundle.zip')).signers).toMatchObject([{ isKnown: false }]);
        // The result from before rests on a trust that is no more.
        const basis = async () => call['verify.basis']({ token: started.files.register(at('bundle.zip')) }, {});
        expect(staleBasis(checked.basis, await basis())).toContain('trusts');
        expect(await call['trusted.add']({ use: 'signer', of: bare, reason }, {})).toMatchObject([{ notAfter: null }]);
        expect((await verify('bundle.zip')).signers).toMatchObject([{ isKnown: true }]);
        // Trusted again it is the same trust; other bytes are another file, and none is none.
        expect(staleBasis(checked.basis, await basis())).toBeNull();
        appendFileSync(at('bundle.zip'), ' ');
        expect(staleBasis(checked.basis, await basis())).toContain('file was changed');
        expect((await verify('bundle.zip')).sha256).not.toBe(checked.sha256);
        rmSync(at('bundle.zip'));
        expect(staleBasis(checked.basis, await basis())).toContain('no longer where');
        const { db } = started.engine.context.open();
        expect(checkActs(db)).toEqual([]);
        expect(() => db.exec(`UPDATE trusted_act SET name = 'Eve'`)).toThrow(/are kept/);
      } finally {
        await started.dispose();
      }
    }));
});
