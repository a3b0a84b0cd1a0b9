import type { Signer } from '../signing/signer.ts';
import type { VerifyReport } from '../verify/report.ts';

export type Meaning = 'prepared' | 'reviewed' | 'approved';

/** What each choice stands for; printed in the report and part of what is signed. */
export const MEANINGS: Readonly<Record<Meaning, string>> = {
  prepared: 'I prepared this report from the evidence named in it.',
  reviewed: 'I reviewed the items named in this report and decided them as stated.',
  approved: 'I approve this report and the decisions stated in it.',
};

/** A bundle as it was saved. */
export interface SignedBundle {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly pages: number;
  readonly report: VerifyReport;
  /** Where the redacted copy lies; null without one. */
  readonly redactedPath: string | null;
}

/** What the visible box of a signature says. */
export function signatureLines(signer: Signer, meaning: string, time: Date): readonly string[] {
  return [
    signer.commonName,
    meaning,
    `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    `Certificate ${signer.fingerprint.slice(0, 29)}…`,
  ];
}
