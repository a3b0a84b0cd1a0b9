import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { sortedNames } from './sorted-names.ts';

/** Names inside an evidence bundle that have a meaning of their own. Any other file is data and is signed like them. */
export const BUNDLE_FILES = {
  pdf: 'report.pdf',
  report: 'report.json',
  decisions: 'decisions.csv',
  findings: 'findings.csv',
  items: 'items.csv',
  sources: 'sources.json',
  journal: 'journal.jsonl',
  sums: 'SHA256SUMS',
  instructions: 'VERIFY.txt',
  page: 'verify.html',
} as const;

/** How the review was done. Bundles of earlier versions have none. */
export const QUALITY_FILE = 'quality.json';

/** How each file was read, and what people stated: with the original exports, enough to recompute the facts. */
export const INPUTS_FILE = 'inputs.json';

/** Renderings of what the other files say, for spreadsheets, trackers and systems of governance. Earlier bundles have none. */
export const EXPORT_FILES = {
  schedules: 'schedules.xlsx',
  sarif: 'findings.sarif',
  oscal: 'oscal-assessment-results.json',
} as const;

/** Of the bundle with names: what opens the commitments of its redacted twin. */
export const REDACTION_FILE = 'redaction.json';
/** Of the redacted twin: the commitments that stand for what was left out. A bundle with this file is a twin. */
export const COMMITMENTS_FILE = 'commitments.json';

export const ATTESTATION_FOLDER = 'attestations/';
/** JSON Schemas of the other files. */
export const SCHEMA_FOLDER = 'schema/';
/** Copies of the imported files, as `originals/<SHA-256>-<name>`. */
export const ORIGINALS_FOLDER = 'originals/';

/** The three files of the attestation with this number (1 = review, 2 = approval) and label. */
export function attestationNames(number: number, label: string) {
  const stem = `${ATTESTATION_FOLDER}${String(number).padStart(2, '0')}-${label}`;
  return { statement: `${stem}.json`, signature: `${stem}.json.p7s`, certificate: `${stem}.crt.pem` } as const;
}

/** The time stamp of an authority over the signature in this file; added after signing, so not always covered by anyone. */
export function timestampName(signatureFile: string): string {
  return `${signatureFile}.tsr`;
}

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://countersign.invalid/attestation/v1';

/** The program, and the digests of everything a finding follows from. Those of policy, catalog and rule pack stand in report.json as well. */
export const basisSchema = z.strictObject({
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  /** Of sources.json: the manifest of every imported file. */
  sources: hexDigest,
  rulePack: hexDigest,
  policy: hexDigest,
  catalog: z.strictObject({
    sha256: hexDigest,
    version: z.string(),
    asOf: z.string(),
    /** Whole days from there to the newest evidence of the case; null without evidence. */
    ageDays: z.int().nullable(),
  }),
});
export type Basis = z.output<typeof basisSchema>;

/** What a signer signs: an in-toto Statement v1 (https://in-toto.io/Statement/v1), stored as canonical JSON. */
export const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hexDigest }) })),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.strictObject({
    engagement: z.string(),
    role: z.string(),
    meaning: z.string(),
    signer: z.strictObject({ name: z.string(), certificateSha256: z.string() }),
    signedAt: z.iso.datetime(),
    journal: z.strictObject({ genesis: z.string(), head: z.string(), count: z.int().nonnegative() }),
    /** Later signatures extend the PDF; this many leading bytes are what the subject's digest covers. */
    report: z.strictObject({ name: z.literal(BUNDLE_FILES.pdf), bytes: z.int().positive() }),
    contentDigest: hexDigest,
    /** With what it was made; bundles of earlier versions do not say. */
    basis: basisSchema.optional(),
  }),
});
export type Statement = z.output<typeof statementSchema>;

/** SHA-256 in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * What the digest of the facts leaves out, because it says when and in which order people acted, because it cannot be made
 * twice, because a choice at signing adds it, or because it only shows the same facts in another form.
 */
const NOT_FACTS: readonly string[] = [
  BUNDLE_FILES.pdf,
  BUNDLE_FILES.journal,
  BUNDLE_FILES.sources,
  QUALITY_FILE,
  INPUTS_FILE,
  BUNDLE_FILES.sums,
  BUNDLE_FILES.instructions,
  BUNDLE_FILES.page,
  ...Object.values(EXPORT_FILES),
  REDACTION_FILE,
];
const NOT_FACTS_FOLDERS = [ATTESTATION_FOLDER, SCHEMA_FOLDER, ORIGINALS_FOLDER];

/**
 * Digest of the facts: SHA-256 over the canonical manifest (name, size, SHA-256, sorted by name) of the data files. Left out
 * are the printed PDF, the journal, the list of sources, what is needed to recompute, how the review was done, schedules and exports, schemas, attached
 * originals, attestations, checksums, instructions, the page that verifies, and what opens a redacted twin.
 */
export function contentDigest(files: ReadonlyMap<string, Uint8Array>): string {
  const manifest = sortedNames(files)
    .filter((name) => !NOT_FACTS.includes(name) && !NOT_FACTS_FOLDERS.some((folder) => name.startsWith(folder)))
    .map((name) => {
      const bytes = files.get(name) ?? new Uint8Array();
      return { name, bytes: bytes.length, sha256: sha256(bytes) };
    });
  return sha256(canonicalJson({ files: manifest }));
}

/** Text of SHA256SUMS over every other file, as `sha256sum -c` reads it. */
export function checksumText(files: ReadonlyMap<string, Uint8Array>): string {
  return sortedNames(files)
    .filter((name) => name !== BUNDLE_FILES.sums)
    .map((name) => `${sha256(files.get(name) ?? '')}  ${name}\n`)
    .join('');
}
