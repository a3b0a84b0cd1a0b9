import { createGrantSpots } from './evidence.ts';
import { isAllowedFirstParty } from './first-party.ts';
import { isSignInOnly, isTenantWide, NO_SCOPES, readItems, scopeNames, unknownScopes, type RuleItem } from './items.ts';
import { defineRule, type RuleContext } from './rule.ts';
import { counted, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/** The tag by which the catalog marks scopes that can raise privilege. */
const ESCALATION = 'escalation';

/**
 * Per item: scopes that the catalog marks as able to raise their holder's own rights or those of others. Apps of the
 * platform's own vendor are left out only when the reviewed allow-list of the policy names them.
 */
export default defineRule({
  id: 'CS-12',
  title: 'Grant can raise its own or others’ privilege',
  controls: {
    owasp: ['NHI5:2025'],
    csf: ['PR.AA-05'],
    cis: ['5.4', '6.8'],
    iso: ['A.8.2'],
    nist: ['AC-6', 'AC-6(7)'],
    pci: ['7.2.5'],
    soc2: ['CC6.3'],
  },
  recommendation: 'revoke',
  recommendedAction: 'Revoke; otherwise a condition of 30 days at most that two people approve.',
  *evaluate(context) {
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const raising = item.scopes.filter((scope) => scope.basis.includes(ESCALATION));
      const unknown = unknownScopes(item);
      if (item.scopes.length === 0) yield undeterminable(item, NO_SCOPES);
      else if (raising.length > 0 && isAllowedFirstParty(item, context.policy)) yield clear(item);
      else if (raising.length > 0) {
        yield finding(item, {
          severity: isTenantWide(item) ? 'critical' : 'high',
          sentence: sentenceOf(context, item, scopeNames(raising)),
          scopes: scopeNames(raising),
          evidence: spots(item),
        });
      } else if (unknown.length > 0) {
        yield undeterminable(
          item,
          `What ${listed(scopeNames(unknown))} allows: the scope catalog does not know it, so it may raise privilege.`,
        );
      } else yield isSignInOnly(item) ? notApplicable(item) : clear(item);
    }
  },
});

const REACH = {
  application: 'without a person',
  'delegated-tenant': 'by a consent for the whole tenant',
  'delegated-user': 'as the person who consented',
} as const;

function sentenceOf({ catalog }: RuleContext, item: RuleItem, scopes: readonly string[]): string {
  const own = item.origin === 'platform' ? '; it is an app of the platform and not on the reviewed allow-list' : '';
  return (
    `${item.name} can raise its own privilege or that of others ${REACH[item.kind]}, through ` +
    `${counted(scopes.length, 'scope', 'scopes')} marked ${ESCALATION} in scope catalog ${catalog.version}: ${listed(scopes, 10)}${own}.`
  );
}
