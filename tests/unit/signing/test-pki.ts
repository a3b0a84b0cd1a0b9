import { writeFileSync } from 'node:fs';
import { run } from './fixtures.ts';

type At = (name: string) => string;

/** Runs openssl, which must succeed. */
export function openssl(...args: readonly string[]): string {
  const { status, output } = run('openssl', args);
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}\n${output}`);
  return output;
}

export const RSA = ['RSA', 'rsa_keygen_bits:2048'] as const;
export const P256 = ['EC', 'ec_paramgen_curve:P-256'] as const;
export const P384 = ['EC', 'ec_paramgen_curve:P-384'] as const;

/** A root and an issuing authority in the folder: root.pem, issuing.pem, and both in chain.pem. */
export function makeAuthorities(at: At): void {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    at('root.key'),
    '-out',
    at('root.pem'),
    '-days',
    '30',
    '-subj',
    '/O=Example AG/CN=Example Root',
    '-addext',
    'basicConstraints=critical,CA:TRUE',
  );
  issue(
    at,
    'issuing',
    RSA,
    '/O=Example AG/CN=Example Issuing',
    'root',
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign',
  );
  writeFileSync(at('chain.pem'), openssl('x509', '-in', at('root.pem')) + openssl('x509', '-in', at('issuing.pem')));
}

const SIGNING = 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation';

/** A key and a certificate of the authority `by`: NAME.key, NAME.pem. */
export function issue(
  at: At,
  name: string,
  [algorithm, option]: readonly [string, string],
  subject: string,
  by = 'issuing',
  extensions = SIGNING,
  days = '20',
): void {
  openssl('genpkey', '-algorithm', algorithm, '-pkeyopt', option, '-out', at(`${name}.key`));
  openssl('req', '-new', '-key', at(`${name}.key`), '-subj', subject, '-out', at(`${name}.csr`));
  writeFileSync(at(`${name}.ext`), extensions);
  openssl(
    'x509',
    '-req',
    '-in',
    at(`${name}.csr`),
    '-CA',
    at(`${by}.pem`),
    '-CAkey',
    at(`${by}.key`),
    '-CAcreateserial',
    '-days',
    days,
    '-extfile',
    at(`${name}.ext`),
    '-out',
    at(`${name}.pem`),
  );
}

/** NAME.p12 of NAME.key and NAME.pem with the chain. */
export function exportP12(at: At, name: string, passphrase: string, ...how: readonly string[]): string {
  const file = at(`${name}.p12`);
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    at(`${name}.key`),
    '-in',
    at(`${name}.pem`),
    '-certfile',
    at('chain.pem'),
    '-out',
    file,
    '-passout',
    `pass:${passphrase}`,
    ...how,
  );
  return file;
}
