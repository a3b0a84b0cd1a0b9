import type { Draft } from './draft.ts';

/** What somebody typed and has not saved. */
export interface PolicyFormState {
  readonly draft: Draft;
  readonly name: string;
  readonly reason: string;
}

interface KeptForm {
  readonly of: string;
  readonly form: PolicyFormState;
  /** Whether something in it would be lost. */
  readonly isChanged: boolean;
}

/** The form of the open case with the policy it was begun from: a change survives a look at the findings it would bring. */
let kept: KeptForm | null = null;

/** The form as it was left, when it was begun from the policy named by `of`; otherwise null. */
export function keptForm(of: string): PolicyFormState | null {
  return kept?.of === of ? kept.form : null;
}

/** Keeps what stands in the form. */
export function keepForm(next: KeptForm): void {
  kept = next;
}

/** Whether a policy was changed and not saved. */
export function hasUnsavedForm(): boolean {
  return kept?.isChanged === true;
}

/** Another case begins with what is in force there. */
export function forgetForm(): void {
  kept = null;
}
