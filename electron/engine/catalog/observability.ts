import { GRAPH_APP_ID } from './scope-facts.ts';
import type { EventFile } from './schema.ts';
import type { Area } from './salesforce-area.ts';
import type { CatalogPlatform, GrantKind, Observability, ObservingLog, ScopeFact } from './types.ts';

/** What the catalog knows of a platform's logs, and of what is needed for what. */
export interface ObservabilityFacts {
  readonly platform: CatalogPlatform;
  readonly logs: readonly LogFacts[];
  readonly resourceNames: ReadonlyMap<string, string>;
  readonly resourceSpecific: ReadonlySet<string>;
  /** Whether any listed call that reads or writes is allowed by the scope under this kind, directly or from above. */
  readonly hasOperations: (kind: GrantKind, id: string, verb: 'read' | 'write') => boolean;
  /** Whether an event of one of these logs proves use of one of several scopes with this among them. */
  readonly hasEvents: (kind: GrantKind, id: string, logs: readonly string[]) => boolean;
  /** The areas of calls that the scope allows. */
  readonly areasOf: (id: string) => readonly Area[];
  readonly isDerived: (kind: GrantKind, id: string) => boolean;
}

/** One log of a platform. */
export interface LogFacts {
  readonly granularity: string;
  readonly showsReads: boolean;
  readonly showsWrites: boolean;
  readonly note: string;
  readonly name: string;
  /** Ids as importers declare them. */
  readonly logs: readonly string[];
  readonly eventLogs: readonly string[];
}

export function logFacts(platform: CatalogPlatform, rows: EventFile['observability']): LogFacts[] {
  return rows.flatMap(([owner, , granularity, reads, writes, , note, name, logs, eventLogs]) =>
    owner === platform
      ? [{ granularity, showsReads: reads === 1, showsWrites: writes === 1, note, name, logs, eventLogs }]
      : [],
  );
}

/** Which logs can show that a scope was used, what each of them does not show, or why none can. */
export function observabilityOf(facts: ObservabilityFacts, kind: GrantKind, scope: ScopeFact): Observability {
  if (!scope.known) return none('no-mapping', 'The scope is not in the catalog, so no call can be tied to it.');
  if (scope.persistence) return none('persistence', 'Judged by refresh and token events, not by calls.');
  if (scope.identity) return none('persistence', 'Judged by sign-ins, not by calls.');
  if (facts.resourceSpecific.has(scope.id)) {
    return none(
      'not-attributable',
      'Granted inside single teams or chats: a call does not show which grant allowed it.',
    );
  }
  const logs = facts.logs.flatMap((log) => viewsOf(facts, log, kind, scope));
  if (logs.length > 0) return { logs: uniqueLogs(logs) };
  return whyNone(facts, scope);
}

function none(reason: NonNullable<Observability['reason']>, explanation: string): Observability {
  return { logs: [], reason, explanation };
}

/** Two layouts may be filed under one log; the first says what it shows. */
function uniqueLogs(logs: readonly ObservingLog[]): readonly ObservingLog[] {
  return logs.filter(
    (log, index) => index === logs.findIndex((other) => other.log === log.log && other.needsCalls === log.needsCalls),
  );
}

function viewsOf(facts: ObservabilityFacts, log: LogFacts, kind: GrantKind, scope: ScopeFact): ObservingLog[] {
  if (log.logs.length === 0 || !(log.showsReads || log.showsWrites)) return [];
  if (facts.platform === 'salesforce') return salesforceViews(facts, log, scope);
  const blindSpots = holdsEvents(log)
    ? eventBlindSpots(facts, log, kind, scope)
    : callBlindSpots(facts, log, kind, scope);
  if (blindSpots === null) return [];
  return log.logs.map((id) => ({
    log: id,
    name: log.name,
    // Where one format comes with single calls and without, only the former shows them.
    needsCalls: !holdsEvents(log) && facts.logs.some((other) => holdsEvents(other) && other.logs.includes(id)),
    blindSpots,
  }));
}

function holdsEvents(log: LogFacts): boolean {
  return log.granularity.startsWith('event');
}

