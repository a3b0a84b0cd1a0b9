import type { ClientReference, EventFact, Fact, Mapped, RegisterFact, UnattributedFact } from '../importer.ts';
import { cleanAddress } from './addresses.ts';
import { activityEventId, type ActivityEvent } from './google-activities.ts';
import { clientIdFault, googleScopes } from './google-ids.ts';
import { isPlaceholder } from './placeholders.ts';

/** Parameters that flattened exports write as columns. */
export const ADMIN_PARAMETERS = [
  'API_CLIENT_NAME',
  'API_SCOPES',
  'APP_ID',
  'APPLICATION_NAME',
  'APPLICATION_ENABLED',
  'OAUTH2_APP_ID',
  'OAUTH2_APP_NAME',
  'OAUTH2_APP_TYPE',
  'SETTING_NAME',
  'OLD_VALUE',
  'NEW_VALUE',
] as const;
export type AdminParameter = (typeof ADMIN_PARAMETERS)[number];

interface Common {
  readonly time: number;
  readonly actor: string | null;
  readonly ip: string;
  readonly qualifier: string;
}

const IRRELEVANT: Mapped = { notRelevant: 'activity that says nothing about grants' };
const LISTS = /^(ADD_TO|REMOVE_FROM|REMOVE)_(TRUSTED|TRUSTED_BY_OAUTH_SCOPE|LIMITED|BLOCKED|CAA_EXEMPT)_OAUTH2_APPS$/;
const LIST_WORDS: ReadonlyMap<string, string> = new Map([
  ['TRUSTED', 'trusted'],
  ['TRUSTED_BY_OAUTH_SCOPE', 'trusted for stated scopes'],
  ['LIMITED', 'limited'],
  ['BLOCKED', 'blocked'],
  ['CAA_EXEMPT', 'exempt from access blocks'],
]);

/** What one event of the admin log says about apps, or why it says nothing. */
export function adminFacts(event: ActivityEvent, common: Common): Mapped {
  const name = event.name.trim().toUpperCase();
  const list = LISTS.exec(name);
  if (list !== null) return listed(event, common, LIST_WORDS.get(list[2] ?? '') ?? '', list[1] === 'ADD_TO');
  switch (name) {
    case '':
      return { rejected: 'no event name' };
    case 'AUTHORIZE_API_CLIENT_ACCESS':
      return delegation(event, common, true);
    case 'REMOVE_API_CLIENT_ACCESS':
      return delegation(event, common, false);
    case 'ADD_APPLICATION':
      return marketplace(event, common, 'install');
    case 'REMOVE_APPLICATION':
      return marketplace(event, common, 'uninstall');
    case 'CHANGE_APPLICATION_SETTING':
    case 'CREATE_APPLICATION_SETTING':
    case 'DELETE_APPLICATION_SETTING':
      return setting(event, common);
    default:
      return IRRELEVANT;
  }
}

function value(event: ActivityEvent, name: AdminParameter): string {
  return event.parameters.get(name.toLowerCase())?.join(' ').trim() ?? '';
}

function base(event: ActivityEvent, common: Common): Omit<EventFact, 'kind' | 'client'> {
  const ip = cleanAddress(common.ip);
  return {
    fact: 'event',
    time: common.time,
    principal: null,
    tenantWide: true,
    result: 'success',
    ...(common.actor === null ? {} : { actor: common.actor }),
    ...(ip === '' ? {} : { ip }),
    ...activityEventId(common.time, common.qualifier, event.before),
  };
}

function nameless(event: ActivityEvent, common: Common, kind: UnattributedFact['kind']): Mapped {
  return {
    facts: [
      {
        fact: 'unattributed',
        kind,
        time: common.time,
        principal: null,
        result: 'success',
        reason: 'the record names no app',
        ...activityEventId(common.time, common.qualifier, event.before),
      },
    ],
  };
}

