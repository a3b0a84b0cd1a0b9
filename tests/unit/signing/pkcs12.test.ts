import { verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  child,
  children,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  tagged,
} from '../../../electron/engine/lib/der.ts';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { OID } from '../../../electron/engine/lib/object-identifiers.ts';
import { assertCanSignAt, openKeyBytes } from '../../../electron/engine/signing/open-key.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { hasTool, PASSPHRASE, run } from './fixtures.ts';
import { exportP12, issue, makeAuthorities, openssl, P256, P384, RSA } from './test-pki.ts';

const withOpenssl = describe.skipIf(!hasTool('openssl'));
const PLAIN = 'plain secret 42';
let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-p12-'));
  if (!hasTool('openssl')) return;
  makeAuthorities(at);
  issue(at, 'rsa', RSA, '/O=Example AG/CN=Rita RSA');
  issue(at, 'p256', P256, '/O=Example AG/CN=Paul P256');
  issue(at, 'p384', P384, '/O=Example AG/CN=Petra P384');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function refusal(file: string | Uint8Array, passphrase: string): { code: string; message: string } {
  try {
    openKeyBytes(typeof file === 'string' ? readFileSync(file) : file, passphrase);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'opened', message: '' };
}

/** The signer signs, the leaf is the right one, the chain goes up to the root, and wrong passphrases are refused. */
async function expectGood(file: string, passphrase: string, name: string): Promise<Signer> {
  const signer = openKeyBytes(readFileSync(file), passphrase);
  expect(signer).toMatchObject({ commonName: name, organization: 'Example AG' });
  expect(signer.chain.map((der) => new X509Certificate(der).subject.split('\n').at(-1))).toEqual([
    'CN=Example Issuing',
    'CN=Example Root',
  ]);
  const text = Buffer.from('to be signed');
  const { publicKey } = new X509Certificate(signer.certificate);
  expect(verify(signer.hash, text, publicKey, await signer.sign(text))).toBe(true);
  for (const wrong of [`${passphrase} `, passphrase.toUpperCase(), 'x', '']) {
    const { code, message } = refusal(file, wrong);
    expect(code).toBe('wrong-passphrase');
    expect(message).not.toContain(passphrase);
  }
  return signer;
}

