import { type Approval, readApprovals } from './approvals.ts';
import { type Decided, decisionText, lets, NO_DECISIONS, readDecisions } from './baseline.ts';
import { createGrantSpots } from './evidence.ts';
import { isTenantWide, readItems, type RuleItem, type RuleScope, scopeNames } from './items.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { createStatedScopes, type StatedScopes } from './stated-scopes.ts';
import { counted, dateText, listed, percentText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';
import { type Severity, tierRank } from '../../../shared/domain/vocabulary.ts';

/**
 * Per item: what is granted now against what the last earlier review certified. A scope inside a certified one, another
 * spelling of it, or one approved on record since then is no growth. Sign-in scopes (tier 0) do not count.
 */
export default defineRule({
  id: 'CS-10',
  title: 'Scope or reach grew since last approval',
  controls: {
    owasp: ['NHI5:2025'],
    csf: ['ID.RA-07', 'PR.AA-05'],
    cis: ['6.1'],
    iso: ['A.5.18', 'A.5.22'],
    nist: ['AC-6', 'AC-6(7)'],
    soc2: ['CC6.3'],
  },
  recommendation: 'reduce',
  recommendedAction: 'Reduce to what was certified, or have the growth approved as if it were new.',
  *evaluate(context) {
    const decisions = context.read(readDecisions);
    const approvals = context.read(readApprovals);
    const sources = { scopes: context.read(createStatedScopes), spots: context.read(createGrantSpots) };
    for (const item of context.read(readItems)) {
      const prior = decisions.prior(item).filter(lets);
      const last = prior.at(-1);
      if (last !== undefined) {
        yield compare(context, item, { prior, last }, approvals.of(item.connector), sources);
      } else if (!decisions.hasEarlier) yield undeterminable(item, NO_DECISIONS);
      else {
        const narrower = decisions
          .ofConnector(item.connector, item.tenant)
          .findLast((decided) => lets(decided) && decided.kind === 'delegated-user');
        yield isTenantWide(item) && narrower !== undefined
          ? widened(context, item, narrower, sources.spots)
          : notApplicable(item);
      }
    }
  },
});

interface Sources {
  readonly scopes: StatedScopes;
  readonly spots: (item: RuleItem) => readonly EvidenceSpot[];
}

interface Baseline {
  readonly prior: readonly Decided[];
  readonly last: Decided;
}

function widened({ asOf }: RuleContext, item: RuleItem, narrower: Decided, spots: Sources['spots']): Verdict {
  const now = item.kind === 'application' ? 'an application permission' : 'a consent for the whole tenant';
  return finding(item, {
    severity: 'high',
    sentence:
      `${item.name} holds ${now} as of ${dateText(asOf)}, while the last review on record ` +
      `spoke only of consents of single people: ${decisionText(narrower)}.`,
    scopes: item.scopes.map((scope) => scope.scope),
    evidence: [...narrower.evidence, ...spots(item)],
  });
}

function compare(
  { asOf, policy }: RuleContext,
  item: RuleItem,
  { prior, last }: Baseline,
  approvals: readonly Approval[],
  { scopes, spots }: Sources,
): Verdict {
  const named = prior.findLast((decided) => decided.allowed.length > 0);
  const since = approvals.filter(
    (approval) => named?.at === undefined || named.at === null || approval.since > named.at,
  );
  const added = named === undefined ? [] : grown(item, named, since, scopes);
  // What an approval without scopes allowed is not known: it may be all that was added.
  const blanket = since.findLast((approval) => approval.scopes.length === 0);
  const growth = growthOf(item, last);
  const reach = growth !== null && growth > policy.reachGrowth && last.people !== null ? last.people : null;
  if (added.length > 0 && blanket === undefined && named !== undefined) {
    const alsoReach =
      reach === null ? '' : `, and its reach grew from ${counted(reach, 'person', 'people')} to ${item.people}`;
    return finding(item, {
      severity: severityOf(Math.max(...added.map((scope) => tierRank(scope.tier)))),
      sentence:
        `${item.name} holds ${counted(added.length, 'scope', 'scopes')} as of ${dateText(asOf)} that nothing on record certified or approved: ` +
        `${listed(scopeNames(added))}${alsoReach}; the last review was ${decisionText(named)}.`,
      scopes: scopeNames(added),
      evidence: [...named.evidence, ...spots(item)],
    });
  }
  if (reach !== null && growth !== null) {
    return finding(item, {
      severity: severityOf(item.tierRank),
      sentence:
        `${counted(item.people, 'person holds', 'people hold')} a grant of ${item.name} as of ${dateText(asOf)}, ` +
        `${percentText(growth)} more than the ${reach} at the last review on record: ${decisionText(last)}.`,
      evidence: [...last.evidence, ...spots(item)],
    });
  }
  if (added.length > 0 && blanket !== undefined) {
    return undeterminable(
      item,
      `The scopes that the approval by ${blanket.approver} on ${dateText(blanket.at)} allowed: the register of approvals names none.`,
    );
  }
  if (named === undefined) {
    return undeterminable(
      item,
      `The scopes that the last review certified: the entry ${decisionText(last)} names none that may stay.`,
    );
  }
  return clear(item);
}

/** Scopes that nothing certified or approved since includes. What a review wanted removed and still stands is CS-26. */
function grown(
  item: RuleItem,
  named: Decided,
  approvals: readonly Approval[],
  scopes: StatedScopes,
): readonly RuleScope[] {
  const allowed = [...named.allowed, ...approvals.flatMap((approval) => approval.scopes)].map((text) =>
    scopes.idOf(item, text),
  );
  return item.scopes.filter(
    (scope) => scope.tier !== 0 && !allowed.some((upper) => scopes.includes(item, upper, scope.scope)),
  );
}

/** Growth of the people who hold a grant, as a share of those at the review; null where their number is not stated. */
function growthOf(item: RuleItem, last: Decided): number | null {
  if (last.people === null || last.people === 0 || isTenantWide(item)) return null;
  return (item.people - last.people) / last.people;
}

function severityOf(rank: number): Severity {
  return rank >= 3 ? 'high' : rank === 2 ? 'medium' : 'low';
}
