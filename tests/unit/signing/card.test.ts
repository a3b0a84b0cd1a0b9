import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificateFile } from '../../../electron/engine/lib/certificate-file.ts';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { listTokens, openCard } from '../../../electron/engine/signing/card.ts';
import { signDetached } from '../../../electron/engine/signing/cms.ts';
import { type CardReference, referenceCertificates } from '../../../electron/engine/signing/key-reference.ts';
import { signPdf } from '../../../electron/engine/signing/pdf-sign.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { hasTool, newBundle, newReportPdf, run, SIGN_OPTIONS } from './fixtures.ts';
import { HAS_SOFTHSM, makeSoftCard, PIN, type SoftCard, SOFTHSM } from './soft-card.ts';
import { issue, makeAuthorities, P384, RSA } from './test-pki.ts';

let folder: string;
let card: SoftCard;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-card-'));
  if (!HAS_SOFTHSM) return;
  makeAuthorities(at);
  card = makeSoftCard(at, 'Auditor 1');
  card.addKey('01', 'EC:prime256v1', '/O=Example AG/CN=Cara Card');
  card.addKey('02', 'rsa:2048', '/O=Example AG/CN=Rolf Card');
  card.addKey('03', 'EC:prime256v1', '/O=Example AG/CN=Clara Card', '--always-auth');
  issue(at, 'p384', P384, '/O=Example AG/CN=Carl Card');
  card.importKey('04', 'p384');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function reference(keyId: string, change: Partial<CardReference> = {}): Promise<CardReference> {
  const [token] = await listTokens(SOFTHSM);
  const found = token?.certificates.find(({ id }) => id === keyId);
  return {
    kind: 'card',
    module: SOFTHSM,
    serial: token?.serial ?? '',
    label: token?.label ?? '',
    keyId,
    hasPinPad: token?.hasPinPad ?? true,
    certificates: referenceCertificates([
      Buffer.from(found?.der ?? '', 'base64'),
      ...readCertificateFile(readFileSync(at('chain.pem')), 'chain.pem'),
    ]),
    ...change,
  };
}

async function refusal(work: () => Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'done', message: '' };
}

