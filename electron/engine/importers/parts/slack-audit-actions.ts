import type { EventKind } from '../../../../shared/domain/vocabulary.ts';

/** What an action of the audit log is to an app's access. */
export type SlackAct =
  /** The app comes in with the scopes the entry names. */
  | { readonly act: 'install'; readonly detail: string }
  | { readonly act: 'scope-change'; readonly detail: string }
  | { readonly act: 'event'; readonly kind: EventKind; readonly detail: string }
  /** A decision about which apps may be installed; no installation. */
  | { readonly act: 'approval'; readonly decision: string };

const event = (kind: EventKind, detail: string): SlackAct => ({ act: 'event', kind, detail });

const ACTS: ReadonlyMap<string, SlackAct> = new Map<string, SlackAct>([
  ['app_installed', { act: 'install', detail: 'installed' }],
  ['org_app_installed', { act: 'install', detail: 'installed for the organization' }],
  ['cli_app_install', { act: 'install', detail: 'installed with the Slack CLI' }],
  ['child_app_auto_installed', { act: 'install', detail: 'installed by a rule' }],
  ['child_app_auto_install_denied', event('deny', 'installation by a rule denied')],
  ['app_scopes_expanded', { act: 'scope-change', detail: 'scopes expanded' }],
  ['app_uninstalled', event('uninstall', 'uninstalled')],
  ['org_app_uninstalled', event('uninstall', 'uninstalled from the organization')],
  ['app_deleted', event('uninstall', 'deleted')],
  ['cli_app_delete', event('uninstall', 'deleted with the Slack CLI')],
  // Reach changes, scopes do not.
  ['app_resources_granted', event('scope-change', 'access to further resources granted')],
  ['app_resources_added', event('scope-change', 'access to further resources added')],
  ['org_app_workspace_added', event('scope-change', 'added to a workspace of the organization')],
  ['org_app_workspace_removed', event('scope-change', 'removed from a workspace of the organization')],
  ['org_app_future_workspace_install_enabled', event('scope-change', 'will be added to future workspaces')],
  ['org_app_future_workspace_install_disabled', event('scope-change', 'will not be added to future workspaces')],
  ['org_app_upgraded_to_org_install', event('scope-change', 'installation widened to the organization')],
  ['app_token_preserved', event('credential', 'token kept although the person who installed it left')],
  [
    'workflow_app_token_preserved',
    event('credential', 'workflow token kept although the person who installed it left'),
  ],
  ['bot_token_upgraded', event('credential', 'bot token replaced by one with single scopes')],
  ['bot_token_downgraded', event('credential', 'bot token replaced by one of the old kind')],
  ['external_auth_oauth2_token_fetched', event('issue', 'token for an outside service fetched')],
  ['external_auth_oauth2_token_refreshed', event('refresh', 'token for an outside service refreshed')],
  // A revocation would end the app's access to Slack, which this does not touch.
  ['external_auth_oauth2_token_deleted', event('credential', 'token for an outside service deleted')],
  ['app_approved', { act: 'approval', decision: 'approved' }],
  ['app_restricted', { act: 'approval', decision: 'restricted' }],
  ['app_removed_from_whitelist', { act: 'approval', decision: 'withdrawn' }],
]);

/** What an action is to an app's access; null when it says nothing about that. */
export function slackActOf(action: string): SlackAct | null {
  return ACTS.get(action.trim().toLowerCase()) ?? null;
}
