import { createHash } from 'node:crypto';
import { canonicalJsonBytes } from '../evidence/canonical-json.ts';
import { contentOfPacket, PACKET_FILES, type PacketStatement } from '../evidence/packet-layout.ts';
import { writeCanonicalZip } from '../evidence/zip.ts';
import { writePem } from '../lib/pem.ts';
import { signDetached } from '../signing/cms.ts';
import { assertCanSignAt } from '../signing/open-key.ts';
import type { Signer } from '../signing/signer.ts';

/**
 * The file of a packet: a canonical zip of the content, a statement about it as canonical JSON, and a detached signature
 * over the statement. Throws `invalid-request` when the certificate is not valid at the time in the statement.
 */
export async function writePacket(
  statement: PacketStatement,
  content: Uint8Array,
  signer: Signer,
): Promise<Uint8Array> {
  const signingTime = new Date(statement.at);
  assertCanSignAt(signer, signingTime);
  const text = canonicalJsonBytes(statement);
  const signature = await signDetached({
    signer,
    digest: createHash(signer.hash).update(text).digest(),
    hash: signer.hash,
    signingTime,
  });
  const certificates = [signer.certificate, ...signer.chain].map((der) => writePem('CERTIFICATE', der)).join('');
  return writeCanonicalZip(
    new Map([
      [PACKET_FILES.statement, text],
      [PACKET_FILES.signature, signature],
      [PACKET_FILES.certificate, Buffer.from(certificates, 'ascii')],
      [contentOfPacket(statement).file, content],
    ]),
  );
}
