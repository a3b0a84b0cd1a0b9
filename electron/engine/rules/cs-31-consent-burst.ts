import { readConsentBursts } from './consent-bursts.ts';
import { defineRule } from './rule.ts';

/**
 * Per connector: many people consent within hours of its first appearance, or from one network address, far more often
 * than people of the tenant consent to its other connectors.
 */
export default defineRule({
  id: 'CS-31',
  title: 'Consent burst (illicit consent pattern)',
  controls: { owasp: ['NHI3:2025'], csf: ['DE.AE-02', 'DE.AE-03'], cis: ['8.11'], iso: ['A.8.16', 'A.5.25'] },
  recommendation: 'escalate',
  recommendedAction:
    'Escalate as a possible consent phishing; revoke all grants of the connector. An announced roll-out is named with its change record.',
  evaluate: (context) => context.read(readConsentBursts),
});
