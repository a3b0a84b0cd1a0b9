import type { RuleItem } from './items.ts';
import type { Policy } from './policy.ts';

/** Whether an app of the platform itself is on the reviewed allow-list of the policy; of others an id proves nothing. */
export function isAllowedFirstParty(item: RuleItem, policy: Policy): boolean {
  const id = item.nativeId.toLowerCase();
  return item.origin === 'platform' && policy.firstPartyAllowed.some((allowed) => allowed.trim().toLowerCase() === id);
}
