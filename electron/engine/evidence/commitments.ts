import { z } from 'zod';
import { COMMITMENTS_FILE, REDACTION_FILE, sha256 } from './bundle-layout.ts';
import { canonicalJson } from './canonical-json.ts';

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
/** 32 random bytes, so that nobody finds a value by trying names. */
const salt = hexDigest;

/** What a redacted twin can leave out: names, addresses and ids of people; texts people wrote; what the signer chose besides. */
export const REDACTED_KINDS = ['person', 'address', 'text', 'client', 'tenant', 'file'] as const;
export const redactedKind = z.enum(REDACTED_KINDS);
export type RedactedKind = z.output<typeof redactedKind>;

/** A value with what proves that the twin's commitment stands for it. */
export const opening = z.strictObject({ token: z.string(), kind: redactedKind, value: z.string(), salt });
export type Opening = z.output<typeof opening>;

/** commitments.json, of the twin. The digest of the full bundle is committed to as well: plain, it would let guesses be tried. */
export const commitmentsFile = z.strictObject({
  format: z.literal('countersign-redacted/1'),
  full: hexDigest,
  kinds: z.array(redactedKind),
  commitments: z.array(z.strictObject({ token: z.string(), kind: redactedKind, sha256: hexDigest })),
});
export type CommitmentsFile = z.output<typeof commitmentsFile>;

/** redaction.json, of the full bundle: the twin it commits to, and what opens the twin. Never give it away as a whole. */
export const redactionFile = z.strictObject({
  format: z.literal('countersign-redaction/1'),
  twin: z.strictObject({ contentDigest: hexDigest, salt }),
  openings: z.array(opening),
});
export type RedactionFile = z.output<typeof redactionFile>;

/** SHA-256 over the canonical JSON array [salt, kind, value]. */
export function commitmentOf({ kind, value, salt: random }: Omit<Opening, 'token'>): string {
  return sha256(canonicalJson([random, kind, value]));
}

/** The commitment of a twin to its full bundle: SHA-256 over the canonical JSON array [salt, "full", content digest]. */
export function fullCommitment(random: string, contentDigest: string): string {
  return sha256(canonicalJson([random, 'full', contentDigest]));
}

/** Reads commitments.json; null where a bundle has none, that is, where it is no twin. Throws when it is not in its form. */
export function readCommitments(files: ReadonlyMap<string, Uint8Array>): CommitmentsFile | null {
  const bytes = files.get(COMMITMENTS_FILE);
  return bytes === undefined ? null : commitmentsFile.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

/** Reads redaction.json; null where a bundle has none. Throws when it is not in its form. */
export function readRedaction(files: ReadonlyMap<string, Uint8Array>): RedactionFile | null {
  const bytes = files.get(REDACTION_FILE);
  return bytes === undefined ? null : redactionFile.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
