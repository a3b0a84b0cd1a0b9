import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signDetached } from '../../../electron/engine/signing/cms.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { verifyCms } from '../../../electron/engine/verify/cms.ts';
import { hasTool, inFolder, newKey, newSigner, PASSPHRASE, run, SIGNED_AT, organisationSigner } from './fixtures.ts';

const CONTENT = Buffer.from('{"hello":"world"}');
const digestOf = (content: Uint8Array) => (hash: string) => createHash(hash).update(content).digest();

function sign(signer: Signer, signingTime?: Date): Promise<Uint8Array> {
  const input = { signer, digest: digestOf(CONTENT)(signer.hash), hash: signer.hash };
  return signDetached(signingTime ? { ...input, signingTime } : input);
}

describe('detached CMS', () => {
  it('is accepted by its verifier, with the signing time only when given', async () => {
    const signer = newSigner();
    const timed = verifyCms(await sign(signer, SIGNED_AT), digestOf(CONTENT));
    expect(timed).toMatchObject({ problems: [], signingTime: Math.floor(SIGNED_AT.getTime() / 1000) * 1000 });
    expect(Buffer.compare(timed.certificate ?? Buffer.of(), signer.certificate)).toBe(0);
    expect(verifyCms(await sign(signer), digestOf(CONTENT))).toMatchObject({ problems: [], signingTime: null });
  });

  it('is refused for other content, and when any byte of it is changed', async () => {
    const der = await sign(newSigner(), SIGNED_AT);
    expect(verifyCms(der, digestOf(Buffer.from('other'))).problems).not.toEqual([]);
    const unnoticed: number[] = [];
    for (let offset = 0; offset < der.length; offset++) {
      const changed = Uint8Array.from(der);
      changed[offset] = (changed[offset] ?? 0) ^ 0x01;
      if (verifyCms(changed, digestOf(CONTENT)).problems.length === 0) unnoticed.push(offset);
    }
    expect(unnoticed).toEqual([]);
    expect(verifyCms(Buffer.concat([der, Buffer.of(0)]), digestOf(CONTENT)).problems).not.toEqual([]);
    expect(verifyCms(new Uint8Array(), digestOf(CONTENT)).problems).not.toEqual([]);
  });

  it('is refused when another certificate stands in for the one that signed', async () => {
    const [first, second] = [newSigner('First'), newSigner('Second')];
    const forged: Signer = { ...first, certificate: second.certificate };
    expect(verifyCms(await sign(forged), digestOf(CONTENT)).problems.join()).toContain('signature value is wrong');
  });

  it('does not accept a hash that is not the key’s', async () => {
    const signer = newSigner();
    await expect(signDetached({ signer, digest: Buffer.alloc(48), hash: 'sha384' })).rejects.toThrow(RangeError);
  });

  it.skipIf(!hasTool('openssl'))('passes openssl cms -cades and fails there when changed (needs openssl)', () =>
    inFolder(async (path) => {
      const key = newKey();
      writeFileSync(path('c.pem'), key.certificatePem);
      writeFileSync(path('s.p7s'), await sign(openKeyFile(key.pem, PASSPHRASE)));
      writeFileSync(path('good'), CONTENT);
      writeFileSync(path('bad'), `${CONTENT.toString()} `);
      const check = (content: string) =>
        run('openssl', [
          'cms',
          '-verify',
          '-cades',
          '-binary',
          '-inform',
          'DER',
          '-in',
          path('s.p7s'),
          '-content',
          path(content),
          '-CAfile',
          path('c.pem'),
          '-attime',
          String(Math.floor(SIGNED_AT.getTime() / 1000)),
          '-out',
          path('out'),
        ]);
      expect(check('good').output).toContain('CAdES Verification successful');
      expect(check('bad').status).not.toBe(0);
    }),
  );

  it.skipIf(!hasTool('openssl')).each([
    ['RSA', ['rsa:2048']],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
  ])('with an organization’s chain and %s passes openssl and carries the chain (needs openssl)', (_, algorithm) =>
    inFolder(async (path) => {
      const signer = organisationSigner(path, algorithm);
      expect(signer).toMatchObject({ commonName: 'Leaf', chain: { length: 1 } });
      writeFileSync(path('s.p7s'), await sign(signer, new Date()));
      writeFileSync(path('content'), CONTENT);
      const result = run('openssl', [
        'cms',
        '-verify',
        '-cades',
        '-binary',
        '-inform',
        'DER',
        '-in',
        path('s.p7s'),
        '-content',
        path('content'),
        '-CAfile',
        path('ca.pem'),
        '-out',
        path('out'),
      ]);
      expect(result.output).toContain('CAdES Verification successful');
      expect(verifyCms(readFileSync(path('s.p7s')), digestOf(CONTENT))).toMatchObject({
        problems: [],
        certificates: { length: 2 },
      });
    }),
  );
});