/** Uses that a log of calls does not show; null when it shows none. */
function callBlindSpots(
  facts: ObservabilityFacts,
  log: LogFacts,
  kind: GrantKind,
  scope: ScopeFact,
): readonly string[] | null {
  if (scope.resource !== null && scope.resource !== GRAPH_APP_ID) return null;
  if (!facts.hasOperations(kind, scope.id, 'read') && !facts.hasOperations(kind, scope.id, 'write')) return null;
  return [
    ...(facts.platform === 'google' ? googleBlindSpots(scope) : []),
    ...(log.granularity.endsWith('counts') ? [log.note] : []),
    ...(facts.isDerived(kind, scope.id)
      ? ['Which permission a call needs is derived by rule, not stated by the platform']
      : []),
  ];
}

/**
 * Uses that a log of audit events does not show; null when it cannot show the scope. A log of changes says nothing about
 * a scope that reads, and no log of events holds every use of a scope.
 */
function eventBlindSpots(
  facts: ObservabilityFacts,
  log: LogFacts,
  kind: GrantKind,
  scope: ScopeFact,
): readonly string[] | null {
  const byRoute = log.eventLogs.includes('routes') && facts.hasOperations(kind, scope.id, 'write');
  if (!byRoute && !facts.hasEvents(kind, scope.id, log.eventLogs)) return null;
  const reads = scope.verb === 'read' || scope.verb === 'admin' || facts.hasOperations(kind, scope.id, 'read');
  if (scope.verb === 'read' && !log.showsReads) return null;
  return [
    ...(reads && !log.showsReads ? [`${capital(log.name)} does not record reading`] : []),
    ...(scope.verb !== 'read' && !log.showsWrites ? [`${capital(log.name)} does not record changes`] : []),
    `${capital(log.name)} records certain kinds of events, not every use`,
  ];
}

/** Files hold events of one type each: what their type does not stand for is in other files. */
function salesforceViews(facts: ObservabilityFacts, log: LogFacts, scope: ScopeFact): ObservingLog[] {
  const areas = facts.areasOf(scope.id);
  const hasRest = areas.some((area) => area.kind === 'uri' && REST_PATH.test(area.pattern));
  const read = new Set(log.logs.map((id) => id.slice(id.lastIndexOf('.') + 1)));
  const types = areas
    .filter((area) => area.kind === 'event' && read.has(area.pattern))
    .map((area) => area.pattern)
    .filter((type) => type !== TOTALS);
  return log.logs.flatMap((id): ObservingLog[] => {
    const type = id.slice(id.lastIndexOf('.') + 1);
    const isTotals = type === TOTALS;
    const others = types.filter((other) => other !== type && !(isTotals && COUNTED_IN_TOTALS.includes(other)));
    const view = { log: id, name: log.name, needsCalls: false };
    if (type === 'mixed') {
      if (types.length === 0 && !hasRest) return [];
      return [
        { ...view, needsCalls: true, blindSpots: ['The file may leave out event types that show use of this scope'] },
      ];
    }
    const isShown = isTotals ? types.some((one) => COUNTED_IN_TOTALS.includes(one)) : types.includes(type);
    if (!isShown && !(hasRest && (type === 'RestApi' || isTotals))) return [];
    const blind = `The file holds ${type} events; further calls are in files of ${others.join(', ')} events`;
    return [{ ...view, blindSpots: others.length === 0 ? [] : [blind] }];
  });
}

/** Counts the calls of some other types once more. */
const TOTALS = 'ApiTotalUsage';
const COUNTED_IN_TOTALS = ['RestApi', 'API', 'BulkApi', 'BulkApi2'];
const REST_PATH = /^\/(?:services\/data|api)\//;

function whyNone(facts: ObservabilityFacts, scope: ScopeFact): Observability {
  if (scope.resource !== null && scope.resource !== GRAPH_APP_ID) {
    const name = facts.resourceNames.get(scope.resource) ?? 'this resource';
    return none('no-such-log', `Calls to ${name} do not appear in the Microsoft Graph activity log.`);
  }
  const usable = facts.logs.filter((log) => log.logs.length > 0 && (log.showsReads || log.showsWrites));
  if (facts.platform === 'salesforce')
    return none('no-such-log', 'No event type that names the app shows the use of this scope.');
  if (usable.some((log) => !holdsEvents(log)))
    return none('no-mapping', 'The catalog lists no call that needs this scope.');
  if (scope.verb === 'read' && usable.every((log) => !log.showsReads)) {
    const names = usable.map((log) => log.name).join(' and ');
    return none('no-such-log', `The platform has no log of calls, and ${names} does not record reading.`);
  }
  return none(
    'no-such-log',
    'The platform has no log of calls, and none of its audit events shows the use of this scope.',
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
