import type { DeltaKind, DeltaLine } from '../../../shared/contract/baseline.ts';
import {
  DECISION_LABELS,
  GRANT_KIND_LABELS,
  type GrantKind,
  PLATFORM_LABELS,
  type Tier,
  tierRank,
} from '../../../shared/domain/vocabulary.ts';
import { endOf } from '../lib/stated-dates.ts';
import { counted, dateText, listed } from '../rules/wording.ts';
import type { CurrentItem } from './current-items.ts';
import type { CertifiedItem, ReportWhole } from './facts.ts';
import { ownerChange } from './owner-change.ts';
import { useChange } from './use-change.ts';

export interface Delta {
  readonly kind: DeltaKind;
  /** Most important first. */
  readonly lines: readonly DeltaLine[];
}

/** What an item is compared against beside its own former self. */
export interface DeltaContext {
  readonly whole: ReportWhole;
  readonly catalogVersion: string;
  /** As-of time of this case, UTC milliseconds. */
  readonly asOf: number;
}

/**
 * Compares an item with what was certified of it, never with an export in between. Sentences follow from the facts of both
 * alone. A line that is no change says what could not be compared, or what still holds.
 */
export function compareItem(then: CertifiedItem, now: CurrentItem, context: DeltaContext): Delta {
  const lines = [
    ...decisionLines(then, now, context),
    ...scopesAdded(then, now),
    ...tierLines(then, now, context),
    ...findingLines(then, now, context),
    ...ownerChange(then.owners, now.owners),
    ...peopleLines(then, now),
    ...nameLines(then, now),
    ...[useChange(then.calls, now.calls) ?? []].flat(),
    ...scopesRemoved(then, now),
  ];
  const sorted = lines.toSorted((a, b) => RANKS.indexOf(a.kind) - RANKS.indexOf(b.kind));
  return { kind: sorted.some((line) => line.isChange) ? 'changed' : 'same', lines: sorted };
}

/** The order in which lines matter to who decides. */
const RANKS: readonly DeltaLine['kind'][] = [
  'condition-expired',
  'revoke-open',
  'reduce-open',
  'new',
  'scopes-added',
  'tier-up',
  'owner',
  'findings',
  'people-up',
  'renamed',
  'publisher',
  'use-down',
  'use-up',
  'scopes-removed',
  'tier-down',
  'people-down',
  'condition',
  'owner-unknown',
  'use-unknown',
];

/**
 * An item that the baseline does not have. `inTenant`: how many items of the same platform and tenant it has; `others`:
 * kinds of grant of the same app and tenant among them.
 */
export function newItem(now: CurrentItem, inTenant: number, others: readonly GrantKind[]): Delta {
  const place = `${PLATFORM_LABELS[now.platform]}, ${now.tenant}`;
  const also =
    others.length === 0
      ? ''
      : ` Of the same app the baseline has: ${listed(others.map((kind) => GRANT_KIND_LABELS[kind].toLowerCase()))}.`;
  const isCovered = inTenant > 0;
  const text = isCovered
    ? `The baseline does not have it among ${counted(inTenant, 'item', 'items')} of ${place}.${also}`
    : `The baseline covers nothing of ${place}, so there is nothing to compare it with.`;
  return {
    kind: 'new',
    lines: [{ kind: 'new', short: isCovered ? 'new' : 'not covered by the baseline', text, isChange: true }],
  };
}

function change(kind: DeltaLine['kind'], short: string, text: string): DeltaLine {
  return { kind, short, text, isChange: true };
}

/** What the last review asked for and the exports still show. */
function decisionLines(then: CertifiedItem, now: CurrentItem, { asOf }: DeltaContext): DeltaLine[] {
  const decided = then.decision;
  if (decided === null) return [];
  const who = `${decided.by} on ${decided.at.slice(0, 10)}`;
  const shown = `the export as of ${dateText(now.shownAsOf)} still shows`;
  if (decided.decision === 'conditional' && decided.until !== null) {
    const ends = endOf(decided.until);
    if (ends !== null && ends <= asOf)
      return [
        change(
          'condition-expired',
          `condition expired ${decided.until}`,
          `${who} allowed it until ${decided.until}, which has passed as of ${dateText(asOf)}; ${shown} it.`,
        ),
      ];
    const text = `${who} allowed it under a condition that holds until ${decided.until}.`;
    return [{ kind: 'condition', short: `condition until ${decided.until}`, text, isChange: false }];
  }
  if (decided.principals.length > 0 && (decided.decision === 'revoke' || decided.decision === 'reduce')) {
    const text = `${who} decided “${DECISION_LABELS[decided.decision]}” for ${counted(decided.principals.length, 'holder', 'holders')}; whether they still hold it, CS-26 says.`;
    return [
      {
        kind: decided.decision === 'revoke' ? 'revoke-open' : 'reduce-open',
        short: 'decided for some holders',
        text,
        isChange: false,
      },
    ];
  }
  if (decided.decision === 'revoke')
    return [change('revoke-open', 'revoke not effected', `${who} decided to revoke it, and ${shown} it.`)];
  const left = stillGranted(then, now);
  if (left.length === 0) return [];
  return [
    change(
      'reduce-open',
      `${counted(left.length, 'scope', 'scopes')} to remove still granted`,
      `${who} decided to remove ${listed(decided.scopes)}, and ${shown} ${listed(left)}.`,
    ),
  ];
}

