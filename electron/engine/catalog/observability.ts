import type { CatalogPlatform, GrantKind, Observability, ScopeFact } from './types.ts';
import { GRAPH_APP_ID } from './scope-facts.ts';

export interface ObservabilityFacts {
  readonly platform: CatalogPlatform;
  readonly resourceNames: ReadonlyMap<string, string>;
  readonly resourceSpecific: ReadonlySet<string>;
  /** Whether any listed call is allowed by the scope under this kind, directly or from above. */
  readonly hasOperations: (kind: GrantKind, id: string) => boolean;
  /** Whether an audit event of the platform proves its use. */
  readonly hasEvents: (id: string) => boolean;
}

/** Logs that hold every single call: format ids of the importers, and what the log is called. */
const CALL_LOGS: Readonly<Partial<Record<CatalogPlatform, { readonly id: string; readonly name: string }>>> = {
  entra: { id: 'm365.graphactivity', name: 'the Microsoft Graph activity log' },
  google: { id: 'google.reports.token', name: 'the Google token activity log' },
};

/** Which logs can show that a scope was used, or why none can. */
export function observabilityOf(facts: ObservabilityFacts, kind: GrantKind, scope: ScopeFact): Observability {
  if (!scope.known) return none('no-mapping', 'The scope is not in the catalog, so no call can be tied to it.');
  if (scope.persistence) return none('persistence', 'Judged by refresh and token events, not by calls.');
  if (scope.identity) return none('persistence', 'Judged by sign-ins, not by calls.');
  if (scope.resource !== null && scope.resource !== GRAPH_APP_ID) {
    const name = facts.resourceNames.get(scope.resource) ?? 'this resource';
    return none('no-such-log', `Calls to ${name} do not appear in the Microsoft Graph activity log.`);
  }
  if (facts.resourceSpecific.has(scope.id)) {
    return none(
      'not-attributable',
      'Granted inside single teams or chats: a call does not show which grant allowed it.',
    );
  }
  const log = CALL_LOGS[facts.platform];
  if (log === undefined) {
    return facts.hasEvents(scope.id)
      ? none('no-mapping', 'The platform logs some changes as audit events, but no log holds every call.')
      : none('no-such-log', 'The platform has no log of calls that shows the use of this scope.');
  }
  if (!facts.hasOperations(kind, scope.id)) {
    return none('no-mapping', 'The catalog lists no call that needs this scope.');
  }
  // A roll-up made where the log lives shows the same calls.
  return {
    logs: [log.id, `${log.id}.rollup`],
    logName: log.name,
    blindSpots: facts.platform === 'google' ? googleBlindSpots(scope) : [],
  };
}

function none(reason: NonNullable<Observability['reason']>, explanation: string): Observability {
  return { logs: [], reason, explanation, blindSpots: [] };
}

/** Protocols that use the scope without a method name in the token activity log. */
function googleBlindSpots(scope: ScopeFact): readonly string[] {
  if (scope.id === 'https://mail.google.com/') return ['IMAP, POP and SMTP use of this scope is not logged as calls'];
  if (scope.id === 'calendar' || scope.id.includes('calendar/feeds')) {
    return ['CalDAV use of this scope is not logged as calls'];
  }
  if (scope.id.includes('m8/feeds')) return ['CardDAV use of this scope is not logged as calls'];
  if (scope.limit === 'addon-context') return ['Use inside an add-on is not logged as calls'];
  return [];
}
