import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificateFile } from '../../../electron/engine/lib/certificate-file.ts';
import { createHandOffDesk, type HandOffDesk } from '../../../electron/engine/signing/hand-off-desk.ts';
import { externalSigner, type HandOff } from '../../../electron/engine/signing/hand-off.ts';
import { referenceCertificates, saveReference } from '../../../electron/engine/signing/key-reference.ts';
import { openAnyKey } from '../../../electron/engine/signing/open-any-key.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { hasTool, newBundle, run } from './fixtures.ts';
import { issue, makeAuthorities, openssl, P256, P384, RSA } from './test-pki.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const placed = (): string[] => readdirSync(at('out')).filter((name) => !name.endsWith('.sig'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-hand-off-'));
  if (!hasTool('openssl')) return;
  makeAuthorities(at);
  issue(at, 'ec', P256, '/CN=Eva External');
  issue(at, 'ec384', P384, '/CN=Egon External');
  issue(at, 'rsa', RSA, '/CN=Rosa External');
  rmSync(at('out'), { recursive: true, force: true });
  openssl('rand', '-out', at('noise'), '70');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function signerOn(desk: HandOffDesk, name: string, where = at('out')): Signer {
  const certificates = [`${name}.pem`, 'chain.pem'].flatMap((file) =>
    readCertificateFile(readFileSync(at(file)), file),
  );
  const reference = { kind: 'external', certificates: referenceCertificates(certificates), folder: where } as const;
  return externalSigner(reference, ['the report (PDF)', 'the statement about the bundle'], desk.deliver);
}

/** Does what the text file says: the first command, with the key in place of the word in capitals. */
function obey(name: string, handOff: HandOff): void {
  const commands = readFileSync(join(handOff.folder, handOff.commandsFile), 'utf8');
  const [line = ''] = handOff.commands[0]?.lines ?? [];
  expect(commands).toContain(line);
  const [program = '', ...args] = line.replace('YOUR-KEY.pem', at(`${name}.key`)).split(' ');
  const { status, output } = run('env', ['-C', handOff.folder, program, ...args]);
  expect(status, output).toBe(0);
}

/** A desk whose hand-offs are done at once by `person`. */
function deskOf(person: (handOff: HandOff, desk: HandOffDesk) => void): HandOffDesk {
  const desk = createHandOffDesk(() => {
    const waiting = desk.current();
    if (waiting !== null) queueMicrotask(() => person(waiting, desk));
  });
  return desk;
}

describe.skipIf(!hasTool('openssl'))('a signature made outside (needs openssl)', () => {
  beforeAll(() => {
    openssl('version');
    rmSync(at('out'), { recursive: true, force: true });
    run('mkdir', ['-p', at('out')]);
  });

  it.each(['ec', 'ec384', 'rsa'])(
    'by %s comes back into a bundle that verifies, and nothing is left behind',
    async (name) => {
      const seen: string[] = [];
      const desk = deskOf((handOff, { give }) => {
        seen.push(`${handOff.number} of ${handOff.total}: ${handOff.what}`);
        obey(name, handOff);
        give(join(handOff.folder, handOff.signatureFile));
      });
      const report = verifyBundle(await newBundle(signerOn(desk, name), undefined, new Date()));
      expect(report).toMatchObject({ ok: true, signers: [{ selfSigned: false }] });
      expect(seen).toEqual(['1 of 2: the report (PDF)', '2 of 2: the statement about the bundle']);
      expect(placed()).toEqual([]);
      expect(desk.current()).toBeNull();
    },
  );

  it('of an elliptic curve may come back as r and s one after the other', async () => {
    const desk = deskOf((handOff, { give }) => {
      obey('ec', handOff);
      const der = readFileSync(join(handOff.folder, handOff.signatureFile));
      const lengthOfR = der[3] ?? 0;
      const r = der.subarray(4, 4 + lengthOfR);
      const s = der.subarray(6 + lengthOfR);
      const fixed = (part: Uint8Array) => Buffer.concat([Buffer.alloc(32), part]).subarray(-32);
      writeFileSync(at('raw.sig'), Buffer.concat([fixed(r), fixed(s)]));
      give(at('raw.sig'));
    });
    const signature = await signerOn(desk, 'ec').sign(Buffer.from('some bytes'));
    expect(signature[0]).toBe(0x30);
  });

  it('that does not fit is refused with a sentence, and the act goes on waiting', async () => {
    const refusals: string[] = [];
    const desk = deskOf((handOff, { give }) => {
      obey('rsa', handOff);
      const wrong = [
        join(handOff.folder, handOff.signatureFile),
        at('noise'),
        at('nothing'),
        at('ec.pem'),
        at('ec.key'),
      ];
      writeFileSync(at('long'), Buffer.alloc(5000));
      for (const file of [...wrong, at('long')])
        try {
          give(file);
        } catch (error) {
          refusals.push(String(error));
        }
      obey('ec', handOff);
      give(join(handOff.folder, handOff.signatureFile));
    });
    await signerOn(desk, 'ec').sign(Buffer.from('other bytes'));
    expect(refusals).toHaveLength(6);
    expect(refusals[0]).toMatch(
      /no signature of Eva External over countersign-[0-9a-f]{8}-1\.tbs\. Nothing was signed/,
    );
    expect(refusals[2]).toContain('is not there');
    expect(refusals[5]).toContain('it has 5000 bytes');
  });

  it('that is cancelled ends the act with a sentence and leaves nothing', async () => {
    const desk = deskOf((_, { cancel }) => cancel());
    await expect(signerOn(desk, 'ec').sign(Buffer.from('bytes'))).rejects.toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('nothing was signed'),
    });
    expect(placed()).toEqual([]);
    expect(() => desk.give(at('noise'))).toThrow('No signature is waited for');
  });

  it('cannot be waited for twice at a time', async () => {
    const desk = createHandOffDesk(() => undefined);
    const first = signerOn(desk, 'ec').sign(Buffer.from('one'));
    await expect(signerOn(desk, 'ec').sign(Buffer.from('two'))).rejects.toThrow(
      'Another signature is still waited for',
    );
    expect(placed()).toHaveLength(2);
    desk.cancel();
    await expect(first).rejects.toThrow('not brought back');
    expect(placed()).toEqual([]);
  });

  it('is remembered in the data folder only: a file that says the same elsewhere is no key', async () => {
    const certificates = referenceCertificates(readCertificateFile(readFileSync(at('ec.pem')), 'ec.pem'));
    const path = saveReference(at('data'), { kind: 'external', certificates, folder: at('out') });
    const desk = createHandOffDesk(() => undefined);
    const places = { dataFolder: at('data'), deliver: desk.deliver };
    expect(await openAnyKey(places, path, '', ['x'])).toMatchObject({ commonName: 'Eva External', chain: [] });
    writeFileSync(at('brought.json'), readFileSync(path));
    await expect(openAnyKey(places, at('brought.json'), '', ['x'])).rejects.toThrow('no encrypted private key');
    writeFileSync(path, '{}');
    await expect(openAnyKey(places, path, '', ['x'])).rejects.toThrow('What was remembered of this key is damaged');
  });

  it('needs a folder that is there', async () => {
    const desk = createHandOffDesk(() => undefined);
    await expect(signerOn(desk, 'ec', at('gone')).sign(Buffer.from('x'))).rejects.toThrow(/could not be put into gone/);
    expect(existsSync(at('gone'))).toBe(false);
  });
});
