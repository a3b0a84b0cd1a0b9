import type { Remedy } from '../../../shared/contract/drill.ts';
import type { Decision, Platform } from '../../../shared/domain/vocabulary.ts';
import entra from './entra.ts';
import github from './github.ts';
import google from './google.ts';
import okta from './okta.ts';
import other from './other.ts';
import { carriedOut, type PlatformRemedies, type Target } from './remedies.ts';
import salesforce from './salesforce.ts';
import slack from './slack.ts';

const REMEDIES: Readonly<Record<Platform, PlatformRemedies>> = {
  google,
  entra,
  salesforce,
  slack,
  github,
  okta,
  other,
};

/**
 * What a decision means on a platform for these review items: steps in order, scripts as text that nothing here runs, and
 * what they do and do not stop. Where every target is about named people alone, the steps touch nobody else. The same for
 * the same targets in any order.
 */
export function remedyFor(platform: Platform, decision: Decision, targets: readonly Target[]): Remedy {
  const { decisions, named } = REMEDIES[platform];
  const isNamed = targets.length > 0 && targets.every((target) => target.isNamed);
  return carriedOut((isNamed ? named : decisions)[decision], targets);
}
