import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { countersign } from '../../../electron/engine/report/countersign.ts';
import section from '../../../electron/engine/report/sections/verification.ts';
import { readCertificateFile } from '../../../electron/engine/lib/certificate-file.ts';
import { listTokens, openCard } from '../../../electron/engine/signing/card.ts';
import { externalSigner } from '../../../electron/engine/signing/hand-off.ts';
import { type CardReference, referenceCertificates } from '../../../electron/engine/signing/key-reference.ts';
import { openKeyBytes } from '../../../electron/engine/signing/open-key.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { reportModel } from '../report/model.ts';
import { hasTool, inFolder, newBundle, newSigner, organisationSigner, run } from '../signing/fixtures.ts';
import { HAS_SOFTHSM, makeSoftCard, PIN, SOFTHSM } from '../signing/soft-card.ts';
import { exportP12, issue, makeAuthorities, openssl, P256, RSA } from '../signing/test-pki.ts';
import { newAuthority } from '../timestamps/authority.ts';
import { stamped } from '../timestamps/stamping.ts';

const CURVE = (name: string) => ['ec', '-pkeyopt', `ec_paramgen_curve:${name}`];

/** Who signs: with a certificate of their own making, or of an organization, whose root is `<prefix>-ca.pem`. */
type Person = (path: (name: string) => string, prefix: string) => Promise<Signer>;
const OWN: Person = async (_, prefix) => newSigner(`Person ${prefix}`);
const of =
  (algorithm: readonly string[], digest = 'sha256'): Person =>
  async (path, prefix) =>
    organisationSigner((name) => path(`${prefix}-${name}`), algorithm, digest);

/** Authorities of an organization, as `at`, with their root under the name that is looked for. */
function organization(path: (name: string) => string, prefix: string): (name: string) => string {
  const at = (name: string): string => path(`${prefix}-${name}`);
  makeAuthorities(at);
  copyFileSync(at('root.pem'), at('ca.pem'));
  return at;
}

const KEY_FILE: Person = async (path, prefix) => {
  const at = organization(path, prefix);
  issue(at, 'key', RSA, '/O=Example AG/CN=Person with a key file');
  return openKeyBytes(readFileSync(exportP12(at, 'key', 'pässwört')), 'pässwört');
};

const CARD: Person = async (path, prefix) => {
  const at = organization(path, prefix);
  makeSoftCard(at, 'Card').addKey('01', 'EC:prime256v1', '/O=Example AG/CN=Person with a card');
  const [token] = await listTokens(SOFTHSM);
  const reference: CardReference = {
    kind: 'card',
    module: SOFTHSM,
    serial: token?.serial ?? '',
    label: token?.label ?? '',
    keyId: '01',
    hasPinPad: false,
    certificates: referenceCertificates(certificatesOf(at('01.pem'), at('chain.pem'))),
  };
  return openCard(reference, PIN);
};

const ELSEWHERE: Person = async (path, prefix) => {
  const at = organization(path, prefix);
  issue(at, 'key', P256, '/O=Example AG/CN=Person who signs elsewhere');
  mkdirSync(at('out'));
  const certificates = referenceCertificates(certificatesOf(at('key.pem'), at('chain.pem')));
  return externalSigner({ kind: 'external', certificates, folder: at('out') }, ['the report'], async (handOff) => {
    const [toBeSigned, signature] = [join(handOff.folder, handOff.file), join(handOff.folder, handOff.signatureFile)];
    openssl('dgst', '-sha256', '-sign', at('key.key'), '-out', signature, toBeSigned);
    return handOff.accept(readFileSync(signature));
  });
};

function certificatesOf(...paths: readonly string[]): Uint8Array[] {
  return paths.flatMap((path) => readCertificateFile(readFileSync(path), path));
}

/** Every kind of key and file that there is. */
const KINDS: readonly {
  readonly name: string;
  readonly people: readonly Person[];
  readonly stamps: readonly ('review' | 'approval' | 'document' | 'signature')[];
}[] = [
  { name: 'P-256 of the signer', people: [OWN], stamps: [] },
  {
    name: 'P-256, then P-384, both and the document stamped',
    people: [OWN, of(CURVE('P-384'), 'sha384')],
    stamps: ['review', 'approval', 'document'],
  },
  {
    name: 'P-384 of an organization, stamped in the report too',
    people: [of(CURVE('P-384'), 'sha384')],
    stamps: ['signature', 'review'],
  },
  { name: 'RSA-2048, then P-256, the approval stamped', people: [of(['rsa:2048']), OWN], stamps: ['approval'] },
  { name: 'RSA-3072, then P-256, the document stamped', people: [of(['rsa:3072']), OWN], stamps: ['document'] },
  { name: 'a PKCS#12 file, then P-256, the approval stamped', people: [KEY_FILE, OWN], stamps: ['approval'] },
  { name: 'P-256, then a signature made elsewhere', people: [OWN, ELSEWHERE], stamps: [] },
];

const KINDS_OF_CARDS: typeof KINDS = [
  { name: 'a card, then P-256, the report stamped', people: [CARD, OWN], stamps: ['review', 'document'] },
];

/** Programs that the commands of VERIFY.txt need beside the shell. */
const TOOLS = ['sha256sum', 'openssl', 'certtool', 'gpgsm', 'pdfsig', 'qpdf', 'mutool', 'pdfdetach'];

