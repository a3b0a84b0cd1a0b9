import { readFileSync, writeFileSync } from 'node:fs';
import { readPem } from '../../../electron/engine/lib/pem.ts';
import { run } from '../signing/fixtures.ts';

/** What makes one authority differ from another. */
export interface AuthorityOptions {
  /** What `openssl req -newkey` takes, default RSA 2048. */
  readonly algorithm?: readonly string[];
  /** Extended key usage of its certificate, default `critical,timeStamping`. */
  readonly usage?: string;
  /** Digest of the ESS attribute: sha1 gives its first form. */
  readonly essDigest?: 'sha1' | 'sha256';
  /** Digests it accepts. */
  readonly digests?: string;
}

/** A time-stamping authority made of openssl, its files in a folder under this prefix. */
export interface Authority {
  /** PEM of its root certificate. */
  readonly root: string;
  readonly rootDer: Uint8Array;
  /** Its answer to a request. */
  reply(request: Uint8Array): Buffer;
  /** The certificate that issued its own, its own, and its key cannot be told from another's: here is where they lie. */
  path(name: string): string;
}

/** Makes an authority: a root and a certificate for time stamping by it, valid from now on. */
export function newAuthority(
  folder: (name: string) => string,
  prefix = 'tsa',
  {
    algorithm = ['rsa:2048'],
    usage = 'critical,timeStamping',
    essDigest = 'sha256',
    digests = 'sha256',
  }: AuthorityOptions = {},
): Authority {
  const path = (name: string): string => folder(`${prefix}-${name}`);
  writeFileSync(
    path('ext'),
    `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${usage}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`,
  );
  const config = `[tsa]\ndefault_tsa=t\n[t]\nserial=${path('serial')}\ncrypto_device=builtin\nsigner_cert=${path('crt')}\ncerts=${path('root')}\nsigner_key=${path('key')}\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=${digests}\naccuracy=secs:1\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg=${essDigest}\n`;
  writeFileSync(path('cnf'), config);
  openssl(
    'req',
    '-x509',
    '-newkey',
    ...algorithm,
    '-nodes',
    '-keyout',
    path('rootkey'),
    '-out',
    path('root'),
    '-days',
    '30',
    '-subj',
    `/O=Example/CN=${prefix} root`,
  );
  openssl(
    'req',
    '-newkey',
    ...algorithm,
    '-nodes',
    '-keyout',
    path('key'),
    '-out',
    path('csr'),
    '-subj',
    `/O=Example/CN=${prefix} authority`,
  );
  openssl(
    'x509',
    '-req',
    '-in',
    path('csr'),
    '-CA',
    path('root'),
    '-CAkey',
    path('rootkey'),
    '-CAcreateserial',
    '-days',
    '20',
    '-extfile',
    path('ext'),
    '-out',
    path('crt'),
  );
  const root = readFileSync(path('root'), 'utf8');
  const [block] = readPem(root);
  if (block === undefined) throw new Error('openssl made no root');
  return {
    root,
    rootDer: block.der,
    path,
    reply: (request) => {
      writeFileSync(path('tsq'), request);
      openssl('ts', '-reply', '-config', path('cnf'), '-section', 't', '-queryfile', path('tsq'), '-out', path('tsr'));
      return readFileSync(path('tsr'));
    },
  };
}

function openssl(...args: string[]): void {
  const { status, output } = run('openssl', args);
  if (status !== 0) throw new Error(output);
}
