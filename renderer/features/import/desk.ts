import { useSyncExternalStore } from 'react';
import type { Draft, FailedDraft, FileAnswers, SourceDetails } from './drafts.ts';

/** A job started from the desk, with its files in order. */
export interface DeskJob {
  readonly jobId: number;
  readonly files: readonly string[];
  readonly tokens: readonly string[];
  /** The engine stopped while it ran or waited. */
  readonly isInterrupted: boolean;
  readonly isFinished: boolean;
}

/** What lies on the import desk of the open case; kept while the user looks at other screens. */
export interface Desk {
  readonly drafts: readonly Draft[];
  readonly failed: readonly FailedDraft[];
  /** Jobs started from here and not yet dismissed, oldest first. */
  readonly jobs: readonly DeskJob[];
  /** True once the user asked to import, from when on missing details are marked. */
  readonly isChecked: boolean;
}

const EMPTY: Desk = { drafts: [], failed: [], jobs: [], isChecked: false };
let owner = '';
let desk: Desk = EMPTY;
const listeners = new Set<() => void>();

/** The desk of a case, live. Another case has another, empty desk. */
export function useDesk(caseKey: string): Desk {
  return useSyncExternalStore(subscribe, () => (owner === caseKey ? desk : EMPTY));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes the desk of a case. */
export function changeDesk(caseKey: string, change: (desk: Desk) => Desk): void {
  desk = change(owner === caseKey ? desk : EMPTY);
  owner = caseKey;
  for (const listener of listeners) listener();
}

/** The desk with one draft changed. */
export function withDraft(current: Desk, token: string, part: Partial<Draft>): Desk {
  return {
    ...current,
    drafts: current.drafts.map((draft) => (draft.token === token ? { ...draft, ...part } : draft)),
  };
}

/** The desk with one job changed, or without it when the change is null. */
export function withJob(current: Desk, jobId: number, part: Partial<DeskJob> | null): Desk {
  return {
    ...current,
    jobs: current.jobs.flatMap((job) => (job.jobId !== jobId ? [job] : part === null ? [] : [{ ...job, ...part }])),
  };
}

/** The desk with the answers about some files changed. */
export function withAnswers(current: Desk, tokens: readonly string[], part: Partial<FileAnswers>): Desk {
  return {
    ...current,
    drafts: current.drafts.map((draft) =>
      tokens.includes(draft.token) ? { ...draft, answers: { ...draft.answers, ...part } } : draft,
    ),
  };
}

/** The desk with some details changed in all drafts, or in one when its token is given. */
export function withDetails(current: Desk, part: Partial<SourceDetails>, token: string | null): Desk {
  return {
    ...current,
    drafts: current.drafts.map((draft) =>
      token === null || draft.token === token ? { ...draft, details: { ...draft.details, ...part } } : draft,
    ),
  };
}

/** The desk without some files. */
export function without(current: Desk, tokens: readonly string[]): Desk {
  return {
    ...current,
    drafts: current.drafts.filter((draft) => !tokens.includes(draft.token)),
  };
}

/** The desk without some of the files that cannot be read. One archive may have several. */
export function withoutFailed(current: Desk, files: readonly FailedDraft[]): Desk {
  return { ...current, failed: current.failed.filter((file) => !files.includes(file)) };
}
