import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { sha256 } from '../evidence/bundle-layout.ts';
import { contentOfPacket, PACKET_FILES, packetStatement, type PacketStatement } from '../evidence/packet-layout.ts';
import { inspectZip } from '../evidence/zip-read.ts';
import { readCertificate, sameFingerprint } from '../lib/certificate.ts';
import { AppError } from '../lib/errors.ts';
import { writePem } from '../lib/pem.ts';
import { verifyCms } from '../verify/cms.ts';

/** Largest content of a packet, as of an evidence bundle. */
export const MOST_PACKET_BYTES = 1024 ** 3;
/** What the other files of a packet may add to that. */
const REST = 1024 ** 2;

/** A packet in which everything fits together: file, content, statement, signature, certificate. */
export interface ReadPacket<Statement extends PacketStatement = PacketStatement> {
  /** SHA-256 of the file. */
  readonly digest: string;
  readonly file: string;
  readonly bytes: number;
  readonly statement: Statement;
  readonly content: Uint8Array;
}

/**
 * Reads a packet and checks all that can be checked without a case: that the file is the one canonical form of what it
 * holds, that the content is the one that was signed for, and that the signature is that of the person named. Says nothing
 * about whether this person is known. Throws `not-found`, `foreign-file` or `corrupt-input` with the first fault.
 */
export function readPacket(path: string): ReadPacket {
  const file = basename(path);
  if (!existsSync(path)) throw new AppError('not-found', `${file} is no longer there.`);
  if (statSync(path).size > MOST_PACKET_BYTES + REST)
    throw new AppError('corrupt-input', `${file} is larger than any packet of Countersign. Nothing was read of it.`);
  return checkPacket(readFileSync(path), file);
}

/** The same for the bytes of a file. */
export function checkPacket(bytes: Uint8Array, file: string): ReadPacket {
  const { files, problems } = inspectZip(bytes, { entries: 10, totalBytes: MOST_PACKET_BYTES + REST });
  const text = files.get(PACKET_FILES.statement);
  if (text === undefined)
    throw new AppError(
      'foreign-file',
      `${file} is not a packet of Countersign, or is so damaged that nothing can be read of it. Nothing was changed.`,
    );
  const [problem] = problems;
  if (problem !== undefined)
    throw damaged(file, problem.file === undefined ? problem.detail : `${problem.file}: ${problem.detail}`);
  const statement = statementOf(text, file);
  const signed = contentOfPacket(statement);
  const content = files.get(signed.file);
  if (content === undefined || files.size !== 4) throw damaged(file, 'it does not hold the files that a packet has');
  const cms = verifyCms(files.get(PACKET_FILES.signature) ?? new Uint8Array(), (hash) =>
    createHash(hash).update(text).digest(),
  );
  const [fault] = cms.problems;
  if (fault !== undefined || cms.certificate === null)
    throw damaged(file, `its signature does not hold: ${fault ?? 'it has no certificate'}`);
  const certificates = cms.certificates.map((der) => writePem('CERTIFICATE', der)).join('');
  if (certificates !== Buffer.from(files.get(PACKET_FILES.certificate) ?? '').toString('latin1'))
    throw damaged(file, 'its certificate is not the one inside the signature');
  const certificate = readCertificate(cms.certificate);
  if (!sameFingerprint(certificate.fingerprint, statement.by.person) || certificate.commonName !== statement.by.name)
    throw damaged(file, `it names ${statement.by.name}, and the key of ${certificate.commonName} signed it`);
  const at = Date.parse(statement.at);
  // The signing-time attribute has whole seconds.
  if (cms.signingTime !== Math.floor(at / 1000) * 1000)
    throw damaged(file, 'its statement and its signature name different times');
  if (at < certificate.notBefore || at > certificate.notAfter)
    throw damaged(file, `the certificate of ${certificate.commonName} was not valid when it was signed`);
  if (sha256(content) !== signed.sha256)
    throw damaged(file, 'what it holds is not what was signed: its SHA-256 differs');
  return { digest: sha256(bytes), file, bytes: bytes.length, statement, content };
}

function statementOf(text: Uint8Array, file: string): PacketStatement {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text).toString('utf8'));
  } catch {
    throw damaged(file, 'its statement cannot be read');
  }
  const parsed = packetStatement.safeParse(value);
  if (!parsed.success)
    throw damaged(file, 'its statement is not one that this version knows; it may come from a newer version');
  return parsed.data;
}

/** A packet that is not as it was written. */
export function damaged(file: string, what: string): AppError {
  return new AppError(
    'corrupt-input',
    `${file} was changed after it was written, or damaged on the way: ${what}. Nothing was taken from it. Ask for the packet again.`,
  );
}