/** Scopes that the last review wanted removed and that are granted now. */
export function stillGranted(then: CertifiedItem, now: CurrentItem): readonly string[] {
  const decided = then.decision;
  if (decided?.decision !== 'reduce') return [];
  const removed = new Set(decided.scopes.map(plain));
  return now.scopes.filter(({ scope }) => removed.has(plain(scope))).map(({ scope }) => scope);
}

/** Upper and lower case of a scope never make another scope. */
function plain(scope: string): string {
  return scope.trim().toLowerCase();
}

function scopesAdded(then: CertifiedItem, now: CurrentItem): DeltaLine[] {
  const known = new Set(then.scopes.map(({ scope }) => plain(scope)));
  const added = now.scopes
    .filter(({ scope }) => !known.has(plain(scope)))
    .toSorted((a, b) => tierRank(b.tier) - tierRank(a.tier) || (a.scope < b.scope ? -1 : 1));
  if (added.length === 0) return [];
  const names = added.map(({ scope, tier }) => `${scope} (${tierText(tier)})`);
  return [
    change(
      'scopes-added',
      `+${counted(added.length, 'scope', 'scopes')}`,
      `${counted(added.length, 'scope', 'scopes')} added: ${listed(names)}.`,
    ),
  ];
}

function scopesRemoved(then: CertifiedItem, now: CurrentItem): DeltaLine[] {
  const left = new Set(now.scopes.map(({ scope }) => plain(scope)));
  const removed = then.scopes.filter(({ scope }) => !left.has(plain(scope))).map(({ scope }) => scope);
  if (removed.length === 0) return [];
  const wanted = new Set(then.decision?.decision === 'reduce' ? then.decision.scopes.map(plain) : []);
  const asDecided = removed.filter((scope) => wanted.has(plain(scope))).length;
  const because =
    asDecided === 0 ? '' : asDecided === removed.length ? ', as decided' : `, ${asDecided} of them as decided`;
  return [
    change(
      'scopes-removed',
      `−${counted(removed.length, 'scope', 'scopes')}`,
      `${counted(removed.length, 'scope', 'scopes')} no longer in the export${because}: ${listed(removed.toSorted())}.`,
    ),
  ];
}

function tierText(tier: Tier): string {
  return tier === null ? 'unrated' : `tier ${tier}`;
}

function tierLines(then: CertifiedItem, now: CurrentItem, context: DeltaContext): DeltaLine[] {
  if (then.tier === now.tier) return [];
  const isUp = tierRank(now.tier) >= tierRank(then.tier);
  const catalog =
    context.whole.catalogVersion === context.catalogVersion
      ? ''
      : ` The scope catalog was another one: ${context.whole.catalogVersion} then, ${context.catalogVersion} now.`;
  return [
    change(
      isUp ? 'tier-up' : 'tier-down',
      `${tierText(then.tier)} → ${now.tier === null ? 'unrated' : now.tier}`,
      `Highest ${tierText(now.tier)}, ${tierText(then.tier)} in the baseline.${catalog}`,
    ),
  ];
}

function findingLines(then: CertifiedItem, now: CurrentItem, { whole }: DeltaContext): DeltaLine[] {
  const added = now.findings.filter((rule) => !then.findings.includes(rule));
  if (added.length === 0) return [];
  const why = (rule: string): string => {
    if (!whole.rules.includes(rule)) return `${rule} (a rule the baseline did not have)`;
    if (then.suppressed.includes(rule)) return `${rule} (suppressed then)`;
    return then.undeterminable.includes(rule) ? `${rule} (could not be judged then)` : rule;
  };
  return [
    change(
      'findings',
      `${counted(added.length, 'new finding', 'new findings')}`,
      `Found now and not in the baseline: ${listed(added.map(why), 8)}.`,
    ),
  ];
}

function peopleLines(then: CertifiedItem, now: CurrentItem): DeltaLine[] {
  if (then.kind !== 'delegated-user' || then.people === now.people) return [];
  const isUp = now.people > then.people;
  return [
    change(
      isUp ? 'people-up' : 'people-down',
      `people ${then.people} → ${now.people}`,
      `${counted(now.people, 'person has', 'people have')} a grant in the exports, ${then.people} in the baseline.`,
    ),
  ];
}

/** The name that stands for none, see the derivation of connectors. */
const UNNAMED = /\(name unknown\)$/;

function nameLines(then: CertifiedItem, now: CurrentItem): DeltaLine[] {
  const isNamed = ![then.name, now.name].some((name) => UNNAMED.test(name));
  return [
    ...(isNamed && then.name !== now.name
      ? [change('renamed', 'renamed', `The app is named “${now.name}”, and was “${then.name}” in the baseline.`)]
      : []),
    // Not every format states a publisher.
    ...(then.publisher !== null && now.publisher !== null && then.publisher !== now.publisher
      ? [
          change(
            'publisher',
            'other publisher',
            `The publisher is ${now.publisher}, and was ${then.publisher} in the baseline.`,
          ),
        ]
      : []),
  ];
}