/** The commands printed in VERIFY.txt: what stands behind six spaces. */
function commandsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => /^ {6}(\S.*)$/.exec(line)?.[1] ?? []);
}

const MISSING = TOOLS.filter((tool) => !hasTool(tool));

describe('the commands of VERIFY.txt, as they are printed there', () => {
  it.skipIf(MISSING.length > 0).each(KINDS)(`accept a bundle with $name (needs ${TOOLS.join(', ')})`, async (kind) =>
    accept(kind),
  );

  it.skipIf(MISSING.length > 0 || !HAS_SOFTHSM).each(KINDS_OF_CARDS)(
    `accept a bundle with $name (needs ${TOOLS.join(', ')}, softhsm2-util, pkcs11-tool)`,
    async (kind) => accept(kind),
  );

  it('are those that the report prints', async () => {
    const text = Buffer.from(readCanonicalZip(await newBundle()).get('VERIFY.txt') ?? []).toString('utf8');
    const printed = commandsOf(text);
    const blocks = section.build(reportModel());
    const shown = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
    const commands = shown
      .map(([, , command]) => String(command))
      .filter((value) => /^(?:for|sha256sum|cat|export|pdfsig|qpdf|mutool|mkdir)\b/.test(value));
    expect(commands.length).toBeGreaterThan(9);
    for (const command of commands)
      expect(command.startsWith('export') ? printed.join('; ') : printed).toContain(command);
    for (const tool of TOOLS) expect(printed.join('\n')).toMatch(new RegExp(`\\b${tool} `));
  });
});

/** Signs as told, and has every program judge the bundle by the commands in it. */
async function accept({ people, stamps }: (typeof KINDS)[number]): Promise<void> {
  await inFolder(async (path) => {
    const authority = newAuthority(path);
    const signers: Signer[] = [];
    for (const [index, person] of people.entries()) signers.push(await person(path, `p${index}`));
    const [first, second] = signers;
    if (first === undefined) throw new Error('nobody signs');
    let bundle: Uint8Array = await newBundle(first, undefined, new Date());
    const stamp = async (names: readonly (typeof stamps)[number][]): Promise<void> => {
      for (const name of stamps.filter((one) => names.includes(one)))
        bundle = await stamped(path, authority, bundle, name, name === 'signature' ? first : null);
    };
    await stamp(['signature', 'review']);
    if (second !== undefined) {
      await countersign({ bundle, signer: second, target: path('two.zip'), fonts: [], now: Date.now() });
      bundle = readFileSync(path('two.zip'));
    }
    await stamp(['approval', 'document']);

    mkdirSync(path('b/attestations'), { recursive: true });
    const files = readCanonicalZip(bundle);
    for (const [name, bytes] of files) writeFileSync(path(`b/${name}`), bytes);
    writeFileSync(path('b/tsa-root.pem'), authority.root);
    const roots = signers.flatMap((signer, index) =>
      signer.chain.length > 0 ? [readFileSync(path(`p${index}-ca.pem`), 'utf8')] : [],
    );
    const commands = commandsOf(Buffer.from(files.get('VERIFY.txt') ?? []).toString('utf8'));
    const isStamped = stamps.includes('document');
    const said = shellSession(path('b'), commands, roots, (command) => {
      // The reader leaves these out: of the two about the last signature of the PDF one fits; there may be no time stamp.
      if (command.includes('ts -verify -data')) return [...files.keys()].some((name) => name.endsWith('.tsr'));
      if (command.includes('ts -verify -token_in')) return isStamped;
      if (command.includes('cms -verify -binary -inform DER -in $last')) return !isStamped;
      return true;
    });
    const count = (pattern: RegExp): number => said.match(pattern)?.length ?? 0;
    const everybody = signers.length;
    expect(said).not.toMatch(/: FAILED|Digest Mismatch|Digest error|differ:|No such file/);
    expect(count(/^[^\n]+: OK$/gm)).toBeGreaterThanOrEqual(files.size - 1);
    for (const { fingerprint } of signers) expect(said).toContain(fingerprint);
    expect(count(/CAdES Verification successful/g)).toBe(everybody);
    expect(count(/Signature status: ok/g)).toBe(everybody);
    expect(count(/Good signature from/g)).toBe(everybody);
    expect(count(/Signature Validation: Signature is Valid\./g)).toBe(everybody);
    expect(count(/No syntax or stream encoding errors found/g)).toBe(1);
    expect(count(/Verification: OK/g)).toBe(stamps.filter((one) => one !== 'signature').length);
    if (!isStamped) expect(said).toContain('CMS Verification successful');
  });
}

/** Runs commands in one shell; answers everything it said. Roots of organizations replace what `root.pem` is made of. */
function shellSession(
  folder: string,
  commands: readonly string[],
  roots: readonly string[],
  isRun: (command: string) => boolean,
): string {
  const script = [
    `cd ${folder}`,
    'exec 2>&1',
    ...commands.filter(isRun).flatMap((command) => {
      if (!command.endsWith('> root.pem') || roots.length === 0) return [command];
      writeFileSync(`${folder}/roots`, roots.join(''));
      return [command, 'cat roots >> root.pem; rm roots'];
    }),
    'gpgconf --kill all',
  ].join('\n');
  return run('sh', ['-c', script]).output;
}