/** Domain-wide delegation: the client may act as anybody of the tenant. Its name field holds the numeric client id. */
function delegation(event: ActivityEvent, common: Common, isGiven: boolean): Mapped {
  const id = value(event, 'API_CLIENT_NAME');
  if (id === '') return nameless(event, common, isGiven ? 'consent' : 'revoke');
  const fault = clientIdFault(id);
  if (fault !== null) return { rejected: fault };
  const client: ClientReference = { space: 'app', id };
  const scopes = googleScopes(value(event, 'API_SCOPES'));
  const count = `${scopes.length} scope${scopes.length === 1 ? '' : 's'}`;
  const fact: EventFact = {
    ...base(event, common),
    kind: isGiven ? 'authorize' : 'revoke',
    client,
    scopes,
    detail: isGiven ? `domain-wide delegation of ${count}` : 'domain-wide delegation removed',
  };
  if (!isGiven) return { facts: [fact] };
  return {
    facts: [
      fact,
      {
        fact: 'grant',
        client,
        kind: 'delegated-tenant',
        principal: null,
        scopes,
        grantedAt: common.time,
        fromEvent: true,
      },
    ],
  };
}

function marketplace(event: ActivityEvent, common: Common, kind: 'install' | 'uninstall'): Mapped {
  const id = value(event, 'APP_ID');
  const name = value(event, 'APPLICATION_NAME');
  const hasId = !isPlaceholder(id);
  if (!hasId && isPlaceholder(name)) return nameless(event, common, kind);
  const fault = hasId ? clientIdFault(id) : null;
  if (fault !== null) return { rejected: fault };
  const isOff = kind === 'install' && value(event, 'APPLICATION_ENABLED').toLowerCase() === 'false';
  return {
    facts: [
      {
        ...base(event, common),
        kind,
        client: hasId ? { space: 'project', id, name } : { space: 'name', id: name.slice(0, 300), name },
        detail: `Marketplace app ${kind === 'install' ? 'added' : 'removed'} for the domain${isOff ? ', not switched on' : ''}`,
      },
    ],
  };
}

/** Ids of Android and iOS apps are package names, not client ids. */
const CLIENT_TYPES: ReadonlySet<string> = new Set(['', 'web_application', 'oauth2_client', 'web', 'type_unspecified']);

function listed(event: ActivityEvent, common: Common, word: string, isAdded: boolean): Mapped {
  const id = value(event, 'OAUTH2_APP_ID');
  const name = value(event, 'OAUTH2_APP_NAME');
  const fault = clientIdFault(id);
  if (fault !== null) return { rejected: fault };
  const isClient = CLIENT_TYPES.has(value(event, 'OAUTH2_APP_TYPE').toLowerCase());
  const client: ClientReference | undefined = isClient ? { space: 'app', id, name } : undefined;
  const decision = isAdded ? word : `no longer ${word}`;
  const facts: Fact[] = [policy(common, { id, name, client, decision })];
  // A block ends what the app may do, whatever people granted it; the grants stay.
  if (word === 'blocked' && isAdded && client !== undefined)
    facts.push({ ...base(event, common), kind: 'disable', client, detail: 'blocked for the organization' });
  return { facts };
}

interface Policy {
  readonly id: string;
  readonly name: string;
  readonly client: ClientReference | undefined;
  readonly decision: string;
}

/** An entry of the register of approvals; see its importer for the names of the values. */
function policy(common: Common, { id, name, client, decision }: Policy): RegisterFact {
  return {
    fact: 'register',
    register: 'approvals',
    key: id,
    ...(client === undefined ? {} : { client }),
    values: {
      app: name === '' ? id : name,
      platform: 'google',
      decision,
      date: new Date(common.time).toISOString(),
      ...(common.actor === null ? {} : { approver: common.actor }),
    },
  };
}

/** The setting "Allowlist app_access" lists apps as `client_id: "…"` before and after. */
function setting(event: ActivityEvent, common: Common): Mapped {
  if (!/app[_ ]access/i.test(value(event, 'SETTING_NAME'))) return IRRELEVANT;
  const before = new Set(clientIds(value(event, 'OLD_VALUE')));
  const after = new Set(clientIds(value(event, 'NEW_VALUE')));
  const changes = [
    ...[...after].filter((id) => !before.has(id)).map((id) => ({ id, decision: 'listed in app access control' })),
    ...[...before]
      .filter((id) => !after.has(id))
      .map((id) => ({ id, decision: 'no longer listed in app access control' })),
  ];
  if (changes.length === 0) return IRRELEVANT;
  return {
    facts: changes.map(({ id, decision }) => policy(common, { id, name: '', client: { space: 'app', id }, decision })),
  };
}

function clientIds(text: string): string[] {
  return [...text.slice(0, 100_000).matchAll(/client_?id\s*:\s*\\?"([^"\\]{1,300})\\?"/gi)]
    .map(([, id = '']) => id.trim())
    .filter((id) => clientIdFault(id) === null);
}
