import type { PendingRequest, StampTarget } from '../../../shared/contract/timestamps.ts';
import type { Tone } from '../../components/Badge.tsx';
import type { IconName } from '../../components/Icon.tsx';

export const TARGET_LABELS: Readonly<Record<StampTarget, string>> = {
  review: 'The reviewer’s signature over all files',
  approval: 'The approver’s signature over all files',
  document: 'The report with all its signatures',
  signature: 'The reviewer’s signature inside the report',
};

export const TARGET_NOTES: Readonly<Record<StampTarget, string>> = {
  review: 'A file beside the signature. Nothing that was signed changes.',
  approval: 'A file beside the signature. Nothing that was signed changes.',
  document: 'Added to the end of report.pdf, for whoever gets only the PDF. Best after the last signature.',
  signature:
    'Put into report.pdf. The reviewer signs the list of all files again when the answer is there, so their key is needed then.',
};

export const STATES: Readonly<
  Record<PendingRequest['state'], { readonly label: string; readonly tone: Tone; readonly icon: IconName }>
> = {
  draft: { label: 'Draft, not saved', tone: 'neutral', icon: 'info' },
  exported: { label: 'Exported, waits', tone: 'accent', icon: 'info' },
  imported: { label: 'Imported', tone: 'good', icon: 'check' },
  failed: { label: 'Failed', tone: 'critical', icon: 'warning' },
};
