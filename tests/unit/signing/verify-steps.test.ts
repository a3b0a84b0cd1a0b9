import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { VERIFY_STEPS } from '../../../electron/engine/signing/verify-steps.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import { hasTool, inFolder, newBundle, PASSPHRASE, run } from './fixtures.ts';

const TOOLS = ['sha256sum', 'openssl', 'certtool', 'pdfsig', 'qpdf', 'pdfdetach', 'cmp', 'grep'];
const lacking = TOOLS.filter((tool) => !hasTool(tool));

/** Somebody whose certificate holds when the test runs, whenever that is. */
function signer() {
  const key = createSigningKey({
    name: 'Zofia Łącka',
    passphrase: PASSPHRASE,
    validDays: 36_500,
    now: new Date('2020-01-01T00:00:00Z'),
  });
  return openKeyFile(key.pem, PASSPHRASE);
}

/** What each command answers on a good bundle. */
const ANSWERS = [
  /report\.pdf: OK/u,
  /Fingerprint=/u,
  /CAdES Verification successful/u,
  /Signature status: ok/u,
  /"sha256":"[0-9a-f]{64}"\},"name":"report\.pdf"/u,
  /Total document signed[\s\S]*Signature is Valid/u,
  /No syntax or stream encoding errors found/u,
  /^$/u,
  /"hash":"[0-9a-f]{64}"\n\d+ journal\.jsonl/u,
];

it.skipIf(lacking.length > 0)(`the printed commands give the answers they promise (needs ${TOOLS.join(', ')})`, () =>
  inFolder(async (path) => {
    run('mkdir', [path('attestations')]);
    for (const [name, bytes] of readCanonicalZip(await newBundle(signer()))) writeFileSync(path(name), bytes);
    expect(VERIFY_STEPS).toHaveLength(10);
    for (const [index, answer] of ANSWERS.entries()) {
      const { command = '', title = '' } = VERIFY_STEPS[index] ?? {};
      const { status, output } = run('sh', ['-c', `cd ${path('.')} && ${command}`]);
      expect(output, title).toMatch(answer);
      expect(status, title).toBe(0);
    }
  }),
);
