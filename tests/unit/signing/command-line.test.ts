import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import { RESOURCES } from '../engine/engine-case.ts';
import { hasTool, newBundle, newSigner, PASSPHRASE } from './fixtures.ts';
import { HAS_SOFTHSM, makeSoftCard, PIN, type SoftCard, SOFTHSM } from './soft-card.ts';
import { exportP12, issue, makeAuthorities, openssl, P256 } from './test-pki.ts';

let folder: string;
let card: SoftCard;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-keys-cli-'));
  if (!hasTool('openssl')) return;
  makeAuthorities(at);
  issue(at, 'olga', P256, '/O=Example AG/CN=Olga Organization');
  issue(at, 'eva', P256, '/O=Example AG/CN=Eva Elsewhere');
  exportP12(at, 'olga', PASSPHRASE);
  writeFileSync(at('pass'), `${PASSPHRASE}\n`);
  writeFileSync(at('pin'), PIN);
  writeFileSync(at('wrong'), '000000');
  mkdirSync(at('out'));
  const files = ['entra/oauth2-permission-grants.json', 'entra/service-principals.json'];
  const stated = ['--tenant', 't', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'Erik', '--method', 'by hand'];
  await run('import', '--whole', ...stated, ...files.map((name) => join(RESOURCES, 'sample', name)), ...IN_CASE());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const IN_CASE = () => ['--workspace', at('case.countersign')];
const BY_P12 = () => ['--key', at('olga.p12'), '--passphrase-file', at('pass')];
const BY_CARD = (pin = 'pin') => ['--pkcs11-module', SOFTHSM, '--token', card.label, '--passphrase-file', at(pin)];
const ELSEWHERE = () => ['--external', at('out'), '--certificate', at('eva.pem')];

async function run(name: string, ...argv: string[]): Promise<unknown> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const quiet = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await commands.get(name)?.run([...argv, '--json']);
    return JSON.parse(out);
  } finally {
    write.mockRestore();
    quiet.mockRestore();
  }
}

async function firstItem(): Promise<string> {
  const [item] = z.array(z.object({ itemId: z.string() })).parse(await run('query', 'items', ...IN_CASE()));
  return item?.itemId ?? '';
}
const decide = async (reason: string, ...by: string[]) =>
  run('decide', '--item', await firstItem(), '--decision', 'revoke', '--reason', reason, ...by, ...IN_CASE());
const takePart = (certificate: string, ...by: string[]) =>
  run('people', '--add', at(certificate), '--roles', 'preparer,reviewer', '--without-key', ...by, ...IN_CASE());

/** Waits for the bytes to be signed and answers the path of the signature. */
async function tbs(): Promise<{ readonly bytes: string; readonly signature: string }> {
  const name = await vi.waitUntil(() => readdirSync(at('out')).find((file) => file.endsWith('.tbs')), {
    timeout: 60_000,
  });
  return { bytes: join(at('out'), name), signature: join(at('out'), name.replace('.tbs', '.sig')) };
}

