import { PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { createGrantSpots } from './evidence.ts';
import {
  isSignInOnly,
  NO_SCOPES,
  readItems,
  scopeNames,
  unknownScopes,
  type RuleItem,
  type RuleScope,
} from './items.ts';
import { defineRule, type RuleContext } from './rule.ts';
import { counted, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;

/**
 * Per item: scopes that the catalog does not know, and scopes that were found in it by their name alone because the export
 * does not say whose they are. Such a guess is shown as one and lowers nothing.
 */
export default defineRule({
  id: 'CS-13',
  title: 'Scope not in the catalog',
  controls: { owasp: ['NHI5:2025'], csf: ['ID.RA-05'], cis: ['15.1'], iso: ['A.5.9'], nist: ['AC-6'], soc2: ['CC6.3'] },
  recommendation: 'need-info',
  recommendedAction: 'Ask what the scope allows and classify it, then decide.',
  *evaluate(context) {
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      const unknown = unknownScopes(item);
      const guessed = item.scopes.filter(
        (scope) => scope.isKnown && scope.basis.includes('api-assumed') && !scope.isPassive,
      );
      if (item.scopes.length === 0) yield undeterminable(item, NO_SCOPES);
      else if (unknown.length + guessed.length > 0) {
        yield finding(item, {
          severity: 'medium',
          sentence: sentenceOf(context, item, unknown, guessed),
          scopes: scopeNames([...unknown, ...guessed]),
          evidence: spots(item),
        });
      } else yield isSignInOnly(item) ? notApplicable(item) : clear(item);
    }
  },
});

function sentenceOf(
  context: RuleContext,
  item: RuleItem,
  unknown: readonly RuleScope[],
  guessed: readonly RuleScope[],
): string {
  const parts = [
    ...(unknown.length === 0
      ? []
      : [
          `${counted(unknown.length, 'scope', 'scopes')} unknown to ${catalogText(context, item)} and counted as broad until classified: ${listed(scopeNames(unknown))}`,
        ]),
    ...(guessed.length === 0
      ? []
      : [
          `${counted(guessed.length, 'scope', 'scopes')} known by name only, since the export does not name the interface; to read it as Microsoft Graph is a guess: ${listed(scopeNames(guessed))}`,
        ]),
  ];
  return `${item.name} holds ${parts.join('; and ')}.`;
}

/** The catalog of the platform with its age at the as-of time, which says how much newer scopes it may lack. */
function catalogText({ catalog, asOf, policy }: RuleContext, item: RuleItem): string {
  const platform = catalog.platform(item.platform);
  if (platform === undefined) return `the scope catalog, which has no part for its platform,`;
  const age = Math.floor((asOf - Date.parse(platform.asOf)) / DAY);
  const said =
    age > policy.catalogMaxAgeDays
      ? `, ${counted(age, 'day', 'days')} older than the evidence and so beyond the ${policy.catalogMaxAgeDays} days of the policy,`
      : '';
  return `the scope catalog of ${PLATFORM_LABELS[item.platform]} (facts of ${platform.asOf})${said}`;
}
