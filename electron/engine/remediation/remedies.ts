import type { Remedy, RemedyStep } from '../../../shared/contract/drill.ts';
import type { Decision, GrantKind, Platform } from '../../../shared/domain/vocabulary.ts';
import { inspectName } from '../lib/text.ts';

/** One review item a decision is carried out on. All texts are as exports wrote them: hostile until quoted. */
export interface Target {
  /** Platform id of the connector, or its name where no export gives an id. */
  readonly nativeId: string;
  /** Ids by their kind: 'app', 'sp' (service principal), 'installation', 'name', … */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  readonly tenant: string;
  readonly kind: GrantKind;
  /** Ids of the people who hold grants; the first of them. */
  readonly people: readonly string[];
  /** How many people hold grants. */
  readonly peopleTotal: number;
  /** Whether the decision is about `people` alone, all of whom are named then; others keep their grants. */
  readonly isNamed: boolean;
  /** Whether the app holds other grants in the tenant, of which the decision does not speak. */
  readonly hasOthers: boolean;
  /** Scopes to take away, for `reduce`; empty when all go. */
  readonly scopes: readonly string[];
  /** The person named, for `assign-owner`; null while nobody is. */
  readonly owner: string | null;
}

/** What one decision means on one platform. */
export interface Plan {
  readonly title: string;
  /** In the order in which they are done. At least one, whatever the targets. */
  readonly steps: (targets: readonly Target[]) => readonly RemedyStep[];
  readonly stops: readonly string[];
  readonly doesNotStop: readonly string[];
  readonly proof: string;
}

export interface PlatformRemedies {
  readonly platform: Platform;
  readonly decisions: Readonly<Record<Decision, Plan>>;
  /** The same for decisions about named people alone: nothing in them touches the app of everybody. */
  readonly named: Readonly<Record<Decision, Plan>>;
}

/** The plans that differ from platform to platform. */
type Acts = Pick<Record<Decision, Plan>, 'revoke' | 'reduce' | 'escalate'>;

/**
 * The entries of a platform: what revoking, reducing and escalating mean there, for everybody and for
 * named people alone, and what stays true after a decision that changes nothing on the platform.
 */
export function defineRemedies(
  platform: Platform,
  { named, ...plans }: Acts & { readonly named: Pick<Acts, 'revoke' | 'reduce'> },
): PlatformRemedies {
  return { platform, decisions: withUnchanged(plans), named: withUnchanged({ ...plans, ...named }) };
}

function withUnchanged(plans: Acts): Readonly<Record<Decision, Plan>> {
  const { revoke, escalate } = plans;
  return {
    ...plans,
    escalate: {
      ...escalate,
      steps: (targets) => [
        step(
          'Nothing is changed by the escalation: the incident team decides. Save the traces now; do what holds the app back only when it says so.',
        ),
        ...escalate.steps(targets),
      ],
      doesNotStop: ['Until the incident team decides every grant and token works as before.', ...escalate.doesNotStop],
      proof: `What the incident team decided, recorded as a new decision on the item. Where the app is held back: ${escalate.proof}`,
    },
    certify: unchanged(
      'Leave it as it is',
      () => [step('Change nothing on the platform. Put the date of the next review where the owner will see it.')],
      'Nothing is to be seen in a later export: the grants stand as they are.',
    ),
    conditional: {
      ...revoke,
      title: 'Leave it until the date, then act',
      steps: (targets) => [
        step(
          'Change nothing now. Tell the owner the condition and its date in writing, and put the date into a calendar.',
        ),
        step('When the date has passed and the condition is not met, do what follows.'),
        ...revoke.steps(targets),
      ],
      doesNotStop: ['Until the date every grant and token works as before.', ...revoke.doesNotStop],
      proof: `That the condition is met shows in a new decision on the item that says by what. Where it is not met, after the date: ${revoke.proof}`,
    },
    'assign-owner': unchanged(
      'Name an owner',
      (targets) => [
        step(ownerStep(distinct(targets, ({ owner }) => (owner === null ? [] : [owner])))),
        step('An owner set on the platform is a technical one and does not answer for the purpose.'),
      ],
      'A register of owners made after the decision names the person. A list of grants shows nothing of it.',
    ),
    'need-info': unchanged(
      'Ask, and decide later',
      () => [
        step(
          'Ask the owner, the vendor or whoever made the export for what is missing. Change nothing on the platform meanwhile.',
        ),
      ],
      'The answer, recorded as a new decision on the item. A list of grants shows nothing of it.',
    ),
  };
}

function ownerStep(named: readonly string[]): string {
  return named.length === 0
    ? 'Ask the department of most of its users who answers for it, and enter that person in the register of owners.'
    : `Tell ${listShown(named)} in writing what there is to answer for, and enter the name as business owner in the register of owners.`;
}

/** A plan that leaves every grant as it is. */
function unchanged(title: string, steps: Plan['steps'], proof: string): Plan {
  return { title, steps, stops: [], doesNotStop: ['Every grant and token works as before.'], proof };
}

/** A step that a person does by hand. */
export function step(text: string): RemedyStep {
  return { text, script: null };
}

/** A step with a script to read, copy and run elsewhere. */
export function scripted(text: string, language: 'powershell' | 'bash' | 'apex', lines: readonly string[]): RemedyStep {
  return { text, script: { language, text: lines.join('\n') } };
}

/** The plan carried out on these targets. */
export function carriedOut(plan: Plan, targets: readonly Target[]): Remedy {
  return {
    title: plan.title,
    steps: [...plan.steps(targets)],
    stops: [...plan.stops],
    doesNotStop: [...plan.doesNotStop],
    proof: plan.proof,
  };
}

/** Distinct values of the targets, in code-unit order, so that a script does not depend on the order of imports. */
export function distinct(targets: readonly Target[], pick: (target: Target) => readonly string[]): string[] {
  return [...new Set(targets.flatMap(pick))].toSorted();
}

/** Targets by tenant, tenants in code-unit order. */
export function byTenant(
  targets: readonly Target[],
): readonly (readonly [tenant: string, targets: readonly Target[]])[] {
  return [...Map.groupBy(targets, (target) => target.tenant)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Ids of one kind; the platform id itself where an export gave none of that kind. */
export function idsOf(target: Target, kind: string): readonly string[] {
  return target.ids.get(kind) ?? [];
}

/** A text of an export inside a sentence: on one line, and nothing in it hidden. */
export function shown(text: string): string {
  return inspectName(text).display;
}

/** Scopes that are to go as the end of a sentence after `lead`; nothing when none is named. */
export function scopesToGo(targets: readonly Target[], lead: string): string {
  const scopes = distinct(targets, (target) => target.scopes);
  return scopes.length === 0 ? '' : `${lead}${listShown(scopes)}`;
}

/** Steps that stop the whole app, with a warning before them where it holds grants that the decision does not name. */
export function wholeApp(targets: readonly Target[], steps: readonly RemedyStep[]): RemedyStep[] {
  return steps.length > 0 && targets.some((target) => target.hasOthers)
    ? [
        step(
          'The app also holds grants in this tenant that this decision does not name. The next step stops the app as a whole: leave it out where those grants are to stay.',
        ),
        ...steps,
      ]
    : [...steps];
}

/** What stays true when only some people are meant. */
export const OTHERS_STAY = 'The grants of everybody else stay as they are, and so does the app.';

/** Several of them, divided by commas. */
export function listShown(texts: readonly string[]): string {
  return texts.map(shown).join(', ');
}
