import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspectZip } from '../../../electron/engine/evidence/zip-read.ts';
import { signDetached } from '../../../electron/engine/signing/cms.ts';
import { openKeyBytes, openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import { verifyCms } from '../../../electron/engine/verify/cms.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { newBundle, newKey, PASSPHRASE } from './fixtures.ts';

// Runs in whatever runtime starts it (Node, or Electron as Node with its other crypto library) and prints one JSON
// object of facts. Arguments after the script: key files made elsewhere, all with the same passphrase.
const content = Buffer.from('content');
const digestOf = (hash: string) => createHash(hash).update(content).digest();

async function signsWith(file: Uint8Array): Promise<string> {
  const signer = openKeyBytes(file, PASSPHRASE);
  const cms = await signDetached({ signer, digest: digestOf(signer.hash), hash: signer.hash });
  return verifyCms(cms, digestOf).problems.join() || `${signer.kind} ${signer.hash}`;
}

function wrongPassphraseCode(): string {
  try {
    openKeyFile(newKey().pem, 'another passphrase');
    return 'opened';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const bundle = await newBundle();
const changed = Uint8Array.from(bundle);
changed[1000] = (changed[1000] ?? 0) ^ 1;
const facts = {
  node: process.versions.node,
  electron: process.versions['electron'] ?? null,
  ownKey: await signsWith(Buffer.from(newKey().pem)),
  otherKeys: await Promise.all(process.argv.slice(2).map((file) => signsWith(readFileSync(file)))),
  wrongPassphrase: wrongPassphraseCode(),
  zip: inspectZip(bundle).problems.length,
  bundle: verifyBundle(bundle).ok,
  changedBundle: verifyBundle(changed).ok,
};
console.log(JSON.stringify(facts));
