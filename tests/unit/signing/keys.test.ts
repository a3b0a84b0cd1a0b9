import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { assertCanSignAt, describeKeyFile, openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import { hasTool, inFolder, newKey, PASSPHRASE, run, SIGNED_AT } from './fixtures.ts';

const withOpenssl = it.skipIf(!hasTool('openssl'));

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
  return 'no error';
}

describe('a new signing key', () => {
  it('opens again with its passphrase and describes its owner without', () => {
    const key = newKey();
    const signer = openKeyFile(key.pem, PASSPHRASE);
    expect(signer).toMatchObject({
      kind: 'ec',
      hash: 'sha256',
      commonName: 'Zofia Łącka',
      organization: 'Example AG',
      fingerprint: key.fingerprint,
      chain: [],
    });
    expect(describeKeyFile(key.pem)).toMatchObject({
      commonName: 'Zofia Łącka',
      email: 'zofia@example.com',
      fingerprint: key.fingerprint,
      notAfter: key.notAfter,
    });
    expect(key.pem).toBe(key.keyPem + key.certificatePem);
    expect(Date.parse(key.notAfter) - SIGNED_AT.getTime()).toBeCloseTo(1095 * 86_400_000, -4);
  });

  it('has a certificate that is self-signed, for documents, and for no issuing', () => {
    const certificate = new X509Certificate(newKey().certificatePem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toContain('1.3.6.1.5.5.7.3.36');
    expect(certificate.subjectAltName).toBe('email:zofia@example.com');
  });

  it('opens with the passphrase in another Unicode form', () => {
    expect(openKeyFile(newKey().pem, PASSPHRASE.normalize('NFD')).commonName).toBe('Zofia Łącka');
  });

  it('refuses wrong passphrases, also those that happen to leave valid padding', () => {
    const key = newKey();
    for (const wrong of ['', 'x', `${PASSPHRASE} `, PASSPHRASE.toUpperCase()]) {
      expect(codeOf(() => openKeyFile(key.pem, wrong))).toBe('wrong-passphrase');
    }
    // Changing the block before the last one changes the padding: some of these 256 decrypt to noise without error.
    const [, head = '', body = '', tail = ''] =
      /^(-----BEGIN ENC[^\n]+\n)([\s\S]*?)(-----END ENC[^\n]+\n)/.exec(key.pem) ?? [];
    const der = Buffer.from(body, 'base64');
    const codes = new Set<string>();
    for (let value = 0; value < 256; value += 31) {
      const changed = Buffer.from(der);
      changed[changed.length - 17] = value;
      codes.add(
        codeOf(() => openKeyFile(`${head}${changed.toString('base64')}\n${tail}${key.certificatePem}`, PASSPHRASE)),
      );
    }
    codes.delete('no error');
    expect([...codes]).toEqual(['wrong-passphrase']);
  });

  it.each([
    ['eleven characters', { passphrase: '12345678901' }],
    ['eleven characters beyond the BMP', { passphrase: '😀'.repeat(11) }],
    ['an empty name', { name: '   ' }],
    ['a name too long for a certificate', { name: 'x'.repeat(65) }],
    ['a malformed email', { email: 'zofia example' }],
    ['no days', { validDays: 0 }],
  ])('is not made with %s', (_, change) => {
    expect(codeOf(() => createSigningKey({ name: 'A', passphrase: 'long enough passphrase', ...change }))).toBe(
      'invalid-request',
    );
  });

  withOpenssl('is read by openssl (needs openssl)', () =>
    inFolder((path) => {
      writeFileSync(path('key.pem'), newKey().pem);
      const good = run('openssl', [
        'pkey',
        '-in',
        path('key.pem'),
        '-passin',
        `pass:${PASSPHRASE}`,
        '-noout',
        '-text_pub',
      ]);
      expect(good.output).toContain('prime256v1');
      expect(good.status).toBe(0);
      expect(run('openssl', ['pkey', '-in', path('key.pem'), '-passin', 'pass:wrong', '-noout']).status).not.toBe(0);
      const certificate = run('openssl', [
        'x509',
        '-in',
        path('key.pem'),
        '-noout',
        '-subject',
        '-nameopt',
        'utf8,sep_comma_plus',
      ]);
      expect(certificate.output).toContain('CN=Zofia Łącka');
    }),
  );
});

describe('a key file made elsewhere', () => {
  const make = (path: (name: string) => string, algorithm: readonly string[], protect: readonly string[]): string => {
    const steps = [
      [
        'req',
        '-x509',
        '-newkey',
        ...algorithm,
        '-nodes',
        '-keyout',
        path('k'),
        '-out',
        path('c'),
        '-subj',
        '/O=Org/CN=Person',
        '-days',
        '30',
      ],
      ['pkcs8', '-topk8', '-in', path('k'), '-out', path('p'), '-passout', `pass:${PASSPHRASE}`, ...protect],
    ];
    for (const step of steps) expect(run('openssl', step)).toMatchObject({ status: 0 });
    return readFileSync(path('p'), 'utf8') + readFileSync(path('c'), 'utf8');
  };

  const p384 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'] as const;
  const p256 = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const;
  withOpenssl.each([
    ['RSA, PBKDF2 and AES-256', ['rsa:2048'], [], 'rsa', 'sha256'],
    ['P-384, scrypt', p384, ['-scrypt'], 'ec', 'sha384'],
    ['P-256, PBKDF2 with SHA-512', p256, ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'], 'ec', 'sha256'],
    ['P-256, PBKDF2 with SHA-1 and AES-128', p256, ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1'], 'ec', 'sha256'],
  ])('opens: %s (needs openssl)', (_, algorithm, protect, kind, hash) =>
    inFolder((path) => {
      const pem = make(path, algorithm, protect);
      expect(openKeyFile(pem, PASSPHRASE)).toMatchObject({ kind, hash, commonName: 'Person' });
      expect(codeOf(() => openKeyFile(pem, 'not the passphrase'))).toBe('wrong-passphrase');
    }),
  );

  withOpenssl.each([
    ['a weak RSA key', ['rsa:1024'], []],
    ['an old cipher', ['rsa:2048'], ['-v1', 'PBE-SHA1-3DES']],
    ['an unsupported curve', ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], []],
  ])('is refused with the reason: %s (needs openssl)', (_, algorithm, protect) =>
    inFolder((path) => {
      expect(codeOf(() => openKeyFile(make(path, algorithm, protect), PASSPHRASE))).toBe('corrupt-input');
    }),
  );

  it('is refused when key and certificate do not belong together, or one is missing or unprotected', () => {
    const key = newKey();
    const other = newKey();
    const files = [
      key.keyPem + other.certificatePem,
      key.keyPem,
      key.certificatePem,
      '',
      'not a key',
      key.certificatePem + key.keyPem.replaceAll('ENCRYPTED PRIVATE', 'PRIVATE'),
      key.keyPem.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n') + key.certificatePem,
    ];
    for (const file of files) expect(codeOf(() => openKeyFile(file, PASSPHRASE))).toBe('corrupt-input');
  });
});

describe('the time of signing', () => {
  it('must lie within the validity of the certificate', () => {
    const signer = openKeyFile(newKey().pem, PASSPHRASE);
    expect(codeOf(() => assertCanSignAt(signer, SIGNED_AT))).toBe('no error');
    expect(codeOf(() => assertCanSignAt(signer, new Date('2036-01-01T00:00:00Z')))).toBe('invalid-request');
    expect(() => assertCanSignAt(signer, new Date('2036-01-01T00:00:00Z'))).toThrow(/expired on 2029-11-22/);
    expect(() => assertCanSignAt(signer, new Date('2020-01-01T00:00:00Z'))).toThrow(/valid only from 2026-11-23/);
  });
});
