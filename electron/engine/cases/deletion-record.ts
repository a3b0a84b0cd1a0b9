import { basename } from 'node:path';
import { z } from 'zod';
import { sizeText } from '../reading/containers/limits.ts';
import { dateText } from '../rules/wording.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is left of a case after it was deleted: which files it had, and that they are gone from where they were. */
export const deletionRecord = z.object({
  format: z.literal('countersign-deletion'),
  version: z.literal(1),
  /** `begun` is written before anything is removed, so that a record exists whatever happens. */
  state: z.enum(['begun', 'done', 'incomplete']),
  program: z.string(),
  case: z.object({ name: z.string(), id: z.string(), location: z.string() }),
  journal: z.object({ head: sha256, count: z.int() }),
  by: z.string(),
  /** ISO 8601 UTC, by the clock of the computer. */
  at: z.iso.datetime(),
  host: z.string(),
  reason: z.string(),
  retention: z.object({ until: z.iso.date(), reason: z.string(), wasBefore: z.boolean() }).nullable(),
  removed: z.array(z.object({ file: z.string(), kind: z.string(), bytes: z.int(), sha256, isGone: z.boolean() })),
  /** What lies beside the case or was made from it and was left alone. */
  left: z.array(z.string()),
  limits: z.array(z.string()),
});
export type DeletionRecord = z.output<typeof deletionRecord>;

/** What no deletion by a program can promise. */
export const DELETION_LIMITS: readonly string[] = [
  'Files are removed from their folder; their content is not overwritten: solid-state disks keep blocks that no program can reach, and disks can be read with special tools until the space is used again.',
  'Backups, archives, copies on other disks, snapshots of the file system, synchronized folders and backups of this computer are not reached.',
  'What left the case before, such as signed bundles, packets and exported lists, is not removed.',
];

/** The record in words. */
export function deletionText(record: DeletionRecord): string {
  const { retention } = record;
  const total = record.removed.reduce((sum, { bytes }) => sum + bytes, 0);
  const gone = record.removed.filter(({ isGone }) => isGone).length;
  return `${[
    'Record of a deletion',
    '',
    `Case:          ${record.case.name}`,
    `Case id:       ${record.case.id}`,
    `Where it was:  ${record.case.location}`,
    `Journal:       ${record.journal.count} entries, head ${record.journal.head}`,
    `Deleted by:    ${record.by}`,
    `At:            ${record.at} on ${record.host}`,
    `Reason:        ${record.reason}`,
    `To be kept:    ${
      retention === null
        ? 'nothing was stated'
        : `until ${retention.until} (${retention.reason})${retention.wasBefore ? '; deleted before that date' : ''}`
    }`,
    `State:         ${STATES[record.state]}`,
    '',
    `${gone} of ${record.removed.length} files removed, ${sizeText(total)} together:`,
    '',
    ...record.removed.map(
      ({ file, bytes, sha256: digest, isGone }) => `${digest}  ${isGone ? 'gone    ' : 'NOT GONE'}  ${bytes}  ${file}`,
    ),
    '',
    'Not removed:',
    ...(record.left.length === 0 ? ['  Nothing else is known.'] : record.left.map((line) => `  ${line}`)),
    '',
    'What this does not prove:',
    ...record.limits.map((line) => `  ${line}`),
  ].join('\n')}\n`;
}

const STATES: Readonly<Record<DeletionRecord['state'], string>> = {
  begun: 'begun; whether it was finished is not recorded',
  done: 'done, and checked: none of the files is there any more',
  incomplete: 'not complete: the files that are marked could not be removed',
};

/** A name for the record of a case. */
export function recordName(casePath: string, at: number): string {
  return `${basename(casePath)} deleted ${dateText(at)}.json`;
}
