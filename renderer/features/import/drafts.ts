import type {
  ImportOrder,
  ImportPlan,
  MappingProfile,
  PlainMapping,
  UnreadableFile,
} from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { mappingGaps } from '../../../shared/domain/mapping.ts';
import { GAP_LABELS } from './mapping.ts';

/** Where a file comes from, as the user states it. */
export interface SourceDetails {
  readonly system: string;
  readonly tenant: string;
  /** UTC; null until it is known. */
  readonly asOf: string | null;
  readonly extractedBy: string;
  readonly method: string;
}

/** What the file does not say about itself, as the user answers it. */
export interface FileAnswers {
  /** Zone of times that name none; null = not answered. */
  readonly zone: string | null;
  readonly dayOrder: 'day-first' | 'month-first' | null;
  /** The app the file is about. */
  readonly subject: string;
  /** Records the source said there are, as typed; '' = not stated. */
  readonly statedTotal: string;
  /** Whether it gives the whole of what it lists; `part` also where that is not known. Null = not answered. */
  readonly completeness: 'whole' | 'part' | null;
}

/** What reading the first records of a file some way gives, and what only the user can say about it. */
export type Reading = Pick<ImportPlan, 'trial' | 'questions'>;

/** A file that was added and not yet imported. */
export interface Draft {
  readonly token: string;
  readonly fileName: string;
  readonly plan: ImportPlan;
  /** Importer id; null when the file is read by the mapping. */
  readonly format: string | null;
  readonly mapping: PlainMapping | null;
  /** The kept profile that the mapping is, unchanged. */
  readonly profile: MappingProfile | null;
  /** What reading the file by the mapping gives and asks; null while there is no mapping. */
  readonly mapped: Reading | null;
  readonly details: SourceDetails;
  /** What only the user can say about the file itself. */
  readonly answers: FileAnswers;
  readonly keepCopy: boolean;
  /** False leaves the file out of the next run. */
  readonly isIncluded: boolean;
}

/** A file that could not be looked at, or a note on what an archive or folder holds besides. */
export type FailedDraft = UnreadableFile;

/** The first state of an added file: what the file itself says, and what was said about the last import like it. */
export function draftFrom(plan: ImportPlan, earlier: readonly ImportSummary[]): Draft {
  const alike = earlier.find((one) => one.platform === plan.platform) ?? earlier[0];
  return {
    token: plan.token,
    fileName: plan.fileName,
    plan,
    format: plan.format,
    // A guess is for the user to look at first; a profile was looked at when it was made.
    mapping: plan.profile?.mapping ?? null,
    profile: plan.profile,
    mapped: plan.profile === null ? null : plan,
    details: {
      system: plan.suggested.system ?? (alike?.platform === plan.platform ? alike?.system : undefined) ?? '',
      tenant: plan.suggested.tenant ?? (alike?.platform === plan.platform ? alike?.tenant : undefined) ?? '',
      asOf: plan.suggested.asOf,
      extractedBy: alike?.extractedBy ?? '',
      method: alike?.platform === plan.platform ? (alike?.method ?? '') : '',
    },
    answers: {
      zone: plan.profile?.zone ?? null,
      dayOrder: plan.profile?.dayOrder ?? null,
      subject: '',
      statedTotal: '',
      // A file that breaks off says itself that it is a part; nothing in a file can say that it is the whole.
      completeness: plan.truncation.length > 0 ? 'part' : null,
    },
    keepCopy: true,
    isIncluded: plan.alreadyImported === null && plan.verdict !== 'unusable',
  };
}

const UNKNOWN: Reading = { trial: null, questions: { zone: false, dayOrder: false, subject: null } };

/** What is known of reading a file the chosen way; nothing of a format that the user chose against the proposal. */
export function readingOf({ format, mapped, plan }: Draft): Reading {
  if (format === null) return mapped ?? UNKNOWN;
  return format === plan.format ? plan : UNKNOWN;
}

export type DraftProblems = Partial<
  Record<keyof SourceDetails | 'format' | 'zone' | 'dayOrder' | 'subject' | 'statedTotal' | 'completeness', string>
>;

