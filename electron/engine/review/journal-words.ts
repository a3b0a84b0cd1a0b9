import { z } from 'zod';
import { APP_FIELD_LABELS, appFieldSchema } from '../../../shared/contract/policy.ts';
import { ROLE_LABELS, roleSchema } from '../../../shared/contract/people.ts';
import { DECISION_LABELS, GRANT_KIND_LABELS } from '../../../shared/domain/vocabulary.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { type CheckpointAct, checkpointPayload } from '../evidence/checkpoint-layout.ts';

/** A payload as its summary reads it. */
interface Entry {
  /** A field as text; '' where there is none. */
  readonly text: (field: string) => string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One line for each type of entry. */
const SUMMARIES: Readonly<Record<string, (entry: Entry) => string>> = {
  decision: ({ text }) =>
    `${labelOf(DECISION_LABELS, text('decision'))}: ${text('name')} (${labelOf(GRANT_KIND_LABELS, text('kind'))})`,
  batch: ({ text, payload }) =>
    `${labelOf(DECISION_LABELS, text('decision'))}, ${Array.isArray(payload['items']) ? payload['items'].length : 0} items together: ${text('reason')}`,
  undo: ({ text }) => `Took back entry ${text('undoes')}`,
  import: ({ text }) => `${text('file')}: ${text('accepted')} of ${text('read')} records accepted`,
  'case-created': ({ text }) => `Case created: ${text('name')}`,
  'case-backed-up': ({ text }) => `Backed up as ${text('file')}`,
  'case-moved': ({ text }) => `Case moved: ${text('from')} is now ${text('to')}`,
  'case-duplicated': ({ text }) => `Made as a duplicate, with an identity of its own: ${text('name')}`,
  'case-duplicate-made': ({ text }) => `Duplicated as ${text('file')}: ${text('name')}`,
  'case-archived': ({ text }) => `Case archived: ${text('reason')}`,
  'case-reopened': ({ text }) => `Taken out of the archive: ${text('reason')}`,
  'case-retention': ({ text }) =>
    `${text('until') === '' ? 'No date until which it has to be kept' : `To be kept until ${text('until')}`}: ${text('reason')}`,
  'case-deleted': ({ text }) => `Deletion begun: ${text('reason')}`,
  'case-recovered': ({ text }) => `Recovered from the damaged file ${text('file')}`,
  'case-recovery-accepted': ({ text }) => `Recovery accepted: ${text('reason')}`,
  'case-protected': () => 'Protected with a passphrase',
  'passphrase-changed': () => 'Passphrase of the case changed',
  'protection-removed': ({ text }) => `Protection removed: ${text('reason')}`,
  'catalog-file-added': ({ text }) => `Laid ${text('file')} over the catalog`,
  'catalog-file-removed': ({ text }) => `Took ${text('file')} out of the catalog`,
  'tier-overridden': ({ text }) => `Tier of ${text('scope')} set to ${text('tier')}`,
  'tier-override-revoked': ({ text }) => `Own tier of ${text('scope')} taken back`,
  'report-signed': ({ text }) => `Report ${text('reportId')} signed by ${text('signer')}`,
  'report-timestamped': ({ text }) => `Time stamp of ${text('authority')}: ${text('time')}`,
  'report-approved': () => 'Report approved with a second signature',
  'policy-saved': ({ text }) => `Policy ${text('name')}, version ${text('version')}: ${text('reason')}`,
  'suppression-added': ({ text }) =>
    `Suppressed ${text('rule')} until ${text('until')} (${text('name')}): ${text('reason')}`,
  'suppression-revoked': ({ text }) => `Suppression revoked (${text('name')}): ${text('reason')}`,
  'suppression-expired': ({ text }) => `Suppression ended on ${text('until')} (${text('name')})`,
  'baseline-adopted': ({ text }) =>
    `Baseline adopted: report ${text('reportId')}, signed ${text('signedAt').slice(0, 10)}`,
  'baseline-removed': ({ text }) =>
    `Baseline removed: report ${text('reportId')}, signed ${text('signedAt').slice(0, 10)}. ${text('reason')}`,
  'campaign-handed-out': ({ text }) => `Campaign handed out as ${text('file')}`,
  'campaign-received': ({ text }) => `Case made of the packet ${text('file')}`,
  'decisions-sent-back': ({ text }) => `Decisions sent back as ${text('file')}`,
  'decision-merged': ({ text }) =>
    `${labelOf(DECISION_LABELS, text('decision'))}: ${text('name')} (${labelOf(GRANT_KIND_LABELS, text('kind'))}), from another machine`,
  'packet-merged': ({ text }) => `Decisions of ${text('from')} merged from ${text('file')}`,
  'owner-packet-made': ({ text }) => `Questions for ${text('owner')}`,
  'owner-answered': ({ text }) => `Answer of ${text('by')} about ${text('name')}`,
  'certificate-trusted': ({ text }) => `Certificate of ${text('name')} trusted: ${text('reason')}`,
  'certificate-not-trusted': ({ text }) => `Certificate of ${text('name')} no longer trusted: ${text('reason')}`,
  'app-stated': ({ payload }) => statedText(payload),
  'person-added': ({ text, payload }) => `${text('name')} takes part as ${rolesText(payload)}: ${text('reason')}`,
  'person-changed': ({ text, payload }) => `${text('name')} is now ${rolesText(payload)}: ${text('reason')}`,
  'person-removed': ({ text }) => `${text('name')} no longer takes part: ${text('reason')}`,
  'signed-out': () => 'Signed out',
  'clock-changed': ({ text }) => `The clock of the computer jumped: it should have said ${text('expected')}`,
  'canaries-planted': ({ text }) => `${text('canaries')} items known to be bad made up, as the plan says`,
  'canary-answered': () => 'An answer that is told with the submission',
  submission: ({ text }) => `${text('name')} submitted ${text('decisions')} decisions`,
  checkpoint: ({ payload }) => checkpointText(payload),
  'campaign-staged': ({ text }) => `Campaign ${text('name')}: population of ${text('items')} items frozen`,
  'campaign-opened': ({ text }) => `Campaign ${text('name')} opened: ${text('reason')}`,
  'campaign-amended': ({ text }) => `Campaign ${text('name')}, version ${text('version')}: ${text('reason')}`,
  'campaign-drawn': ({ text }) => `Campaign ${text('name')}: sample drawn with the word of the auditor`,
  'campaign-closed': ({ text }) => `Campaign ${text('name')} closed: ${text('reason')}`,
  'campaign-reassigned': ({ text, payload }) =>
    `${itemCount(payload['items'])} given to ${text('name')}: ${text('reason')}`,
  'campaign-excepted': ({ text, payload }) =>
    `Exceptions of the staging check, ${listLength(payload['exceptions'])}: ${text('reason')}`,
  'remedy-owner': ({ text, payload }) => `${text('owner') || 'Nobody'} carries out ${actionCount(payload)}`,
  'remedy-deadline': ({ text, payload }) => `Due on ${text('due')}: ${actionCount(payload)}. ${text('reason')}`,
  'remedy-export': ({ text, payload }) =>
    `Exported ${actionCount(payload)} as ${text('format')}, SHA-256 ${text('digest')}`,
  'remedy-claim': ({ text, payload }) =>
    `Said to be done by ${text('saidBy')} (${text('reference')}): ${actionCount(payload)}`,
  'remedy-withdraw': ({ text, payload }) => `Claim taken back of ${actionCount(payload)}. ${text('reason')}`,
};

const payloadSchema = z.record(z.string(), z.unknown());

/** One line for the list; the whole payload is shown on demand. A type nobody words is shown as it is. */
export function summaryOf(type: string, payload: string): string {
  const entry = payloadSchema.parse(JSON.parse(payload));
  const text = (field: string): string => {
    const value = entry[field];
    if (typeof value === 'string') return value;
    return value === undefined || value === null ? '' : canonicalJson(value);
  };
  return Object.hasOwn(SUMMARIES, type) ? (SUMMARIES[type]?.({ text, payload: entry }) ?? type) : type;
}

/** The word of the screens for a value; the value itself where there is none. */
function labelOf(labels: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function itemCount(items: unknown): string {
  const count = listLength(items);
  return `${count} ${count === 1 ? 'item' : 'items'}`;
}

const statedPayload = z.object({
  field: appFieldSchema,
  value: z.string().nullable(),
  reason: z.string(),
  connectors: z.array(z.unknown()),
});

/** What was stated of how many apps. */
function statedText(entry: unknown): string {
  const said = statedPayload.parse(entry);
  const value = said.value === null ? 'as the registers say' : said.value === '' ? 'none' : said.value;
  const count = said.connectors.length;
  return `${APP_FIELD_LABELS[said.field]} of ${count} ${count === 1 ? 'app' : 'apps'}: ${value}. ${said.reason}`;
}

const withRoles = z.object({ roles: z.array(roleSchema) });

function rolesText(payload: unknown): string {
  const { roles } = withRoles.parse(payload);
  const words = roles.map((role) => ROLE_LABELS[role].toLowerCase());
  return [words.slice(0, -1).join(', '), words.at(-1)].filter((part) => part !== '').join(' and ');
}

/** What the key was in use for, in words. */
export const CHECKPOINT_WORDS: Readonly<Record<CheckpointAct, string>> = {
  'sign-in': 'Signed in',
  'sign-out': 'Signed out',
  seal: 'Work sealed',
  submission: 'Report signed',
  approval: 'Report approved',
  'hand-over': 'Work handed over',
};

/** What the key was in use for and how much it covers. */
function checkpointText(payload: unknown): string {
  const read = checkpointPayload.safeParse(payload);
  if (!read.success) return 'A checkpoint that cannot be read';
  const { act, count } = read.data.statement;
  return `${CHECKPOINT_WORDS[act]}: signed for the ${count} entries before`;
}

const actionsPayload = z.object({ actions: z.array(z.object({ name: z.string() })).min(1) });

/** `Mail Helper`, or how many actions there are. */
function actionCount(entry: unknown): string {
  const { actions } = actionsPayload.parse(entry);
  return actions.length === 1 ? (actions[0]?.name ?? '') : `${actions.length} actions`;
}
