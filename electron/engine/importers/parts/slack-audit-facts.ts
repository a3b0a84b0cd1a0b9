import type { ClientReference, EventFact, Fact, UnattributedFact } from '../importer.ts';
import { isPlaceholder } from './placeholders.ts';
import { seenWith } from './seen-with.ts';
import type { SlackAct } from './slack-audit-actions.ts';
import { slackApproval } from './slack-facts.ts';
import { scopeCount, slackConsentFacts } from './slack-grants.ts';

/** What an entry of the audit log says, whatever its layout. */
export interface AuditEntry {
  readonly action: string;
  readonly time: number;
  readonly user: string | null;
  readonly ip: string;
  readonly agent: string;
  readonly id: string;
  /** Name of the workspace or organization. */
  readonly place: string;
  readonly scopes: { readonly workspace: readonly string[]; readonly person: readonly string[] };
  readonly newScopes: readonly string[];
  readonly previousScopes: readonly string[];
}

/** The facts of an entry that names an app. */
export function auditFacts(entry: AuditEntry, act: SlackAct, client: ClientReference): Fact[] {
  const { time, user, ip } = entry;
  const eventId = isPlaceholder(entry.id) ? `${time} ${entry.action} ${client.id} ${user ?? ''}` : entry.id;
  const event = (kind: EventFact['kind'], text: string): EventFact => ({
    fact: 'event',
    kind,
    time,
    client,
    principal: null,
    result: 'success',
    tenantWide: true,
    eventId,
    detail: detailOf(entry, text),
    ...(user === null ? {} : { actor: user }),
    ...(ip === '' ? {} : { ip }),
    ...seenWith({ agent: entry.agent }),
  });
  const consent = { client, time, user, ip, eventId };
  switch (act.act) {
    case 'approval':
      return [slackApproval(client, act.decision, time, user, [...entry.scopes.workspace, ...entry.scopes.person])];
    case 'event':
      return [event(act.kind, act.detail)];
    case 'install': {
      const { workspace, person } = entry.scopes;
      return [
        event('install', act.detail),
        ...slackConsentFacts({
          ...consent,
          kind: 'consent',
          workspaceScopes: workspace,
          userScopes: person,
          detail: (given) => detailOf(entry, `${act.detail} with ${scopeCount(given.length)}`),
        }),
      ];
    }
    case 'scope-change': {
      const { newScopes, previousScopes } = entry;
      if (newScopes.length === 0) return [{ ...event('scope-change', `${act.detail}, none named`), previousScopes }];
      const added = newScopes.filter((scope) => !previousScopes.includes(scope));
      return slackConsentFacts({
        ...consent,
        kind: 'scope-change',
        workspaceScopes: newScopes,
        userScopes: [],
        previousScopes,
        detail: () =>
          detailOf(entry, added.length === 0 ? `${act.detail}, none added` : `${act.detail}: ${added.join(' ')}`),
      });
    }
  }
}

/** What an app did by itself: the context of the entry names it. */
export function appUse(entry: AuditEntry, client: ClientReference): EventFact {
  return {
    fact: 'event',
    kind: 'use',
    time: entry.time,
    client,
    principal: entry.user,
    operation: { matcher: 'event', source: 'slack', name: entry.action.toLowerCase().slice(0, 60) },
    result: 'success',
    ...(isPlaceholder(entry.id) ? {} : { eventId: entry.id }),
    ...(entry.ip === '' ? {} : { ip: entry.ip }),
    ...seenWith({ agent: entry.agent }),
  };
}

/** The fact of an entry that names no app; null when it says nothing without one. */
export function namelessFact(entry: AuditEntry, act: SlackAct): UnattributedFact | null {
  if (act.act === 'approval') return null;
  return {
    fact: 'unattributed',
    kind: act.act === 'event' ? act.kind : act.act,
    time: entry.time,
    principal: entry.user,
    result: 'success',
    reason: 'the audit entry names no app',
    operation: { matcher: 'event', source: 'slack', name: entry.action.toLowerCase().slice(0, 60) },
    // Entries that share an id may differ in their scopes.
    ...(isPlaceholder(entry.id) ? {} : { eventId: `${entry.id} ${entry.newScopes.toSorted().join(' ')}` }),
  };
}

function detailOf({ place }: AuditEntry, text: string): string {
  return isPlaceholder(place) ? text : `${text} (${place.slice(0, 100)})`;
}
