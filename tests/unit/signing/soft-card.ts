import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasTool } from './fixtures.ts';
import { openssl } from './test-pki.ts';

const PLACES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
];
export const SOFTHSM = PLACES.find((path) => existsSync(path)) ?? '';
/** Whether a card in software can be made here. */
export const HAS_SOFTHSM = SOFTHSM !== '' && hasTool('softhsm2-util') && hasTool('pkcs11-tool') && hasTool('openssl');
export const PIN = '482915';

/** A token of SoftHSM in a folder; its environment variable is set for this process and those it starts. */
export interface SoftCard {
  readonly label: string;
  /** SOFTHSM2_CONF. */
  readonly configuration: string;
  /** Makes a key on the card and puts its certificate, issued in `at`, beside it. */
  readonly addKey: (id: string, type: string, subject: string, ...how: readonly string[]) => void;
  /** Puts NAME.key and NAME.pem on the card. */
  readonly importKey: (id: string, name: string) => void;
  /** The token is gone, as when a card is taken out. */
  readonly remove: () => void;
}

/** `at` names files in a folder with the authorities of `makeAuthorities`. */
export function makeSoftCard(at: (name: string) => string, label: string): SoftCard {
  const tokens = at('tokens');
  const configuration = at('softhsm2.conf');
  mkdirSync(tokens, { recursive: true });
  writeFileSync(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  tool('softhsm2-util', '--init-token', '--free', '--label', label, '--pin', PIN, '--so-pin', '12345678');
  const pkcs11 = (...args: readonly string[]) =>
    tool('pkcs11-tool', '--module', SOFTHSM, '--token-label', label, '--login', '--pin', PIN, ...args);
  const addCertificate = (id: string, file: string) => {
    openssl('x509', '-in', file, '-outform', 'DER', '-out', at('card.der'));
    pkcs11('--write-object', at('card.der'), '--type', 'cert', '--id', id, '--label', `certificate ${id}`);
  };
  return {
    label,
    configuration,
    importKey(id, name) {
      const as = ['--token', label, '--label', name, '--id', id, '--pin', PIN];
      tool('softhsm2-util', '--import', at(`${name}.key`), ...as);
      addCertificate(id, at(`${name}.pem`));
    },
    addKey(id, type, subject, ...how) {
      pkcs11('--keypairgen', '--key-type', type, '--id', id, '--label', `key ${id}`, '--usage-sign', ...how);
      pkcs11('--read-object', '--type', 'pubkey', '--id', id, '--output-file', at(`${id}.spki`));
      openssl('pkey', '-pubin', '-inform', 'DER', '-in', at(`${id}.spki`), '-out', at(`${id}.pub`));
      openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at('throwaway.key'));
      openssl('req', '-new', '-key', at('throwaway.key'), '-subj', subject, '-out', at('card.csr'));
      writeFileSync(at('card.ext'), 'keyUsage=critical,digitalSignature,nonRepudiation');
      const by = ['-CA', at('issuing.pem'), '-CAkey', at('issuing.key'), '-CAcreateserial', '-days', '20'];
      const what = ['-in', at('card.csr'), '-force_pubkey', at(`${id}.pub`), '-extfile', at('card.ext')];
      openssl('x509', '-req', ...what, ...by, '-out', at(`${id}.pem`));
      addCertificate(id, at(`${id}.pem`));
    },
    remove() {
      for (const name of readdirSync(tokens)) rmSync(join(tokens, name), { recursive: true });
    },
  };
}

function tool(name: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}\n${stdout}${stderr}`);
}
