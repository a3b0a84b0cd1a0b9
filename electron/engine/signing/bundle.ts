import { createHash } from 'node:crypto';
import {
  attestationNames,
  type Basis,
  ATTESTATION_FOLDER,
  BUNDLE_FILES,
  checksumText,
  contentDigest,
  PREDICATE_TYPE,
  sha256,
  STATEMENT_TYPE,
  type Statement,
} from '../evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../evidence/canonical-json.ts';
import { GENESIS } from '../evidence/hash-chain.ts';
import { sortedNames } from '../evidence/sorted-names.ts';
import { writeCanonicalZip } from '../evidence/zip.ts';
import { writePem } from '../lib/pem.ts';
import { signDetached } from './cms.ts';
import { assertCanSignAt } from './open-key.ts';
import type { Signer } from './signer.ts';
import { verifyText } from './verify-text.ts';

export interface BundleInput {
  /** Data files by name: report.json, decisions.csv, findings.csv, items.csv, sources.json, journal.jsonl, any more. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The signed report. */
  readonly pdf: Uint8Array;
  /** The page that checks the bundle in a browser. */
  readonly page: Uint8Array;
  readonly signer: Signer;
  /** Identity of the review, as the report shows it. */
  readonly engagement: string;
  /** For example `reviewer`. */
  readonly role: string;
  /** What the signature stands for, in words the signer saw. */
  readonly meaning: string;
  readonly journalHead: string;
  readonly journalCount: number;
  /** `prev` of the first journal entry, default 64 zeros. */
  readonly journalGenesis?: string;
  readonly signedAt: Date;
  /** With what the report was made. */
  readonly basis?: Basis;
}

/** What is attested beside the files. */
type Attested = Omit<BundleInput, 'files' | 'pdf' | 'page'>;

/** The statement somebody signs over these files: all of them, the PDF as it is when they sign. */
function buildStatement(files: ReadonlyMap<string, Uint8Array>, input: Attested): Statement {
  return {
    _type: STATEMENT_TYPE,
    subject: sortedNames(files).map((name) => ({ name, digest: { sha256: sha256(files.get(name) ?? '') } })),
    predicateType: PREDICATE_TYPE,
    predicate: {
      engagement: input.engagement,
      role: input.role,
      meaning: input.meaning,
      signer: { name: input.signer.commonName, certificateSha256: input.signer.fingerprint },
      signedAt: input.signedAt.toISOString(),
      journal: { genesis: input.journalGenesis ?? GENESIS, head: input.journalHead, count: input.journalCount },
      report: { name: BUNDLE_FILES.pdf, bytes: files.get(BUNDLE_FILES.pdf)?.length ?? 0 },
      contentDigest: contentDigest(files),
      ...(input.basis === undefined ? {} : { basis: input.basis }),
    },
  };
}

/**
 * Signs the statement over all files and returns the evidence bundle: a canonical zip. Throws an AppError when the
 * certificate is not valid at `signedAt`, a RangeError when a data file has a reserved or unsafe name.
 */
export async function writeBundle(input: BundleInput): Promise<Uint8Array> {
  const { signer, signedAt } = input;
  assertCanSignAt(signer, signedAt);
  for (const name of input.files.keys()) assertDataName(name);
  const instructions = verifyText({ signerName: signer.commonName, fingerprint: signer.fingerprint });
  const data = new Map(input.files)
    .set(BUNDLE_FILES.instructions, Buffer.from(instructions, 'utf8'))
    .set(BUNDLE_FILES.page, input.page);
  return attest(data.set(BUNDLE_FILES.pdf, input.pdf), attestationNames(1, 'review'), input);
}

/** Adds a signed statement over all the files, and the checksums, and writes the archive. */
async function attest(
  covered: ReadonlyMap<string, Uint8Array>,
  names: ReturnType<typeof attestationNames>,
  input: Attested,
): Promise<Uint8Array> {
  const { signer } = input;
  const statement = canonicalJsonBytes(buildStatement(covered, input));
  const signature = await signDetached({
    signer,
    digest: createHash(signer.hash).update(statement).digest(),
    hash: signer.hash,
    signingTime: input.signedAt,
  });
  const certificates = [signer.certificate, ...signer.chain].map((der) => writePem('CERTIFICATE', der)).join('');
  const files = new Map(covered)
    .set(names.statement, statement)
    .set(names.signature, signature)
    .set(names.certificate, Buffer.from(certificates, 'ascii'));
  return withChecksums(files);
}

/**
 * Adds the approval of a second person to the files of a bundle: a statement over everything the first one signed, the
 * first one's statement and signature, and the PDF with the second signature in it. Throws an AppError when the certificate
 * is not valid at `signedAt`.
 */
export async function addApproval(
  files: ReadonlyMap<string, Uint8Array>,
  pdf: Uint8Array,
  input: Attested,
): Promise<Uint8Array> {
  assertCanSignAt(input.signer, input.signedAt);
  const covered = new Map(files).set(BUNDLE_FILES.pdf, pdf);
  covered.delete(BUNDLE_FILES.sums);
  return attest(covered, attestationNames(2, 'approval'), input);
}

/**
 * Signs the statement of the reviewer again, over the same files with another first revision of the PDF in them: the one
 * whose signature carries a time stamp. Throws an AppError when the certificate is not valid at `signedAt`.
 */
export async function signReviewAgain(
  files: ReadonlyMap<string, Uint8Array>,
  pdf: Uint8Array,
  input: Attested,
): Promise<Uint8Array> {
  assertCanSignAt(input.signer, input.signedAt);
  const names = attestationNames(1, 'review');
  const covered = new Map(files).set(BUNDLE_FILES.pdf, pdf);
  for (const name of [BUNDLE_FILES.sums, ...Object.values(names)]) covered.delete(name);
  return attest(covered, names, input);
}

/** The bundle of these files with fresh checksums; for what is added after signing. */
export function withChecksums(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const all = new Map(files);
  return writeCanonicalZip(all.set(BUNDLE_FILES.sums, Buffer.from(checksumText(all), 'ascii')));
}

function assertDataName(name: string): void {
  const reserved: readonly string[] = [
    BUNDLE_FILES.pdf,
    BUNDLE_FILES.sums,
    BUNDLE_FILES.instructions,
    BUNDLE_FILES.page,
  ];
  if (reserved.includes(name) || name.startsWith(ATTESTATION_FOLDER)) {
    throw new RangeError(`${name} is made by the bundle itself`);
  }
}
