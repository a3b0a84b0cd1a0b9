import { createAgentTags, type AgentTag } from './agents.ts';
import { createGrantSpots } from './evidence.ts';
import {
  catalogKind,
  NO_SCOPES,
  readItems,
  scopeNames,
  unknownScopes,
  type RuleItem,
  type RuleScope,
} from './items.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { readAttributes, type StatedAttribute } from './stated-attributes.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item of an app that acts by itself: it may write, send, delete or administer; or it reads from tier 3 up and nobody is
 * named who watches it. Reading less than that is left alone. What the owner declares comes before every other tag, and
 * "no" contests it.
 */
export default defineRule({
  id: 'CS-17',
  title: 'AI agent or automation able to act',
  controls: {
    owasp: ['NHI3:2025', 'NHI5:2025'],
    csf: ['PR.AA-05', 'GV.SC-07'],
    cis: ['15.6'],
    iso: ['A.5.21'],
    nist: ['AC-6', 'SA-9'],
    soc2: ['CC6.3', 'CC9.2'],
    ai: ['MAP 3.5', 'GOVERN 6.1', 'MANAGE 2.4'],
  },
  recommendation: 'conditional',
  recommendedAction: 'Name who watches it, reduce the scopes that act, and set a date 90 days away at most.',
  *evaluate(context) {
    const tagOf = context.read(createAgentTags);
    const attributeOf = context.read(readAttributes);
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const tag = tagOf(item);
      if (tag.is === 'agent') yield judge(context, item, tag, attributeOf(item.connector, 'oversight'), spots);
      else yield tag.is === 'contested' ? clear(item) : notApplicable(item);
    }
  },
});

function judge(
  context: RuleContext,
  item: RuleItem,
  tag: AgentTag & { readonly is: 'agent' },
  oversight: StatedAttribute | undefined,
  spots: ReturnType<typeof createGrantSpots>,
): Verdict {
  if (item.scopes.length === 0) return undeterminable(item, NO_SCOPES);
  const acting = item.scopes.filter((scope) => acts(context, item, scope));
  const unknown = unknownScopes(item);
  const isUnwatched = context.policy.requireOversight && oversight === undefined;
  const watched = oversight === undefined ? 'no register names who watches it' : `who watches it: ${oversight.value}`;
  const shared = {
    evidence: [...tag.evidence, ...(oversight?.evidence ?? []), ...spots(item)],
  };
  if (acting.length > 0) {
    return finding(item, {
      ...shared,
      severity: 'high',
      sentence: `${item.name} acts by itself (${tag.because}) and may do more than read through ${counted(acting.length, 'scope', 'scopes')}: ${listed(scopeNames(acting))}; ${watched} (grants as of ${dateText(context.asOf)}).`,
      scopes: scopeNames(acting),
    });
  }
  if (unknown.length > 0) {
    return undeterminable(
      item,
      `What ${listed(scopeNames(unknown))} allows: the scope catalog does not know whether an agent may act through it.`,
    );
  }
  if (!isUnwatched || item.tierRank < 3) return clear(item);
  return finding(item, {
    ...shared,
    severity: 'medium',
    sentence: `${item.name} acts by itself (${tag.because}) and reads broad data; ${watched} (grants as of ${dateText(context.asOf)}).`,
  });
}

/** Whether a scope lets its holder change something. */
function acts({ catalog }: RuleContext, item: RuleItem, scope: RuleScope): boolean {
  const verb = catalog.platform(item.platform)?.scope(catalogKind(item), scope.scope)?.verb;
  return verb === 'write' || verb === 'admin';
}
