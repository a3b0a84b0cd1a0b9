import { useSyncExternalStore } from 'react';
import type { Draft, FailedDraft, SourceDetails } from './drafts.ts';

/** What lies on the import desk of the open case; kept while the user looks at other screens. */
export interface Desk {
  readonly drafts: readonly Draft[];
  readonly failed: readonly FailedDraft[];
  /** The last job started from here, with the names of its files in order. */
  readonly job: {
    readonly jobId: number;
    readonly files: readonly string[];
    readonly tokens: readonly string[];
    /** The engine stopped while it ran. */
    readonly isInterrupted: boolean;
  } | null;
  /** True once the user asked to import, from when on missing details are marked. */
  readonly isChecked: boolean;
}

const EMPTY: Desk = { drafts: [], failed: [], job: null, isChecked: false };
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
    failed: current.failed.filter((draft) => !tokens.includes(draft.token)),
  };
}
