import type { ImportOrder, ImportPlan, ImportSummary, PlainMapping } from '../../../shared/contract/imports.ts';

/** Where a file comes from, as the user states it. */
export interface SourceDetails {
  readonly system: string;
  readonly tenant: string;
  /** UTC; null until it is known. */
  readonly asOf: string | null;
  readonly extractedBy: string;
  readonly method: string;
}

/** A file that was added and not yet imported. */
export interface Draft {
  readonly token: string;
  readonly fileName: string;
  readonly plan: ImportPlan;
  /** Importer id; null when the file is read by the mapping. */
  readonly format: string | null;
  readonly mapping: PlainMapping | null;
  readonly details: SourceDetails;
  readonly keepCopy: boolean;
  /** False leaves the file out of the next run. */
  readonly isIncluded: boolean;
}

/** A file that could not be looked at. */
export interface FailedDraft {
  readonly token: string;
  readonly fileName: string;
  readonly error: string;
}

/** The first state of an added file: what the file itself says, and what was said about the last import like it. */
export function draftFrom(plan: ImportPlan, earlier: readonly ImportSummary[]): Draft {
  const alike = earlier.find((one) => one.platform === plan.platform) ?? earlier[0];
  return {
    token: plan.token,
    fileName: plan.fileName,
    plan,
    format: plan.format,
    mapping: plan.format === null ? plan.suggestedMapping : null,
    details: {
      system: plan.suggested.system ?? (alike?.platform === plan.platform ? alike?.system : undefined) ?? '',
      tenant: plan.suggested.tenant ?? (alike?.platform === plan.platform ? alike?.tenant : undefined) ?? '',
      asOf: plan.suggested.asOf,
      extractedBy: alike?.extractedBy ?? '',
      method: alike?.platform === plan.platform ? (alike?.method ?? '') : '',
    },
    keepCopy: true,
    isIncluded: plan.alreadyImported === null,
  };
}

export type DraftProblems = Partial<Record<keyof SourceDetails | 'format', string>>;

/** What keeps a file from being imported, by field; empty when nothing does. */
export function draftProblems(draft: Draft): DraftProblems {
  const { details, format, mapping } = draft;
  return {
    ...(format === null ? mappingProblem(mapping) : {}),
    ...(details.system.trim() === '' ? { system: 'Which system was this exported from?' } : {}),
    ...(details.tenant.trim() === '' ? { tenant: 'Which tenant or domain is it about?' } : {}),
    ...(details.asOf === null ? { asOf: 'When was this true?' } : {}),
    ...(details.extractedBy.trim() === '' ? { extractedBy: 'Who made the export?' } : {}),
    ...(details.method.trim() === '' ? { method: 'How was it made?' } : {}),
  };
}

function mappingProblem(mapping: PlainMapping | null): DraftProblems {
  if (mapping === null) return { format: 'Choose a format, or map the columns.' };
  const { connector, scopes, time } = mapping.fields;
  if (connector === undefined) return { format: 'Map at least the column that names the connector.' };
  if (mapping.target === 'grants' && scopes === undefined) return { format: 'Map the column with the scopes.' };
  if (mapping.target === 'events' && time === undefined) return { format: 'Map the column with the time.' };
  return {};
}

/** The order for the engine, or null while something is missing. */
export function orderFrom(draft: Draft): ImportOrder | null {
  const { details } = draft;
  if (Object.keys(draftProblems(draft)).length > 0 || details.asOf === null) return null;
  return {
    token: draft.token,
    format: draft.format,
    mapping: draft.format === null ? draft.mapping : null,
    system: details.system.trim(),
    tenant: details.tenant.trim(),
    asOf: details.asOf,
    extractedBy: details.extractedBy.trim(),
    method: details.method.trim(),
    keepCopy: draft.keepCopy,
  };
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
