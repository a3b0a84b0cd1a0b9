import type { RuleItem } from './items.ts';
import type { Verdict } from './rule.ts';

type Subject = Pick<RuleItem, 'connector' | 'item'> | { readonly connector: number; readonly item: null };

/** The rule was checked and does not fire. */
export function clear(subject: Subject): Verdict {
  return { outcome: 'clear', connector: subject.connector, item: subject.item };
}

/** The rule does not speak of such subjects. */
export function notApplicable(subject: Subject): Verdict {
  return { outcome: 'not-applicable', connector: subject.connector, item: subject.item };
}

/** The rule cannot be decided; `missing` says which evidence would decide it. */
export function undeterminable(subject: Subject, missing: string): Verdict {
  return { outcome: 'undeterminable', connector: subject.connector, item: subject.item, missing };
}

/** The rule fires. */
export function finding(
  subject: Subject,
  found: Required<Pick<Verdict, 'severity' | 'sentence' | 'evidence'>> & Pick<Verdict, 'scopes'>,
): Verdict {
  return { outcome: 'finding', connector: subject.connector, item: subject.item, ...found };
}
