import { createGrantSpots } from './evidence.ts';
import { readFlows } from './flows.ts';
import { catalogKind, NO_SCOPES, readItems, type RuleItem } from './items.ts';
import { createRefreshBounds, type RefreshBound } from './refresh-bounds.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/** Platforms whose exports name a scope for access without a person, so that its absence says something. */
const STATES_PERSISTENCE = new Set(['entra', 'okta', 'salesforce']);

/**
 * Per item: it may renew its tokens without a person, and the longest time it may go on doing so is more than the policy
 * allows or without end. Where nothing says how long, the bound is not evidenced, which is not the same as unbounded.
 * Application permissions work with a credential and need no renewal.
 */
export default defineRule({
  id: 'CS-19',
  title: 'Unbounded refresh window',
  controls: {
    owasp: ['NHI7:2025'],
    csf: ['PR.AA-01'],
    cis: ['5.5'],
    iso: ['A.5.17'],
    nist: ['IA-5'],
    pci: ['8.6.3'],
    soc2: ['CC6.1'],
  },
  recommendation: 'conditional',
  recommendedAction:
    'Bound the window or ask for consent again; take the offline scope away where nobody needs access without a person.',
  *evaluate(context) {
    const read = {
      boundsOf: context.read(createRefreshBounds),
      flowsOf: context.read(readFlows),
      spots: context.read(createGrantSpots),
    };
    for (const item of context.read(readItems)) yield judge(context, item, read);
  },
});

interface Sources {
  readonly boundsOf: ReturnType<typeof createRefreshBounds>;
  readonly flowsOf: ReturnType<typeof readFlows>;
  readonly spots: ReturnType<typeof createGrantSpots>;
}

function judge(context: RuleContext, item: RuleItem, { boundsOf, flowsOf, spots }: Sources): Verdict {
  const { asOf, policy } = context;
  if (item.kind === 'application') return notApplicable(item);
  const scopes = persistence(context, item);
  const refreshes = flowsOf(item.connector).find((use) => use.flow === 'refresh-token');
  const bounds = boundsOf(item);
  const isStated = bounds.some((bound) => bound.isOwn);
  if (scopes.length === 0 && refreshes === undefined && !isStated) {
    if (item.scopes.length === 0) return undeterminable(item, NO_SCOPES);
    if (STATES_PERSISTENCE.has(item.platform)) return clear(item);
    return undeterminable(
      item,
      `Whether ${item.name} may renew its tokens without a person: its exports state neither offline access nor how long its tokens live.`,
    );
  }
  const renews =
    scopes.length > 0
      ? `holds ${listed(scopes)} and so renews its tokens without a person`
      : refreshes === undefined
        ? 'may keep and renew its tokens'
        : `renewed its tokens without a person, last on ${dateText(refreshes.last)} (${refreshes.log})`;
  if (bounds.some((bound) => bound.days !== null && bound.days <= policy.maxRefreshDays)) return clear(item);
  const [worst] = bounds.toSorted(
    (a, b) => (b.days ?? Infinity) - (a.days ?? Infinity) || (a.source < b.source ? -1 : 1),
  );
  if (worst === undefined) {
    return undeterminable(
      item,
      `The bound of the refresh window is not evidenced: ${item.name} ${renews}, and neither its export nor a register of token policies of tenant ${item.tenant} says for how long.`,
    );
  }
  return finding(item, {
    severity: item.tierRank >= 3 ? 'high' : 'medium',
    sentence: `${item.name} ${renews}: ${lengthText(worst)} by ${worst.source}, and no other imported policy bounds that to ${policy.maxRefreshDays} days (evidence as of ${dateText(asOf)}).`,
    scopes,
    evidence: [
      ...worst.evidence,
      ...(refreshes === undefined || scopes.length > 0
        ? []
        : [{ importId: refreshes.importId, line: refreshes.line, note: 'token renewed' }]),
      ...spots(item),
    ],
  });
}

function lengthText(bound: RefreshBound): string {
  if (bound.days === null) return 'without end';
  return `for up to ${counted(Math.ceil(bound.days), 'day', 'days')}`;
}

/** Granted scopes that let the app work while nobody is signed in. */
function persistence({ catalog }: RuleContext, item: RuleItem): readonly string[] {
  const platform = catalog.platform(item.platform);
  return item.scopes
    .filter((scope) => platform?.scope(catalogKind(item), scope.scope)?.persistence === true)
    .map((scope) => scope.scope)
    .toSorted();
}