describe.skipIf(!hasTool('openssl'))('keys on the command line (needs openssl)', () => {
  it('a request is written, and the certificate taken back', async () => {
    await run('key', 'new', '--name', 'Nina New', '--out', at('nina.pem'), '--passphrase-file', at('pass'));
    const key = ['--key', at('nina.pem')];
    const made = await run('key', 'csr', ...key, '--passphrase-file', at('pass'), '--out', at('nina'));
    expect(made).toEqual({ file: at('nina.csr') });
    const by = ['-CA', at('issuing.pem'), '-CAkey', at('issuing.key'), '-CAcreateserial'];
    openssl('x509', '-req', '-in', at('nina.csr'), ...by, '-days', '9', '-out', at('nina.crt'));
    const before = openKeyFile(readFileSync(at('nina.pem'), 'utf8'), PASSPHRASE).fingerprint;
    const taken = await run('key', 'certificate', ...key, '--certificate', at('nina.crt'));
    const { fingerprint } = openKeyFile(readFileSync(at('nina.pem'), 'utf8'), PASSPHRASE);
    expect(taken).toMatchObject({ name: 'Nina New', fingerprint });
    expect(fingerprint).not.toBe(before);
    await expect(run('key', 'certificate', ...key, '--certificate', at('eva.pem'))).rejects.toThrow('another key');
    await expect(
      run('key', 'csr', '--key', at('olga.p12'), '--out', at('x'), '--passphrase-file', at('pin')),
    ).rejects.toThrow('passphrase does not open');
  });

  it('a PKCS#12 file decides and seals', async () => {
    await takePart('olga.pem', '--by', 'Rita');
    await decide('Nobody needs it.', ...BY_P12());
    const entries = z
      .array(z.object({ type: z.string(), actor: z.string() }))
      .parse(await run('query', 'journal', ...IN_CASE()));
    expect(entries[0]).toEqual(expect.objectContaining({ type: 'checkpoint', actor: 'Olga Organization' }));
    await expect(decide('x', '--key', at('olga.p12'), '--passphrase-file', at('pin'))).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    await expect(decide('x', ...BY_P12(), ...ELSEWHERE())).rejects.toThrow('Name one key');
  });

  it('a signature that is made elsewhere is waited for; a wrong one ends the act', async () => {
    await takePart('eva.pem', ...BY_P12());
    const deciding = decide('Still nobody.', ...ELSEWHERE());
    const first = await tbs();
    openssl('dgst', '-sha256', '-sign', at('eva.key'), '-out', first.signature, first.bytes);
    await deciding;
    const failing = expect(decide('And again.', ...ELSEWHERE())).rejects.toThrow(/no signature of Eva Elsewhere/);
    const second = await tbs();
    openssl('dgst', '-sha256', '-sign', at('olga.key'), '-out', second.signature, second.bytes);
    await failing;
    expect(readdirSync(at('out')).filter((name) => !name.endsWith('.sig'))).toEqual([]);
  });
});

describe.skipIf(!HAS_SOFTHSM)('a card on the command line (needs softhsm2-util, pkcs11-tool, openssl)', () => {
  beforeAll(() => {
    card = makeSoftCard(at, 'Auditor 2');
    card.addKey('01', 'rsa:2048', '/O=Example AG/CN=Cara Card');
  });

  it('is listed, and approves a bundle', async () => {
    expect(await run('key', 'cards', '--pkcs11-module', SOFTHSM)).toMatchObject([
      { label: 'Auditor 2', certificates: [{ name: 'Cara Card', problem: null }] },
    ]);
    writeFileSync(at('signed.zip'), await newBundle(newSigner('Rita'), undefined, new Date()));
    const order = ['--bundle', at('signed.zip'), '--out', at('approved.zip')];
    await expect(run('approve', ...order, ...BY_CARD('wrong'))).rejects.toThrow('The PIN is wrong');
    await expect(run('approve', ...order, ...BY_CARD(), '--key-label', 'none')).rejects.toThrow('No card in a reader');
    await expect(run('approve', ...order, ...BY_CARD(), '--certificate', at('olga.pem'))).rejects.toThrow(
      'issued the one on the card',
    );
    expect(readdirSync(folder)).not.toContain('approved.zip');
    const approved = await run('approve', ...order, ...BY_CARD(), '--certificate', at('chain.pem'));
    expect(approved).toMatchObject({ verified: true, signers: [{ name: 'Rita' }, { name: 'Cara Card' }] });
    card.addKey('02', 'EC:prime256v1', '/O=Example AG/CN=Carla Card');
    await expect(run('approve', ...order, ...BY_CARD())).rejects.toThrow(/More than one certificate fits/);
    await run('approve', ...order, ...BY_CARD(), '--key-label', 'Carla Card');
  });
});