withOpenssl('a PKCS#12 file of openssl (needs openssl)', () => {
  it.each([
    ['of today', 'rsa', 'Rita RSA', PASSPHRASE, []],
    ['with an elliptic curve', 'p384', 'Petra P384', PASSPHRASE, []],
    ['with a MAC by SHA-512', 'p256', 'Paul P256', PLAIN, ['-macalg', 'sha512']],
    [
      'with AES-128 and many iterations',
      'p256',
      'Paul P256',
      PLAIN,
      ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-iter', '100000'],
    ],
    ['of old, with triple DES and RC2', 'rsa', 'Rita RSA', PASSPHRASE, ['-legacy']],
    ['of old, with triple DES only', 'rsa', 'Rita RSA', PLAIN, ['-legacy', '-descert']],
    [
      'of old, with RC2 of 128 bits and two-key triple DES',
      'rsa',
      'Rita RSA',
      PLAIN,
      ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-2DES'],
    ],
    ['with bare certificates', 'p256', 'Paul P256', PLAIN, ['-certpbe', 'NONE']],
  ] as const)('opens: %s', async (_, key, name, passphrase, how) => {
    await expectGood(exportP12(at, key, passphrase, ...how), passphrase, name);
  });

  it('opens with accents in another Unicode form', () => {
    const file = exportP12(at, 'p256', PASSPHRASE);
    expect(openKeyBytes(readFileSync(file), PASSPHRASE.normalize('NFD')).commonName).toBe('Paul P256');
    const typed = PASSPHRASE.normalize('NFD');
    const other = exportP12(at, 'p256', typed);
    expect(openKeyBytes(readFileSync(other), typed).commonName).toBe('Paul P256');
  });

  it('opens with lengths and pieces as BER allows them', () => {
    const file = exportP12(at, 'p256', PLAIN);
    const ber = asBer(readFileSync(file));
    expect(ber.length).not.toBe(readFileSync(file).length);
    expect(
      run('openssl', ['pkcs12', '-in', write('ber.p12', ber), '-passin', `pass:${PLAIN}`, '-noout']),
    ).toMatchObject({ status: 0 });
    expect(openKeyBytes(ber, PLAIN).commonName).toBe('Paul P256');
  });

  it.each(['SHA256', 'SHA512'])('opens with a MAC by PBMAC1 and %s', async (hash) => {
    const file = exportP12(at, 'p256', PASSPHRASE);
    await expectGood(write('pbmac1.p12', withPbmac1(readFileSync(file), PASSPHRASE, hash)), PASSPHRASE, 'Paul P256');
  });

  it('refuses a PBMAC1 over something else', () => {
    const file = exportP12(at, 'p256', PLAIN);
    const bytes = Buffer.from(withPbmac1(readFileSync(file), PLAIN, 'SHA256'));
    bytes[600] = (bytes[600] ?? 0) ^ 1;
    expect(refusal(bytes, PLAIN).code).not.toBe('opened');
  });

  it.each([
    ['without a MAC', ['-nomac'], /no MAC, so nothing shows whether somebody changed it/],
    ['with a bare key', ['-keypbe', 'NONE'], /is not encrypted/],
    ['without a key', ['-nokeys'], /no private key/],
    ['with RC4', ['-legacy', '-certpbe', 'PBE-SHA1-RC4-128'], /in a way that is not known here/],
  ])('is refused with the reason: %s', (_, how, sentence) => {
    const { code, message } = refusal(exportP12(at, 'rsa', PLAIN, ...how), PLAIN);
    expect(code).toBe('corrupt-input');
    expect(message).toMatch(sentence);
    expect(message).toContain('Nothing was signed.');
  });

  it('is refused when it asks for more work than a key file needs', () => {
    const file = readFileSync(exportP12(at, 'p256', PLAIN));
    const { code, message } = refusal(withIterations(file, 2_000_001), PLAIN);
    expect(code).toBe('corrupt-input');
    expect(message).toContain('too much work');
  });

  it('is refused when the key is weak, of a strange kind, for something else, or not of the certificate', () => {
    issue(at, 'weak', ['RSA', 'rsa_keygen_bits:1024'], '/CN=Weak');
    issue(at, 'koblitz', ['EC', 'ec_paramgen_curve:secp256k1'], '/CN=Koblitz');
    issue(at, 'crypt', RSA, '/CN=Crypt', 'issuing', 'keyUsage=critical,keyEncipherment');
    expect(refusal(exportP12(at, 'weak', PLAIN), PLAIN).message).toContain('at least 2048 are needed');
    expect(refusal(exportP12(at, 'koblitz', PLAIN), PLAIN).message).toContain('are not supported');
    expect(refusal(exportP12(at, 'crypt', PLAIN), PLAIN).message).toContain('not meant for signatures');
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      at('weak.key'),
      '-in',
      at('weak.pem'),
      '-nocerts',
      '-out',
      at('alone.p12'),
      '-passout',
      `pass:${PLAIN}`,
    );
    expect(refusal(at('alone.p12'), PLAIN).message).toContain('belongs to none of its certificates');
  });

  it('with an expired certificate opens, and does not sign', () => {
    issue(at, 'old', P256, '/CN=Olga Old', 'issuing', undefined, '1');
    const signer = openKeyBytes(readFileSync(exportP12(at, 'old', PLAIN)), PLAIN);
    expect(() => assertCanSignAt(signer, new Date(Date.now() + 3 * 86_400_000))).toThrow(/Olga Old expired on/);
  });

  it('cut short or changed anywhere never opens and never breaks', () => {
    const file = readFileSync(exportP12(at, 'p256', PLAIN, '-iter', '1'));
    for (let length = 0; length < file.length; length += 37)
      expect(refusal(file.subarray(0, length), PLAIN).code).toMatch(/^(corrupt-input|wrong-passphrase)$/);
    for (let offset = 0; offset < file.length; offset += 41) {
      const changed = Buffer.from(file);
      changed[offset] = (changed[offset] ?? 0) ^ 0x11;
      expect(refusal(changed, PLAIN).code, `byte ${offset}`).toMatch(/^(corrupt-input|wrong-passphrase)$/);
    }
  });
});

