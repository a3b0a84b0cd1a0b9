import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hasTool, PASSPHRASE, run } from './fixtures.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const electron = electronExecutable();
let folder: string;
let keyFiles: string[] = [];

beforeAll(async () => {
  // Inside node_modules, so that the bundle finds the packages it imports.
  folder = mkdtempSync(join(root, 'node_modules', '.crypto-core-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('./crypto-core.ts', import.meta.url)),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: 'crypto-core.mjs' } },
    },
  });
  if (hasTool('openssl'))
    keyFiles = [
      keyMadeByOpenssl('rsa', ['rsa:2048'], ['-scrypt']),
      keyMadeByOpenssl(
        'ec',
        ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
        ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'],
      ),
      p12MadeByOpenssl('ec', 'today'),
      p12MadeByOpenssl('ec', 'sha512', '-macalg', 'sha512'),
      p12MadeByOpenssl('rsa', 'old', '-legacy'),
    ];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Keys, signatures, archive and verification, end to end, in another runtime. */
describe('the signing core', () => {
  it('works in the Node that runs the tests', () => {
    expect(factsFrom(process.execPath)).toMatchObject(EXPECTED);
  });

  it.skipIf(electron === null)('works in Electron and its crypto library (needs a prepared Electron)', () => {
    const facts = factsFrom(electron ?? '', { ELECTRON_RUN_AS_NODE: '1' });
    expect(facts).toMatchObject(EXPECTED);
    expect(facts).not.toMatchObject({ electron: null });
  });

  it.skipIf(!hasTool('openssl'))('uses keys made by openssl there too (needs openssl)', () => {
    const facts = electron ? factsFrom(electron, { ELECTRON_RUN_AS_NODE: '1' }) : factsFrom(process.execPath);
    expect(facts).toMatchObject({ otherKeys: ['rsa sha256', 'ec sha384', 'ec sha384', 'ec sha384', 'rsa sha256'] });
  });
});

const EXPECTED = {
  ownKey: 'ec sha256',
  wrongPassphrase: 'wrong-passphrase',
  zip: 0,
  bundle: true,
  changedBundle: false,
};

function factsFrom(executable: string, environment: Record<string, string> = {}): unknown {
  const { stdout, stderr } = spawnSync(executable, [join(folder, 'crypto-core.mjs'), ...keyFiles], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });
  expect(stdout, stderr).toMatch(/^\{/);
  return JSON.parse(stdout);
}

function keyMadeByOpenssl(name: string, algorithm: readonly string[], protect: readonly string[]): string {
  const at = (suffix: string) => join(folder, `${name}.${suffix}`);
  const steps = [
    [
      'req',
      '-x509',
      '-newkey',
      ...algorithm,
      '-nodes',
      '-keyout',
      at('key'),
      '-out',
      at('crt'),
      '-subj',
      '/CN=Person',
      '-days',
      '30',
    ],
    ['pkcs8', '-topk8', '-in', at('key'), '-out', at('p8'), '-passout', `pass:${PASSPHRASE}`, ...protect],
  ];
  for (const step of steps) expect(run('openssl', step)).toMatchObject({ status: 0 });
  writeFileSync(at('pem'), readFileSync(at('p8'), 'utf8') + readFileSync(at('crt'), 'utf8'));
  return at('pem');
}

/** A PKCS#12 file of a key that `keyMadeByOpenssl` made. */
function p12MadeByOpenssl(key: string, name: string, ...how: readonly string[]): string {
  const at = (suffix: string) => join(folder, `${key}.${suffix}`);
  const file = join(folder, `${name}.p12`);
  const step = ['pkcs12', '-export', '-inkey', at('key'), '-in', at('crt'), '-out', file];
  expect(run('openssl', [...step, '-passout', `pass:${PASSPHRASE}`, ...how])).toMatchObject({ status: 0 });
  return file;
}

/** The Electron that the set-up prepared, or null before any set-up. */
function electronExecutable(): string | null {
  try {
    const file = join(root, 'node_modules/.cache/countersign/runtime.json');
    const { electronPath } = z.object({ electronPath: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
    return existsSync(electronPath) ? electronPath : null;
  } catch {
    return null;
  }
}