/** What keeps a file from being imported, by field; empty when nothing does. */
export function draftProblems(draft: Draft): DraftProblems {
  const { details, format, mapping, answers } = draft;
  const { questions } = readingOf(draft);
  return {
    ...(format === null ? mappingProblem(mapping) : {}),
    ...(questions.zone && answers.zone === null
      ? { zone: 'In which time zone were the times of this file written?' }
      : {}),
    ...(questions.dayOrder && answers.dayOrder === null
      ? { dayOrder: 'Do dates begin with the day or the month?' }
      : {}),
    ...(questions.subject !== null && answers.subject.trim() === '' ? { subject: questions.subject } : {}),
    ...(/^\d*$/.test(answers.statedTotal.replace(/[,\s]/g, '')) ? {} : { statedTotal: 'Give a number of records.' }),
    ...(details.system.trim() === '' ? { system: 'Which system was this exported from?' } : {}),
    ...(details.tenant.trim() === '' ? { tenant: 'Which tenant or domain is it about?' } : {}),
    ...(details.asOf === null ? { asOf: 'When was this true?' } : {}),
    ...(details.extractedBy.trim() === '' ? { extractedBy: 'Who made the export?' } : {}),
    ...(details.method.trim() === '' ? { method: 'How was it made?' } : {}),
    ...(answers.completeness === null ? { completeness: 'Does it give the whole of what it lists?' } : {}),
  };
}

function mappingProblem(mapping: PlainMapping | null): DraftProblems {
  if (mapping === null) return { format: 'Choose a format, or map the columns.' };
  const gaps = mappingGaps(mapping).map((gap) => GAP_LABELS[gap]);
  return gaps.length === 0 ? {} : { format: `Map the column with ${gaps.join(', and the one with ')}.` };
}

/** The order for the engine, or null while something is missing. */
export function orderFrom(draft: Draft): ImportOrder | null {
  const { details } = draft;
  const { completeness } = draft.answers;
  if (Object.keys(draftProblems(draft)).length > 0 || details.asOf === null || completeness === null) return null;
  const total = draft.answers.statedTotal.replace(/[,\s]/g, '');
  return {
    token: draft.token,
    format: draft.format,
    mapping: draft.format === null ? draft.mapping : null,
    profile: draft.format === null ? (draft.profile?.sha256 ?? null) : null,
    system: details.system.trim(),
    tenant: details.tenant.trim(),
    asOf: details.asOf,
    extractedBy: details.extractedBy.trim(),
    method: details.method.trim(),
    keepCopy: draft.keepCopy,
    zone: draft.answers.zone,
    dayOrder: draft.answers.dayOrder,
    subject: draft.answers.subject.trim(),
    statedTotal: total === '' ? null : Number(total),
    completeness,
  };
}

export interface DraftGroup {
  readonly key: string;
  /** What the files of the group have in common, for its one line. */
  readonly source: string;
  readonly drafts: readonly Draft[];
}

/** Fewer files are shown one by one. */
const WORTH_GROUPING = 12;

/** Files of one archive or folder that are read the same way, when there are many; the others stand alone. */
export function groupDrafts(drafts: readonly Draft[]): DraftGroup[] {
  if (drafts.length <= WORTH_GROUPING)
    return drafts.map((draft) => ({ key: draft.token, source: '', drafts: [draft] }));
  const groups = Map.groupBy(drafts, (draft) => {
    const source = sourceOf(draft);
    return source === '' ? draft.token : `${source}\n${draft.format ?? ''}\n${draft.plan.verdict}`;
  });
  return [...groups].map(([key, members]) => ({
    key,
    source: members[0] === undefined ? '' : sourceOf(members[0]),
    drafts: members,
  }));
}

/** The archive, or the folder inside the chosen one, that a file came out of; '' for a file of its own. */
function sourceOf(draft: Draft): string {
  if (draft.plan.container !== null) return draft.plan.container.name;
  const slash = draft.fileName.indexOf('/');
  return slash < 0 ? '' : draft.fileName.slice(0, slash);
}

/** The value all drafts share, or null when they differ. */
export function shared<Value>(drafts: readonly Draft[], read: (draft: Draft) => Value): Value | null {
  const [first, ...rest] = drafts;
  if (first === undefined) return null;
  const value = read(first);
  return rest.every((draft) => read(draft) === value) ? value : null;
}

/** What the as-of time rests on while it is still the one the file suggested; null once it was stated otherwise. */
export function suggestionBasis({ details, plan }: Draft): string | null {
  return details.asOf !== null && details.asOf === plan.suggested.asOf ? plan.suggested.asOfBasis : null;
}
