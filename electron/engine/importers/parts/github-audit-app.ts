import type { ClientReference, Fact, FieldReader, FieldSource } from '../importer.ts';
import type { GitHubAction } from './github-actions.ts';
import { oauthApp, personalToken } from './github-tokens.ts';
import { named } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

export type AppField =
  | 'actor'
  | 'programmaticType'
  | 'tokenId'
  | 'tokenName'
  | 'appId'
  | 'installationId'
  | 'integration'
  | 'name'
  | 'oauthId'
  | 'oauthName'
  | 'applicationId'
  | 'applicationType'
  | 'applicationName'
  | 'clientId';

/** Where a record of the audit log may name an app. Most records name none, and many give a name alone. */
export const APP_FIELDS: Readonly<Record<AppField, FieldSource>> = {
  actor: { from: ['actor'] },
  programmaticType: { from: ['programmatic_access_type'] },
  tokenId: { from: ['token_id'] },
  tokenName: { from: ['user_programmatic_access_name'] },
  appId: { from: ['app_id', 'integration_id', 'installation.app_id'] },
  installationId: { from: ['installation_id', 'integration_installation_id', 'installation.id'] },
  integration: { from: ['integration'] },
  name: { from: ['name'] },
  oauthId: { from: ['oauth_application_id'] },
  oauthName: { from: ['oauth_application_name', 'oauth_application'] },
  applicationId: { from: ['application_id'] },
  applicationType: { from: ['application_type'] },
  applicationName: { from: ['application_name'] },
  clientId: { from: ['application_client_id'] },
};

/** An app, with what else the record says of it, or the reason why the record names none. */
export type NamedApp = { readonly client: ClientReference; readonly bridge: readonly Fact[] } | string;

type AppRecord = FieldReader<AppField>;

/** The app that an action is about. */
export function appOfAction(record: AppRecord, about: GitHubAction['about']): NamedApp {
  if (about === 'token') return tokenOfAction(record);
  if (about === 'installation') {
    return (
      gitHubApp(record, [...texts(record, ['integration', 'name', 'applicationName'])]) ?? 'the record names no app'
    );
  }
  return oauthAppOf(record) ?? 'the record names no app';
}

/** The app whose token made a call; null when it was the key of a person or repository, or no token at all. */
export function appOfCall(record: AppRecord): NamedApp | null {
  const type = record.text('programmaticType').toLowerCase();
  if (type === '' || /\bkey\b/.test(type)) return null;
  if (/fine-grained|\bv2\b/.test(type)) {
    const id = record.text('tokenId');
    return isPlaceholder(id)
      ? 'a personal access token that the record does not number'
      : { client: personalToken('fine-grained', id, text(record, 'tokenName')), bridge: [] };
  }
  if (/personal access token/.test(type))
    return 'a classic personal access token, which belongs to a person and no app';
  if (/oauth/.test(type)) return oauthAppOf(record) ?? 'an OAuth token whose app the record does not name';
  const bot = /server-to-server/.test(type) ? slugOfBot(record.text('actor')) : '';
  const names = [...texts(record, ['integration', 'applicationName']), ...(bot === '' ? [] : [bot])];
  return gitHubApp(record, names) ?? 'a token of an app that the record does not name';
}

/** The account under which a GitHub App acts is its slug with `[bot]`. */
export function slugOfBot(actor: string): string {
  return /^([\w.-]{1,100})\[bot\]$/.exec(actor.trim())?.[1] ?? '';
}

/** With an access type the token number is that of the token that did it, else of the token it is about. */
function tokenOfAction(record: AppRecord): NamedApp {
  const id = record.text('tokenId');
  if (record.text('programmaticType') !== '' || isPlaceholder(id)) return 'the record does not number the token';
  return { client: personalToken('fine-grained', id, text(record, 'tokenName')), bridge: [] };
}

function gitHubApp(record: AppRecord, names: readonly string[]): NamedApp | null {
  const [name = ''] = names;
  const references: ClientReference[] = [];
  const appId = record.text('appId');
  const applicationId = record.text('applicationId');
  if (!isPlaceholder(appId)) references.push({ space: 'app', id: appId });
  else if (!isPlaceholder(applicationId) && /integration|github\s?app/i.test(record.text('applicationType')))
    references.push({ space: 'app', id: applicationId });
  const clientId = record.text('clientId');
  if (!isPlaceholder(clientId)) references.push({ space: 'app', id: clientId });
  const installationId = record.text('installationId');
  if (!isPlaceholder(installationId)) references.push({ space: 'installation', id: installationId });
  return joined(references, name, slugOf(name));
}

function oauthAppOf(record: AppRecord): NamedApp | null {
  // Personal tokens are kept in the same tables as tokens of apps.
  if (/personal/i.test(record.text('applicationType'))) return null;
  const isIntegration = /integration|github\s?app/i.test(record.text('applicationType'));
  const names = texts(record, ['oauthName', 'applicationName', 'integration']);
  if (isIntegration) return gitHubApp(record, names);
  const [name = ''] = names;
  const references: ClientReference[] = [];
  const oauthId = record.text('oauthId');
  const applicationId = record.text('applicationId');
  if (!isPlaceholder(oauthId)) references.push(oauthApp(oauthId));
  else if (!isPlaceholder(applicationId) && /oauth/i.test(record.text('applicationType')))
    references.push(oauthApp(applicationId));
  const clientId = record.text('clientId');
  if (!isPlaceholder(clientId)) references.push({ space: 'app', id: clientId });
  return joined(references, name, name);
}

/**
 * The slug that GitHub makes of the name of a GitHub App, and by which the list of installations names it. It is unique
 * among GitHub Apps. A name that is not plain is left as it is.
 */
function slugOf(name: string): string {
  if (!/^[ -~]+$/.test(name)) return name;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug === '' ? name : slug;
}

function joined(references: readonly ClientReference[], name: string, weakId: string): NamedApp | null {
  const [first, ...others] = references;
  if (first === undefined) return name === '' ? null : { client: { space: 'name', id: weakId, name }, bridge: [] };
  const client = { ...first, ...named(name) };
  const sameAs = others.map((other) => ({ ...other, ...named(weakId === name ? '' : weakId) }));
  return { client, bridge: sameAs.length === 0 ? [] : [{ fact: 'connector', client, sameAs }] };
}

function texts(record: AppRecord, fields: readonly AppField[]): string[] {
  return fields.map((field) => text(record, field)).filter((value) => value !== '');
}

function text(record: AppRecord, field: AppField): string {
  const value = record.text(field);
  return isPlaceholder(value) ? '' : value.slice(0, 500);
}
