import type { EventKind } from '../../../../shared/domain/vocabulary.ts';

/** What an event type of the Okta System Log means for grants. */
export interface OktaEvent {
  readonly kind: EventKind;
  readonly detail: string;
  /** `token` = an API token (SSWS), which is no app. */
  readonly about: 'app' | 'token';
  readonly isTenantWide?: true;
  /** It is about the token of one person, not about the app. */
  readonly isOfPerson?: true;
  /** An access token may be given out for a refresh token; the grant type says so. */
  readonly mayRefresh?: true;
}

const app = (kind: EventKind, detail: string): OktaEvent => ({ kind, detail, about: 'app' });
const wide = (kind: EventKind, detail: string): OktaEvent => ({ ...app(kind, detail), isTenantWide: true });
const token = (kind: EventKind, detail: string): OktaEvent => ({ kind, detail, about: 'token' });

const EXACT: ReadonlyMap<string, OktaEvent> = new Map([
  ['app.oauth2.consent.grant', app('consent', 'person consented')],
  ['app.oauth2.admin.consent.grant', wide('consent', 'administrator consented for everybody')],
  ['integration.api_service.lifecycle.authorize', wide('consent', 'API service integration authorized')],
  ['integration.api_service.lifecycle.revoke', wide('revoke', 'API service integration revoked')],
  ['app.oauth2.authorize', app('issue', 'authorization')],
  ['app.oauth2.authorize.code', app('issue', 'authorization code issued')],
  ['app.oauth2.authorize.implicit.access_token', app('issue', 'access token issued')],
  ['app.oauth2.authorize.implicit.id_token', app('issue', 'id token issued')],
  ['app.oauth2.authorize.scope_denied', app('deny', 'scope denied')],
  ['app.oauth2.token.grant', app('issue', 'token request')],
  ['app.oauth2.token.grant.access_token', { ...app('issue', 'access token issued'), mayRefresh: true }],
  // Issued, not used: that one is used shows as an access token with the grant type refresh_token.
  ['app.oauth2.token.grant.refresh_token', app('issue', 'refresh token issued')],
  ['app.oauth2.token.detect_reuse', app('alert', 'refresh token used a second time')],
  ['app.oauth2.client.lifecycle.create', app('install', 'client registered')],
  ['app.oauth2.client.lifecycle.activate', app('install', 'client activated')],
  ['app.oauth2.client.lifecycle.deactivate', app('disable', 'client deactivated')],
  ['app.oauth2.client.lifecycle.delete', app('uninstall', 'client deleted')],
  ['app.oauth2.client.privilege.grant', wide('scope-change', 'administrator role given to the client')],
  ['app.oauth2.client.privilege.revoke', wide('scope-change', 'administrator role taken from the client')],
  ['app.oauth2.client.read_client_secret', app('credential', 'client secret read')],
  ['system.api_token.create', token('issue', 'API token created')],
  ['system.api_token.update', token('scope-change', 'API token changed')],
  ['system.api_token.enable', token('install', 'API token enabled')],
  ['system.api_token.disable', token('disable', 'API token disabled')],
  ['system.api_token.revoke', { ...token('revoke', 'API token revoked'), isTenantWide: true }],
]);

/** Each covers itself and what goes on after a dot. */
const FAMILIES: readonly (readonly [string, OktaEvent])[] = [
  ['app.oauth2.admin.consent.revoke', wide('revoke', 'consent for everybody withdrawn')],
  ['app.oauth2.consent.revoke', app('revoke', 'consent withdrawn')],
  ['app.oauth2.token.grant', app('issue', 'token issued')],
  // Ends a token, at every sign-out too; the consent stays and the app may get the next token.
  ['app.oauth2.token.revoke', { ...app('credential', 'token revoked'), isOfPerson: true }],
  ['app.oauth2.credentials.lifecycle', app('credential', 'client credential changed')],
];

/** The meaning of an event type, of the organization's or a custom authorization server; undefined when it says nothing about grants. */
export function oktaEvent(eventType: string): OktaEvent | undefined {
  const type = canonicalType(eventType);
  return EXACT.get(type) ?? FAMILIES.find(([family]) => type === family || type.startsWith(`${family}.`))?.[1];
}

/** Why an event type says nothing about grants. */
export function irrelevance(eventType: string): string {
  const type = canonicalType(eventType);
  if (type === 'user.authentication.sso') return 'single sign-on to an app, which uses no API grant';
  if (/^(?:oauth2|app\.oauth2\.(?:as|key|claim|scope|client\.lifecycle))\./.test(type))
    return 'change of an authorization server or client, which grants nothing by itself';
  return 'event that says nothing about grants';
}

function canonicalType(eventType: string): string {
  return eventType
    .trim()
    .toLowerCase()
    .replace(/^app\.oauth2\.as\./, 'app.oauth2.');
}
