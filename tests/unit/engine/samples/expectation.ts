/** What a real export must be recognized as and what importing it gives. */
export interface SampleExpectation {
  /** Below the collection of samples: `okta/spec_app_grants_list.json`. */
  readonly file: string;
  /** The importer that takes it without asking; null when none does (then `says` is found in the reason). */
  readonly format: string | null;
  /** `unusable`: recognized, or refused by name, with no usable record in it. */
  readonly verdict: 'recognized' | 'unusable' | 'unknown';
  /** Part of the sentence the user reads. */
  readonly says?: string;
  /** read, accepted, rejected, duplicate, not relevant; absent when the file is not imported. */
  readonly ledger?: readonly [read: number, accepted: number, rejected: number, duplicate: number, notRelevant: number];
}
