import type { Severity } from '../../../shared/domain/vocabulary.ts';
import { vendorKey } from '../derive/vendors.ts';
import { inspectName } from '../lib/text.ts';
import { createGrantSpots } from './evidence.ts';
import { NO_SCOPES, readItems, type RuleItem } from './items.ts';
import type { Policy } from './policy.ts';
import { defineRule } from './rule.ts';
import { counted, dateText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item from tier 2 up: the publisher is not verified (a), or the export that states it for others does not (b). A
 * verified publisher only answers who it is, and never lowers another finding. One that the policy names as assessed is let
 * pass.
 */
export default defineRule({
  id: 'CS-28',
  title: 'Publisher unverified or unknown, with sensitive scope',
  controls: { owasp: ['NHI3:2025'], csf: ['GV.SC-06', 'GV.SC-07'], cis: ['15.5'], iso: ['A.5.19', 'A.5.21'] },
  recommendation: 'conditional',
  recommendedAction: 'Set a condition: an assessment of the vendor by a date; otherwise revoke.',
  *evaluate(context) {
    const { policy, asOf } = context;
    const spots = context.read(createGrantSpots);
    for (const item of context.read(readItems)) {
      if (item.isInternal === true || isOfPlatform(item)) yield notApplicable(item);
      else if (item.scopes.length === 0) yield undeterminable(item, NO_SCOPES);
      else if (item.tierRank < 2) yield notApplicable(item);
      else if (item.publisherVerified === true || isAssessed(item, policy)) yield clear(item);
      else if (item.publisherVerified === null && item.platform === 'google') {
        yield undeterminable(
          item,
          'The verification of the publisher: Google token exports do not state it. The list of accessed apps in the admin console does.',
        );
      } else {
        const isRare = item.kind === 'delegated-user' && item.people <= policy.rareUsers;
        yield finding(item, {
          severity: severityOf(item, isRare),
          sentence: sentenceOf(item, isRare, asOf),
          evidence: spots(item),
        });
      }
    }
  },
});

/** Whether the policy names the publisher as assessed. A name written to look like it is not it. */
function isAssessed({ publisher }: RuleItem, { allowedVendors }: Policy): boolean {
  if (publisher === null || publisher.trim() === '' || inspectName(publisher).warning !== null) return false;
  return allowedVendors.some((name) => vendorKey(name) === vendorKey(publisher));
}

function severityOf(item: RuleItem, isRare: boolean): Severity {
  if (item.publisherVerified === null) return 'medium';
  if (item.tierRank >= 3) return isRare ? 'critical' : 'high';
  return isRare ? 'high' : 'medium';
}

function sentenceOf(item: RuleItem, isRare: boolean, asOf: number): string {
  const publisher =
    item.publisher === null || item.publisher === ''
      ? 'It names no publisher'
      : `It names the publisher "${item.publisher}"`;
  const state =
    item.publisherVerified === null
      ? 'the export does not say whether that is verified'
      : 'no verification stands behind it';
  const rare = isRare ? `; only ${counted(item.people, 'person', 'people')} granted it` : '';
  return `${item.name} reaches ${item.tierRank >= 3 ? 'broad' : 'limited'} data. ${publisher}, and ${state} (export as of ${dateText(asOf)})${rare}.`;
}

/** Tenants that own Microsoft's own applications; these carry no publisher verification. Source: Microsoft Learn. */
const MICROSOFT_TENANTS = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47']);

/** Applications of the platform itself: the platform states the owning tenant, an app cannot choose it. */
function isOfPlatform(item: RuleItem): boolean {
  return (
    item.platform === 'entra' && item.ownerTenant !== null && MICROSOFT_TENANTS.has(item.ownerTenant.toLowerCase())
  );
}
