import { findColumn } from '../reading/keys.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { defineImporter, type LogDeclaration } from './importer.ts';
import { scoreSignature } from './keys.ts';

/**
 * MicrosoftGraphActivityLogs, from Log Analytics (CSV, JSON) or as raw diagnostic records, and AADGraphActivityLogs of
 * the API before it. `Scopes` and `Roles` are what the token carried, not what the call needed, so they are not read:
 * need follows from method and route.
 */
export default defineImporter({
  id: 'm365.graphactivity',
  platform: 'entra',
  label: 'Microsoft Graph activity log',
  system: 'Microsoft Entra, MicrosoftGraphActivityLogs',
  dayOrder: 'month-first',
  log: declareLog,
  fields: {
    time: { from: ['TimeGenerated', 'time', 'properties.timeGenerated'], required: true },
    appId: { from: ['AppId', 'properties.appId'], required: true },
    userId: { from: ['UserId', 'properties.userId'] },
    method: {
      from: ['RequestMethod', 'properties.requestMethod', 'HttpMethod', 'properties.httpMethod'],
      required: true,
    },
    uri: { from: ['RequestUri', 'properties.requestUri'], required: true },
    status: {
      from: ['ResponseStatusCode', 'properties.responseStatusCode', 'HttpStatusCode', 'properties.httpStatusCode'],
      required: true,
    },
    bytes: { from: ['ResponseSizeBytes', 'properties.responseSizeBytes'] },
    ip: { from: ['IPAddress', 'properties.ipAddress', 'CallerIpAddress', 'properties.callerIpAddress'] },
    userAgent: { from: ['UserAgent', 'properties.userAgent'] },
    requestId: { from: ['RequestId', 'properties.requestId'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [
        'RequestUri|properties.requestUri',
        'RequestMethod|properties.requestMethod|HttpMethod|properties.httpMethod',
        'AppId|properties.appId',
        'ResponseStatusCode|properties.responseStatusCode|HttpStatusCode|properties.httpStatusCode',
      ],
      bonus: [
        'Scopes|properties.scopes',
        'Roles|properties.roles',
        'RequestId|properties.requestId',
        'UserId|properties.userId',
        'SignInActivityId|properties.signInActivityId',
      ],
    }),
  event: {
    kind: 'use',
    time: 'time',
    client: 'appId',
    clientSpace: 'app',
    principal: 'userId',
    operation: { matcher: 'graph', method: 'method', uri: 'uri' },
    status: 'status',
    bytes: 'bytes',
    ip: 'ip',
    userAgent: 'userAgent',
    eventId: 'requestId',
  },
});

/** The API before Microsoft Graph: its calls prove use, but its days are no coverage of Microsoft Graph. */
function declareLog(head: CsvHead | JsonHead): LogDeclaration {
  return isOlderApi(head)
    ? { id: 'm365.aadgraphactivity', label: 'Azure AD Graph activity log', grade: 'Q2' }
    : { id: 'm365.graphactivity', label: 'Microsoft Graph activity log', grade: 'Q1' };
}

const OLDER_API = /AADGraphActivityLogs|AzureADGraphActivityLogs|:\/\/graph\.windows\.net\//i;

function isOlderApi(head: CsvHead | JsonHead): boolean {
  if (head.kind === 'json') {
    const [first] = head.sample;
    return first !== undefined && OLDER_API.test(JSON.stringify(first).slice(0, 100_000));
  }
  const columns = [findColumn(head.header, ['RequestUri']), findColumn(head.header, ['Type'])];
  return head.sample.slice(0, 1).some((row) => columns.some((column) => OLDER_API.test(row[column] ?? '')));
}
