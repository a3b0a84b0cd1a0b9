import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestCertificate, withIssuedCertificate } from '../../../electron/engine/signing/certificate-request.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import { hasTool, newKey, PASSPHRASE, run } from './fixtures.ts';
import { exportP12, issue, makeAuthorities, openssl, P256, RSA } from './test-pki.ts';

let folder: string;
let keyFile: string;
const at = (name: string): string => join(folder, name);
const now = Date.now();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-csr-'));
  if (!hasTool('openssl')) return;
  makeAuthorities(at);
  keyFile = createSigningKey({
    name: 'Zofia Łącka',
    organization: 'Example AG',
    email: 'zofia@example.com',
    passphrase: PASSPHRASE,
  }).pem;
  writeFileSync(at('own.csr'), await requestCertificate(openKeyFile(keyFile, PASSPHRASE)));
  issued('own');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The authority's answer to NAME.csr, with what was asked for. */
function issued(name: string, days = '20', ...how: readonly string[]): void {
  const by = ['-CA', at('issuing.pem'), '-CAkey', at('issuing.key'), '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    at(`${name}.csr`),
    ...by,
    '-copy_extensions',
    'copy',
    '-days',
    days,
    '-out',
    at(`${name}.crt`),
    ...how,
  );
}

const take = (bytes: Uint8Array, at = now) => withIssuedCertificate(keyFile, bytes, 'answer.crt', at);

describe.skipIf(!hasTool('openssl'))('a certificate from an authority (needs openssl)', () => {
  it('is asked for with name, address and use, in a request that verifies', () => {
    const { output } = run('openssl', [
      'req',
      '-verify',
      '-in',
      at('own.csr'),
      '-noout',
      '-text',
      '-nameopt',
      'utf8,sep_comma_plus',
    ]);
    expect(output).toContain('verify OK');
    expect(output).toContain('O=Example AG,CN=Zofia Łącka');
    expect(output).toContain('Digital Signature, Non Repudiation');
    expect(output).toContain('email:zofia@example.com');
  });

  it('is asked for by RSA keys too', async () => {
    issue(at, 'rsa', RSA, '/CN=Rita RSA');
    openssl('pkcs8', '-topk8', '-scrypt', '-in', at('rsa.key'), '-out', at('rsa.p8'), '-passout', `pass:${PASSPHRASE}`);
    const pem = readFileSync(at('rsa.p8'), 'utf8') + readFileSync(at('rsa.pem'), 'utf8');
    writeFileSync(at('rsa2.csr'), await requestCertificate(openKeyFile(pem, PASSPHRASE)));
    expect(run('openssl', ['req', '-verify', '-in', at('rsa2.csr'), '-noout']).output).toContain('verify OK');
  });

  it('comes back in whatever form, with its chain where that is at hand', () => {
    const pem = readFileSync(at('own.crt'), 'utf8');
    openssl('x509', '-in', at('own.crt'), '-outform', 'DER', '-out', at('own.der'));
    openssl('crl2pkcs7', '-nocrl', '-certfile', at('chain.pem'), '-certfile', at('own.crt'), '-out', at('own.p7b'));
    openssl(
      'crl2pkcs7',
      '-nocrl',
      '-certfile',
      at('chain.pem'),
      '-certfile',
      at('own.crt'),
      '-outform',
      'DER',
      '-out',
      at('own.p7c'),
    );
    const forms: [Uint8Array, number][] = [
      [Buffer.from(pem), 0],
      [Buffer.from(readFileSync(at('chain.pem'), 'utf8') + pem), 2],
      [readFileSync(at('own.der')), 0],
      [readFileSync(at('own.p7b')), 2],
      [readFileSync(at('own.p7c')), 2],
    ];
    for (const [bytes, chain] of forms) {
      const taken = take(bytes);
      const signer = openKeyFile(taken.pem, PASSPHRASE);
      expect(signer.chain).toHaveLength(chain);
      expect(signer.commonName).toBe('Zofia Łącka');
      expect(signer.fingerprint).toBe(taken.description.fingerprint);
      expect(signer.fingerprint).not.toBe(openKeyFile(keyFile, PASSPHRASE).fingerprint);
    }
  });

  it('is taken back again when it was renewed', () => {
    const first = take(readFileSync(at('own.crt')));
    issued('own', '30', '-set_serial', '7');
    const second = withIssuedCertificate(first.pem, readFileSync(at('own.crt')), 'answer.crt', now);
    expect(second.description.fingerprint).not.toBe(first.description.fingerprint);
    expect(second.pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  });

  it('is refused with the reason when it belongs to another key, is no certificate, expired, or not for signing', () => {
    issue(at, 'other', P256, '/CN=Other');
    expect(() => take(readFileSync(at('other.pem')))).toThrow(/issued for another key. The key file is unchanged/);
    expect(() => take(readFileSync(at('chain.pem')))).toThrow(/issued for another key/);
    expect(() => take(Buffer.from('not a certificate'))).toThrow(/holds no certificate/);
    expect(() => take(readFileSync(at('own.csr')))).toThrow(/holds no certificate/);
    expect(() => take(readFileSync(at('own.der')).subarray(0, 200))).toThrow(/is damaged/);
    expect(() => take(readFileSync(at('own.crt')), now + 90 * 86_400_000)).toThrow(/expired on/);
    writeFileSync(at('use.ext'), 'keyUsage=critical,keyAgreement');
    const by = ['-CA', at('issuing.pem'), '-CAkey', at('issuing.key'), '-set_serial', '9'];
    openssl(
      'x509',
      '-req',
      '-in',
      at('own.csr'),
      ...by,
      '-days',
      '9',
      '-extfile',
      at('use.ext'),
      '-out',
      at('use.crt'),
    );
    expect(() => take(readFileSync(at('use.crt')))).toThrow(/not meant for signatures/);
  });

  it('is refused for a file that is no key file', () => {
    const certificate = readFileSync(at('own.crt'));
    expect(() => withIssuedCertificate(newKey().certificatePem, certificate, 'c', now)).toThrow(
      /no encrypted private key/,
    );
    const p12 = readFileSync(exportP12(at, 'other', PASSPHRASE), 'latin1');
    expect(() => withIssuedCertificate(p12, certificate, 'c', now)).toThrow(/cannot be used for signing/);
  });
});