describe.skipIf(!hasTool('certtool') || !hasTool('openssl'))(
  'a PKCS#12 file of GnuTLS (needs certtool, openssl)',
  () => {
    it('opens, with its 600,000 iterations', async () => {
      const made = run('certtool', [
        '--to-p12',
        '--load-privkey',
        at('p256.key'),
        '--load-certificate',
        at('p256.pem'),
        '--load-ca-certificate',
        at('chain.pem'),
        '--p12-name',
        'paul',
        '--password',
        PLAIN,
        '--outder',
        '--outfile',
        at('gnutls.p12'),
      ]);
      expect(made.status, made.output).toBe(0);
      const signer = openKeyBytes(readFileSync(at('gnutls.p12')), PLAIN);
      expect(signer.commonName).toBe('Paul P256');
      expect(refusal(at('gnutls.p12'), 'wrong').code).toBe('wrong-passphrase');
    });
  },
);

describe.skipIf(!hasTool('keytool') || !hasTool('openssl'))('a PKCS#12 file of Java (needs keytool, openssl)', () => {
  it('opens', () => {
    exportP12(at, 'p256', PLAIN);
    const made = run('keytool', [
      '-importkeystore',
      '-srckeystore',
      at('p256.p12'),
      '-srcstoretype',
      'PKCS12',
      '-srcstorepass',
      PLAIN,
      '-destkeystore',
      at('java.p12'),
      '-deststoretype',
      'PKCS12',
      '-deststorepass',
      PLAIN,
    ]);
    expect(made.status, made.output).toBe(0);
    expect(openKeyBytes(readFileSync(at('java.p12')), PLAIN).commonName).toBe('Paul P256');
    expect(refusal(at('java.p12'), 'wrong').code).toBe('wrong-passphrase');
  });
});

function write(name: string, bytes: Uint8Array): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

/** The same file with a MAC by PBMAC1 (RFC 9579), computed by openssl. */
function withPbmac1(file: Uint8Array, passphrase: string, hash: string): Uint8Array {
  const [version, authSafe] = children(readDer(file));
  const content = child(authSafe, 1, 0).content;
  const salt = Buffer.from('0011223344556677', 'hex');
  const secret = Buffer.from(passphrase, 'utf8').toString('hex');
  const length = hash === 'SHA256' ? 32 : 64;
  const key = openssl(
    'kdf',
    '-keylen',
    String(length),
    '-kdfopt',
    `digest:${hash}`,
    '-kdfopt',
    `hexpass:${secret}`,
    '-kdfopt',
    `hexsalt:${salt.toString('hex')}`,
    '-kdfopt',
    'iter:2048',
    'PBKDF2',
  ).trim();
  const mac = openssl(
    'dgst',
    `-${hash.toLowerCase()}`,
    '-mac',
    'HMAC',
    '-macopt',
    `hexkey:${key.replaceAll(':', '')}`,
    '-r',
    write('content', content),
  );
  const hmac = sequence(objectIdentifier(hash === 'SHA256' ? OID.hmacWithSha256 : OID.hmacWithSha512), nullValue());
  const derivation = sequence(
    objectIdentifier(OID.pbkdf2),
    sequence(octetString(salt), integer(2048), integer(length), hmac),
  );
  const algorithm = sequence(objectIdentifier(OID.pbmac1), sequence(derivation, hmac));
  const digest = octetString(Buffer.from(mac.split(' ')[0] ?? '', 'hex'));
  return sequence(
    child(version).raw,
    child(authSafe).raw,
    sequence(sequence(algorithm, digest), octetString(Buffer.from('NOT USED')), integer(1)),
  );
}

/** The same file with another number of iterations of its MAC. */
function withIterations(file: Uint8Array, iterations: number): Uint8Array {
  const [version, authSafe, mac] = children(readDer(file));
  const [digest, salt] = children(child(mac));
  return sequence(
    child(version).raw,
    child(authSafe).raw,
    sequence(child(digest).raw, child(salt).raw, integer(iterations)),
  );
}

/** The outer elements with indefinite lengths, and the content in pieces of 100 bytes, as old programs write it. */
function asBer(file: Uint8Array): Uint8Array {
  const [version, authSafe, mac] = children(readDer(file));
  const [type, wrapped] = children(child(authSafe));
  const content = child(wrapped, 0).content;
  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < content.length; offset += 100)
    pieces.push(tagged(0x04, content.subarray(offset, offset + 100)));
  const open = (tag: number, ...parts: readonly Uint8Array[]) =>
    Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.of(0, 0)]);
  return open(0x30, child(version).raw, open(0x30, child(type).raw, open(0xa0, open(0x24, ...pieces))), child(mac).raw);
}
