import type { GoogleConnector } from './google-connectors.ts';
import type { Random } from './random.ts';

/** One event of a token activity in the wire form of the Reports API. */
export interface TokenEvent {
  readonly type: 'auth';
  readonly name: 'authorize' | 'revoke' | 'activity' | 'request' | 'deny';
  readonly parameters: readonly Parameter[];
}

type Parameter =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly intValue: string }
  | { readonly name: string; readonly multiValue: readonly string[] }
  | { readonly name: string; readonly multiMessageValue: readonly { readonly parameter: readonly Parameter[] }[] };

/** An event that carries scopes: consent, revocation, request, denial. */
export function scopeEvent(name: Exclude<TokenEvent['name'], 'activity'>, connector: GoogleConnector): TokenEvent {
  return {
    type: 'auth',
    name,
    parameters: [
      ...appParameters(connector),
      {
        name: 'scope_data',
        multiMessageValue: connector.scopes.map((scope) => ({
          parameter: [
            { name: 'scope_name', value: scope },
            { name: 'product_bucket', multiValue: [productBucket(scope)] },
          ],
        })),
      },
      { name: 'scope', multiValue: connector.scopes },
    ],
  };
}

/** A call made with the connector's token. Google logs the method, never the scope. */
export function activityEvent(connector: GoogleConnector, method: string, random: Random): TokenEvent {
  const api = /^(directory|reports)\./.test(method) ? 'admin' : (method.split('.')[0] ?? method);
  return {
    type: 'auth',
    name: 'activity',
    parameters: [
      { name: 'api_name', value: api },
      { name: 'method_name', value: method },
      ...appParameters(connector),
      { name: 'num_response_bytes', intValue: String(random.between(120, 48_000)) },
      { name: 'product_bucket', value: productBucket(api) },
    ],
  };
}

function appParameters(connector: GoogleConnector): Parameter[] {
  return [
    { name: 'client_id', value: connector.clientId },
    { name: 'app_name', value: connector.name },
    { name: 'client_type', value: connector.clientType },
  ];
}

function productBucket(subject: string): string {
  if (/mail/.test(subject)) return 'GMAIL';
  if (/calendar/.test(subject)) return 'CALENDAR';
  if (/drive|docs|documents|sheets|spreadsheets|slides|presentations|forms/.test(subject)) return 'DRIVE';
  if (/contacts|people/.test(subject)) return 'CONTACTS';
  if (/tasks/.test(subject)) return 'TASKS';
  if (/admin/.test(subject)) return 'GSUITE_ADMIN';
  return 'IDENTITY';
}
