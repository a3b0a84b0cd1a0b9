import { textOf } from '../import/field-reader.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import {
  defineImporter,
  type Detection,
  type EventFact,
  type Fact,
  type FieldReader,
  type FieldSource,
  type Mapped,
} from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cleanAddress } from './parts/addresses.ts';
import { detailsOf } from './parts/app-details.ts';
import { type GitHubAction, githubAction } from './parts/github-actions.ts';
import {
  APP_FIELDS,
  type AppField,
  appOfAction,
  appOfCall,
  type NamedApp,
  slugOfBot,
} from './parts/github-audit-app.ts';
import { permissionScopes } from './parts/github-permissions.ts';
import { headValues } from './parts/head-values.ts';
import { httpResult } from './parts/http-result.ts';
import { cellText } from './parts/json-cells.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';
import { scopeWords } from './parts/scope-words.ts';
import { seenWith } from './parts/seen-with.ts';

type Field =
  | AppField
  | 'id'
  | 'time'
  | 'created'
  | 'action'
  | 'user'
  | 'ip'
  | 'email'
  | 'hashedToken'
  | 'tokenScopes'
  | 'scopes'
  | 'permissionsAdded'
  | 'permissionsUpgraded'
  | 'method'
  | 'route'
  | 'path'
  | 'status'
  | 'agent'
  | 'country';

const fields: Record<Field, FieldSource> = {
  ...APP_FIELDS,
  id: { from: ['_document_id'] },
  time: { from: ['@timestamp', 'at_sign_timestamp', 'timestamp'] },
  created: { from: ['created_at', 'TimeGenerated'] },
  action: { from: ['action'], required: true },
  user: { from: ['user'] },
  ip: { from: ['actor_ip'] },
  email: { from: ['external_identity_nameid'] },
  hashedToken: { from: ['hashed_token'] },
  tokenScopes: { from: ['token_scopes'] },
  scopes: { from: ['scopes'] },
  permissionsAdded: { from: ['permissions_added'] },
  permissionsUpgraded: { from: ['permissions_upgraded'] },
  method: { from: ['request_method'] },
  route: { from: ['route'] },
  path: { from: ['url_path'] },
  status: { from: ['status_code'] },
  agent: { from: ['user_agent'] },
  country: { from: ['actor_location.country_code'] },
};

/**
 * GitHub audit log of an organization or enterprise, and a person's security log: web export (JSON, CSV), API, stream
 * (NDJSON) and what log platforms make of them. Times are epoch milliseconds or text, `org` is a text or a list; neither
 * is needed to tell the app. The log names OAuth apps by name alone or not at all: such events are kept as unattributed.
 * Any action done with a token of an app is a use of it, API requests (streamed logs only) with their route.
 */
export default defineImporter<Field>({
  id: 'github.audit',
  platform: 'github',
  label: 'GitHub audit log',
  system: 'GitHub, audit log',
  log: (head) => ({
    id: 'github.audit',
    label: 'GitHub audit log',
    grade: headValues(head, ['action']).includes('api.request') ? 'Q1' : 'Q2',
    retention: '180 days (Git events 7 days)',
  }),
  caps: [{ records: 100, what: 'the longest page of the GitHub API ends' }],
  fields,
  detect,
  map: (record, context) => {
    const action = record.text('action');
    const time = context.time(record.text('time')) ?? context.time(record.text('created'));
    const meaning = githubAction(action);
    const at = time === null ? {} : { at: time };
    if (meaning === undefined) {
      const app = appOfCall(record);
      if (app === null) return { notRelevant: reasonOf(action, record.text('programmaticType')), ...at };
      if (time === null) return { rejected: 'no readable time' };
      return readUse(record, app, action, time);
    }
    if (time === null) return { rejected: 'no readable time' };
    return readAction(record, meaning, time);
  },
});

function detect(head: CsvHead | JsonHead): Detection {
  const actions = headValues(head, ['action']).filter((action) => action !== '');
  const known = actions.filter((action) => /^[a-z0-9_]+(?:\.[a-z0-9_]+)+$/.test(action)).length;
  if (known === 0 || known * 2 < actions.length) return { score: 0, reason: 'the actions are none of GitHub' };
  return scoreSignature(head, {
    required: ['action', 'actor', '@timestamp|at_sign_timestamp|created_at'],
    bonus: ['_document_id', 'org|business|user|repo', 'operation_type|actor_id|actor_ip|actor_location|user_id'],
    against: ['date_create', 'installation.permissions', 'sender', 'eventType', 'category', 'targetResources'],
    proof: `actions such as ${actions[0]?.slice(0, 40) ?? ''}`,
  });
}

const POLICIES: ReadonlySet<string> = new Set([
  'org.enable_oauth_app_restrictions',
  'org.disable_oauth_app_restrictions',
]);

