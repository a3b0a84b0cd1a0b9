import { z } from 'zod';
import { conclusionClassSchema, reportDocument } from './report-document.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

/** Which sections a report has. `owner` and `vendor` are also limited to the connectors of one owner or publisher. */
export const REPORT_TEMPLATES = ['full', 'summary', 'owner', 'vendor'] as const;
export const reportTemplateSchema = z.enum(REPORT_TEMPLATES);
export type ReportTemplate = z.output<typeof reportTemplateSchema>;
export const REPORT_TEMPLATE_LABELS: Readonly<Record<ReportTemplate, string>> = {
  full: 'Full report',
  summary: 'Executive summary',
  owner: 'Report for one owner',
  vendor: 'Report on one vendor',
};

/** What the person who makes a report chooses; everything else follows from the case. */
export const reportOptions = z.strictObject({
  template: reportTemplateSchema.default('full'),
  /** The owner or publisher, for the templates that are about one. */
  about: z.string().max(1000).nullable().default(null),
  /** A conclusion below the computed one, and why. */
  lowered: z
    .strictObject({ class: conclusionClassSchema, because: typedText.min(1).max(1000) })
    .nullable()
    .default(null),
  /** A sample of decided items for an auditor's own test: drawn with a word, of a size and on a basis that the auditor gives. */
  sample: z
    .strictObject({
      seed: typedText.min(1).max(200),
      size: z.int().min(1).max(10_000),
      basis: typedText.min(1).max(2000),
    })
    .nullable()
    .default(null),
});
export type ReportOptions = z.output<typeof reportOptions>;
export const FULL_REPORT: ReportOptions = { template: 'full', about: null, lowered: null, sample: null };

/** Whether a report is about one owner or vendor alone. */
export function isAboutOne({ template }: Pick<ReportOptions, 'template'>): boolean {
  return template === 'owner' || template === 'vendor';
}

export const verifyCheck = z.object({
  id: z.string(),
  title: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  file: z.string().nullable(),
});
export const verifyReport = z.object({
  ok: z.boolean(),
  file: z.string(),
  bytes: z.int(),
  contentDigest: z.string().nullable(),
  signers: z.array(
    z.object({
      name: z.string(),
      fingerprint: z.string(),
      meaning: z.string(),
      at: z.string().nullable(),
      /** null when no fingerprint was given to compare with. */
      trusted: z.boolean().nullable(),
      /** Whether the open case trusts the certificate, or an authority that issued it. */
      isKnown: z.boolean(),
      validity: z.string(),
    }),
  ),
  /** Times that an authority proves. */
  timestamps: z.array(
    z.object({
      subject: z.string(),
      file: z.string(),
      authority: z.string(),
      fingerprint: z.string(),
      time: isoTime,
      valid: z.boolean(),
      /** null when no certificate was given to judge the authority by. */
      trusted: z.boolean().nullable(),
      /** Whether the open case trusts the authority. */
      isKnown: z.boolean(),
    }),
  ),
  checks: z.array(verifyCheck),
});
export type VerifyReport = z.output<typeof verifyReport>;

/** What the result of a check rests on besides what was asked: the file as it lies there, and whom the open case trusts. */
const verifyBasis = z.object({
  bytes: z.int(),
  modifiedAt: isoTime,
  /** Digest of the certificates that the open case trusts; the same without a case as with none. */
  trust: z.string(),
});

/** The result of a check with what it was of, and when. */
const checkedBundle = verifyReport.extend({ sha256: z.string(), checkedAt: isoTime, basis: verifyBasis });
export type CheckedBundle = z.output<typeof checkedBundle>;

/** What a signer may leave out of a redacted copy besides people and their texts: names of client and case, tenants, files. */
export const ALSO_REDACTED = ['client', 'tenant', 'file'] as const;
export type AlsoRedacted = (typeof ALSO_REDACTED)[number];

/** A bundle that was signed, verified and saved. */
const signedBundle = z.object({
  file: z.string(),
  location: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  pages: z.int(),
  contentDigest: z.string(),
  /** Saved beside it; null without one. */
  redactedFile: z.string().nullable(),
  verification: verifyReport,
});
export type SignedBundle = z.output<typeof signedBundle>;

export const reportContract = {
  'report.preview': { params: z.object({ options: reportOptions.default(FULL_REPORT) }), result: reportDocument },
  /** The report that was signed last on this case, wherever its bundle lies now; null before. */
  'report.lastSigned': {
    params: z.object({}),
    result: z.object({ reportId: z.string(), signer: z.string(), at: z.iso.datetime() }).nullable(),
  },
  /** Owners and vendors of the review items, for the templates that are about one. */
  'report.subjects': {
    params: z.object({}),
    result: z.object({ owners: z.array(z.string()), vendors: z.array(z.string()) }),
  },
  /** Prints, signs, bundles, verifies the result, and only then moves it to its place. */
  'report.sign': {
    params: z.object({
      keyToken: z.string(),
      passphrase: z.string().max(1000),
      meaning: z.enum(['prepared', 'reviewed', 'approved']),
      saveToken: z.string(),
      options: reportOptions.default(FULL_REPORT),
      /** Whether the kept copies of the imported files go into the bundle. */
      originals: z.boolean().optional(),
      /** Whether a redacted copy is saved beside the bundle, and what it leaves out besides people and their texts. */
      redacted: z.boolean().optional(),
      alsoRedacted: z.array(z.enum(ALSO_REDACTED)).optional(),
    }),
    result: signedBundle,
  },
  /** Adds the signature of an approver to a bundle that somebody else signed; the original stays as it is. Needs no open case. */
  'report.countersign': {
    params: z.object({
      token: z.string(),
      keyToken: z.string(),
      passphrase: z.string().max(1000),
      saveToken: z.string(),
    }),
    result: signedBundle,
  },
  'verify.bundle': {
    params: z.object({
      token: z.string(),
      fingerprints: z.array(z.string()).default([]),
      /** A certificate to judge time-stamping authorities by. */
      authorityToken: z.string().nullable().default(null),
    }),
    result: checkedBundle,
  },
  /** What a check of the bundle would rest on now; null when the file is gone. A result with another basis no longer holds. */
  'verify.basis': { params: z.object({ token: z.string() }), result: verifyBasis.nullable() },
} satisfies Contract;
