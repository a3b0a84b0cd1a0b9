import type { EventFact, LogDeclaration, UnattributedFact } from '../importer.ts';
import { cleanAddress } from './addresses.ts';
import { clientIdFault } from './google-ids.ts';
import { seenWith } from './seen-with.ts';

/** The token log of Google Workspace, whichever way it was exported: the same events have the same keys. */
export const GOOGLE_TOKEN_LOG: LogDeclaration = {
  id: 'google.reports.token',
  label: 'Google OAuth token log',
  grade: 'Q1',
  retention: '180 days',
  // Calls are bundled into `activity` events.
  isLowerBound: true,
};

/** A name that serves as a key is cut there. */
const LONGEST_NAME = 300;

export interface TokenEvent {
  readonly kind: EventFact['kind'];
  readonly time: number;
  readonly person: string | null;
  readonly clientId: string;
  readonly appName: string;
  readonly scopes: readonly string[];
  readonly api: string;
  readonly method: string;
  readonly bytes: string;
  readonly ip: string;
  readonly country: string;
  readonly network: string;
  readonly clientType: string;
  readonly eventId?: string;
}

/** `fault`: why the event names no app that could be a key; `fact` then says only that something happened. */
export type TokenFact =
  | { readonly fact: EventFact | UnattributedFact; readonly fault: null }
  | { readonly fact: UnattributedFact; readonly fault: string };

/** One event of the token log. An app known by name only is a weak reference; without a name the event is unattributed. */
export function tokenFact(event: TokenEvent): TokenFact {
  const { kind, time, person, clientId, appName, eventId } = event;
  const operation = { matcher: 'google' as const, api: event.api, method: event.method };
  const nameless = (reason: string): UnattributedFact => ({
    fact: 'unattributed',
    kind: kind === 'authorize' ? 'consent' : kind,
    time,
    principal: person,
    result: kind === 'deny' ? 'denied' : 'success',
    reason,
    ...(kind === 'use' ? { operation } : {}),
    ...(eventId === undefined ? {} : { eventId }),
  });
  if (clientId === '' && appName === '') return { fact: nameless('the record names no app'), fault: null };
  const fault = clientId === '' ? null : clientIdFault(clientId);
  if (fault !== null) return { fact: nameless(fault), fault };
  const bytes = Number(event.bytes.replaceAll(',', ''));
  const ip = cleanAddress(event.ip);
  const { scopes } = event;
  return {
    fault: null,
    fact: {
      fact: 'event',
      kind,
      time,
      client:
        clientId === ''
          ? { space: 'name', id: appName.slice(0, LONGEST_NAME), name: appName }
          : { space: 'app', id: clientId, name: appName },
      principal: person,
      result: kind === 'deny' ? 'denied' : 'success',
      detail: kind === 'authorize' ? `authorized ${scopes.length} scope${scopes.length === 1 ? '' : 's'}` : kind,
      ...(kind === 'use' ? { operation } : { scopes }),
      ...(Number.isFinite(bytes) && bytes > 0 ? { bytes } : {}),
      ...(ip === '' ? {} : { ip }),
      ...seenWith({
        country: event.country,
        network: event.network,
        // A client of this type can get its tokens by the device flow alone.
        flow: /^CONNECTED_DEVICE$/i.test(event.clientType.trim()) ? 'device-code' : null,
      }),
      ...(eventId === undefined ? {} : { eventId }),
    },
  };
}

const KINDS: ReadonlyMap<string, EventFact['kind']> = new Map([
  ['authorize', 'authorize'],
  ['revoke', 'revoke'],
  ['activity', 'use'],
  ['request', 'request'],
  ['deny', 'deny'],
]);

/** What an event of the token log is, by its name in the Reports API; undefined when it says nothing about grants. */
export function tokenEventKind(name: string): EventFact['kind'] | undefined {
  return KINDS.get(name.trim().toLowerCase());
}