function reasonOf(action: string, accessType: string): string {
  if (POLICIES.has(action)) return 'a policy of the organization, which grants nothing by itself';
  if (accessType !== '') return 'done with a key of a person or repository, which is no app';
  return /^(?:api|git)\./.test(action) ? 'a call without a token of an app' : 'action that says nothing about grants';
}

type Reader = FieldReader<Field>;

/** What every event of the record has. */
function base(record: Reader, time: number): Pick<EventFact, 'time'> & Partial<Pick<EventFact, 'eventId' | 'session'>> {
  const id = record.text('id');
  const token = record.text('hashedToken');
  return {
    time,
    ...(isPlaceholder(id) ? {} : { eventId: id }),
    // Records of one token belong together; one of them may name the app.
    ...(isPlaceholder(token) ? {} : { session: `token ${token.slice(0, 200)}` }),
  };
}

function readAction(record: Reader, meaning: GitHubAction, time: number): Mapped {
  const actor = person(record.text('actor'));
  const principal = holderOf(record, meaning, actor);
  const result = meaning.kind === 'deny' ? 'denied' : 'success';
  const app = appOfAction(record, meaning.about);
  if (typeof app === 'string') {
    return unattributed({ ...base(record, time), kind: meaning.kind, principal, result, reason: app });
  }
  const added = [...permissionList(record, 'permissionsAdded'), ...permissionList(record, 'permissionsUpgraded')];
  const scopes = [...added, ...scopeWords(record.text('scopes') || record.text('tokenScopes'))];
  const ip = cleanAddress(record.text('ip'));
  return {
    facts: [
      {
        fact: 'event',
        ...base(record, time),
        kind: meaning.kind,
        client: app.client,
        principal,
        result,
        detail: meaning.detail,
        ...(meaning.isTenantWide ? { tenantWide: true } : {}),
        ...(scopes.length === 0 ? {} : { scopes }),
        ...(actor === null ? {} : { actor }),
        ...(ip === '' ? {} : { ip }),
        ...seenWith({ agent: record.text('agent'), country: record.text('country') }),
      },
      ...app.bridge,
      ...identity(record),
    ],
  };
}

/** Whose authorization or token it is; what holds for the organization, and an app itself, belong to no person. */
function holderOf(record: Reader, meaning: GitHubAction, actor: string | null): string | null {
  if (meaning.isTenantWide || meaning.kind === 'install' || meaning.kind === 'uninstall') return null;
  const user = person(record.text('user'));
  // Whoever resets the secret of an app does nothing to a token of their own.
  return meaning.kind === 'credential' ? user : (user ?? actor);
}

function readUse(record: Reader, app: NamedApp, action: string, time: number): Mapped {
  const isRequest = action === 'api.request';
  const route = isRequest ? record.text('route') || record.text('path') : '';
  const status = Number(record.text('status'));
  const result = isRequest && record.text('status') !== '' ? httpResult(status) : 'success';
  const principal = person(record.text('actor'));
  const operation = !route.includes('/')
    ? { matcher: 'event' as const, source: 'github', name: action }
    : { matcher: 'github' as const, method: record.text('method'), route };
  if (typeof app === 'string') {
    return unattributed({ ...base(record, time), kind: 'use', principal, result, reason: app, operation });
  }
  const ip = cleanAddress(record.text('ip'));
  return {
    facts: [
      {
        fact: 'event',
        ...base(record, time),
        kind: 'use',
        client: app.client,
        principal,
        operation,
        result,
        ...(ip === '' ? {} : { ip }),
        ...seenWith({ agent: record.text('agent'), country: record.text('country') }),
      },
      {
        fact: 'connector',
        client: { space: app.client.space, id: app.client.id },
        details: detailsOf('token-type', record.text('programmaticType')),
      },
      ...app.bridge,
      ...identity(record),
    ],
  };
}

function unattributed(fact: Omit<Extract<Fact, { fact: 'unattributed' }>, 'fact'>): Mapped {
  return { facts: [{ fact: 'unattributed', ...fact }] };
}

/** A login, when a person has it: bots are apps that act. */
function person(login: string): string | null {
  return slugOfBot(login) === '' ? personOf(login) : null;
}

/** With single sign-on the record gives the address that the actor has at the identity provider. */
function identity(record: Reader): Fact[] {
  const actor = person(record.text('actor'));
  const email = record.text('email');
  return actor === null || !/^[^\s@]+@[^\s@]+$/.test(email) ? [] : [{ fact: 'principal', ids: [actor, email] }];
}

/** Permissions as an object of levels, or as a list of names. */
function permissionList(record: Reader, field: 'permissionsAdded' | 'permissionsUpgraded'): string[] {
  const value = record.raw(field);
  const pairs = permissionScopes(value);
  if (pairs.length > 0) return pairs;
  return Array.isArray(value)
    ? scopeWords(cellText(value))
    : scopeWords(textOf(value)).filter((word) => /^[\w-]+(?::[a-z]+)?$/.test(word));
}
