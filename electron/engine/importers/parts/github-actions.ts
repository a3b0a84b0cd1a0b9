import type { EventKind } from '../../../../shared/domain/vocabulary.ts';

/** What an action of the GitHub audit log means for grants. */
export interface GitHubAction {
  readonly kind: EventKind;
  readonly detail: string;
  /** Which kind of app it is about; decides which fields of the record name it. */
  readonly about: 'installation' | 'oauth' | 'token';
  /** True when it holds for the organization as a whole and not for one person. */
  readonly isTenantWide?: true;
}

const ACTIONS: ReadonlyMap<string, GitHubAction> = new Map<string, GitHubAction>([
  ...installation('integration_installation', [
    ['create', 'install', 'app installed'],
    ['destroy', 'uninstall', 'app uninstalled'],
    // The installation and its permissions stay.
    ['suspend', 'disable', 'installation suspended'],
    ['unsuspend', 'install', 'suspension of the installation ended'],
    ['repositories_added', 'scope-change', 'repositories added'],
    ['repositories_removed', 'scope-change', 'repositories removed'],
    ['version_updated', 'scope-change', 'permissions of the installation updated'],
  ]),
  ...installation('integration_installation_request', [['create', 'request', 'installation requested']]),
  ...installation('integration', [
    ['generate_client_secret', 'credential', 'client secret generated'],
    ['remove_client_secret', 'credential', 'client secret removed'],
    ['revoke_tokens', 'credential', 'tokens of the app revoked'],
    ['revoke_all_tokens', 'credential', 'all tokens of the app revoked'],
  ]),
  ...oauth('oauth_authorization', [
    ['create', 'consent', 'app authorized'],
    ['update', 'scope-change', 'authorization changed'],
    ['destroy', 'revoke', 'authorization withdrawn'],
  ]),
  ...oauth('oauth_access', [
    ['create', 'issue', 'token created'],
    ['update', 'scope-change', 'token changed'],
    ['regenerate', 'refresh', 'token regenerated'],
    // Ends a token; the authorization of the app stays.
    ['destroy', 'credential', 'token deleted'],
  ]),
  ...oauth('org_credential_authorization', [
    ['grant', 'consent', 'credential authorized for single sign-on'],
    ['deauthorize', 'revoke', 'authorization of the credential for single sign-on withdrawn'],
    ['revoke', 'revoke', 'authorization of the credential for single sign-on revoked'],
  ]),
  ...tenantWide(
    oauth('org', [
      // Lets the tokens that members gave the app reach the data of the organization.
      ['oauth_app_access_approved', 'consent', 'access of the app to the organization approved'],
      ['oauth_app_access_denied', 'deny', 'access of the app to the organization denied'],
    ]),
  ),
  ...oauth('org', [['oauth_app_access_requested', 'request', 'access of the app to the organization requested']]),
  ...oauth('oauth_application', [
    ['create', 'install', 'OAuth app registered'],
    ['destroy', 'uninstall', 'OAuth app deleted'],
    ['transfer', 'credential', 'OAuth app transferred to another owner'],
    ['reset_secret', 'credential', 'client secret reset'],
    ['generate_client_secret', 'credential', 'client secret generated'],
    ['remove_client_secret', 'credential', 'client secret removed'],
  ]),
  ...tenantWide(oauth('oauth_application', [['revoke_tokens', 'credential', 'tokens of the app revoked']])),
  ...token('personal_access_token', [
    ['request_created', 'request', 'access of the token to the organization requested'],
    ['request_denied', 'deny', 'access of the token to the organization denied'],
    ['access_granted', 'consent', 'access of the token to the organization granted'],
    ['access_revoked', 'revoke', 'access of the token to the organization revoked'],
    ['create', 'issue', 'token created'],
    ['destroy', 'revoke', 'token deleted'],
  ]),
]);

/** The meaning of an action, or undefined when it says nothing about grants. */
export function githubAction(action: string): GitHubAction | undefined {
  return ACTIONS.get(action.toLowerCase());
}

type Row = readonly [name: string, kind: EventKind, detail: string];
type Entry = readonly [string, GitHubAction];

function rows(category: string, about: GitHubAction['about'], list: readonly Row[]): Entry[] {
  return list.map(([name, kind, detail]) => [`${category}.${name}`, { kind, detail, about }]);
}

function installation(category: string, list: readonly Row[]): Entry[] {
  return tenantWide(rows(category, 'installation', list));
}

function oauth(category: string, list: readonly Row[]): Entry[] {
  return rows(category, 'oauth', list);
}

function token(category: string, list: readonly Row[]): Entry[] {
  return rows(category, 'token', list);
}

function tenantWide(entries: readonly Entry[]): Entry[] {
  return entries.map(([action, meaning]) => [action, { ...meaning, isTenantWide: true }]);
}