describe.skipIf(!HAS_SOFTHSM)('a card (needs softhsm2-util, pkcs11-tool, openssl)', () => {
  it('is listed with its certificates', async () => {
    const tokens = await listTokens(SOFTHSM);
    expect(tokens).toHaveLength(1);
    expect(tokens[0]).toMatchObject({ label: 'Auditor 1', hasPinPad: false });
    expect(tokens[0]?.certificates.map(({ id }) => id).toSorted()).toEqual(['01', '02', '03', '04']);
  });

  it.each([
    ['01', 'ec', 'sha256', 'Cara Card'],
    ['02', 'rsa', 'sha256', 'Rolf Card'],
    ['03', 'ec', 'sha256', 'Clara Card'],
    ['04', 'ec', 'sha384', 'Carl Card'],
  ])('signs with key %s (%s, %s) what openssl accepts', async (id, kind, hash, name) => {
    const signer = await openCard(await reference(id), PIN);
    expect(signer).toMatchObject({ kind, hash, commonName: name });
    expect(signer.chain).toHaveLength(2);
    const text = Buffer.from('statement');
    writeFileSync(at('text'), text);
    writeFileSync(
      at('text.p7s'),
      await signDetached({ signer, digest: createHash(signer.hash).update(text).digest(), hash: signer.hash }),
    );
    const signature = ['-inform', 'DER', '-in', at('text.p7s'), '-content', at('text')];
    const trusting = ['-CAfile', at('root.pem'), '-out', at('out')];
    const checked = run('openssl', ['cms', '-verify', '-cades', '-binary', ...signature, ...trusting]);
    expect(checked.output).toContain('CAdES Verification successful');
  });

  it.skipIf(!hasTool('pdfsig'))('signs report and bundle, which pdfsig accepts (needs pdfsig)', async () => {
    for (const id of ['01', '02']) {
      const signer = await openCard(await reference(id), PIN);
      writeFileSync(
        at('report.pdf'),
        await signPdf(await newReportPdf(), signer, { ...SIGN_OPTIONS, time: new Date() }),
      );
      const { output } = run('pdfsig', ['-nocert', at('report.pdf')]);
      expect(output).toContain('Signature is Valid');
      expect(output).toContain(signer.commonName);
    }
    const signer = await openCard(await reference('02'), PIN);
    const report = verifyBundle(await newBundle(signer, undefined, new Date()));
    expect(report).toMatchObject({ ok: true, signers: [{ name: 'Rolf Card', selfSigned: false }] });
  });

  it('says each of these in one sentence and signs nothing', async () => {
    const faults: [string, Partial<CardReference>, string, RegExp][] = [
      ['wrong-passphrase', {}, '000000', /^The PIN is wrong/],
      ['wrong-passphrase', {}, '', /^The PIN of the card is missing/],
      ['not-found', { serial: 'another' }, PIN, /not in the reader/],
      ['not-found', { keyId: 'ff' }, PIN, /not its private key/],
      ['not-found', { module: at('nowhere.so') }, PIN, /no PKCS#11 library/],
      ['not-found', { module: at('root.pem') }, PIN, /no PKCS#11 library/],
    ];
    for (const [code, change, pin, sentence] of faults) {
      const refused = await refusal(async () => openCard(await reference('01', change), pin));
      expect(refused.code, refused.message).toBe(code);
      expect(refused.message).toMatch(sentence);
      expect(refused.message).toContain('Nothing was signed');
      if (pin !== '') expect(refused.message).not.toContain(pin);
    }
  });

  it('refuses a certificate of another key, and keys that are too weak or for something else', async () => {
    issue(at, 'other', ['EC', 'ec_paramgen_curve:P-256'], '/CN=Other');
    const other = referenceCertificates(readCertificateFile(readFileSync(at('other.pem')), 'other.pem'));
    const signer = await openCard(await reference('01', { certificates: other }), PIN);
    expect((await refusal(() => signer.sign(Buffer.from('x')))).message).toContain('another key');
    issue(at, 'crypt', RSA, '/CN=Crypt', 'issuing', 'keyUsage=critical,keyEncipherment');
    const crypt = referenceCertificates(readCertificateFile(readFileSync(at('crypt.pem')), 'crypt.pem'));
    const refused = await refusal(async () => openCard(await reference('01', { certificates: crypt }), PIN));
    expect(refused.message).toContain('not meant for signatures');
  });

  it.skipIf(!hasTool('cc'))('survives a library that crashes (needs cc)', async () => {
    const sessions = ['Finalize', 'GetSlotList', 'GetTokenInfo', 'OpenSession', 'CloseSession', 'Login', 'Logout'];
    const objects = ['FindObjectsInit', 'FindObjects', 'FindObjectsFinal', 'GetAttributeValue', 'SignInit', 'Sign'];
    const functions = [...sessions, ...objects].map((name) => `unsigned long C_${name}(void) { return 0; }`);
    const crash = 'unsigned long C_Initialize(void *p) { *(volatile int *)0 = 1; return 0; }';
    writeFileSync(at('crash.c'), [crash, ...functions].join('\n'));
    const built = run('cc', ['-shared', '-fPIC', '-o', at('crash.so'), at('crash.c')]);
    expect(built.status, built.output).toBe(0);
    const refused = await refusal(() => listTokens(at('crash.so')));
    expect(refused.message).toContain('stopped working. Nothing was signed.');
  });

  it('that is taken out in the middle gives a sentence', async () => {
    const signer: Signer = await openCard(await reference('01'), PIN);
    await signer.sign(Buffer.from('first'));
    card.remove();
    const refused = await refusal(() => signer.sign(Buffer.from('second')));
    expect(refused.message).toMatch(/not in the reader|taken out/);
    expect(refused.message).toContain('Nothing was signed');
  });
});
