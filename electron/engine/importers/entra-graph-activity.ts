import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

/**
 * MicrosoftGraphActivityLogs, from Log Analytics (CSV, JSON) or as raw diagnostic records. `Scopes` and `Roles` are what
 * the token carried, not what the call needed, so they are not read: need follows from method and route.
 */
export default defineImporter({
  id: 'm365.graphactivity',
  platform: 'entra',
  label: 'Microsoft Graph activity log',
  system: 'Microsoft Entra, MicrosoftGraphActivityLogs',
  dayOrder: 'month-first',
  log: { id: 'm365.graphactivity', label: 'Microsoft Graph activity log', grade: 'Q1' },
  fields: {
    time: { from: ['TimeGenerated', 'time', 'properties.timeGenerated'], required: true },
    appId: { from: ['AppId', 'properties.appId'], required: true },
    userId: { from: ['UserId', 'properties.userId'] },
    method: { from: ['RequestMethod', 'properties.requestMethod'], required: true },
    uri: { from: ['RequestUri', 'properties.requestUri'], required: true },
    status: { from: ['ResponseStatusCode', 'properties.responseStatusCode'], required: true },
    bytes: { from: ['ResponseSizeBytes', 'properties.responseSizeBytes'] },
    ip: { from: ['IPAddress', 'properties.ipAddress', 'callerIpAddress'] },
    requestId: { from: ['RequestId', 'properties.requestId'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [
        'RequestUri|properties.requestUri',
        'RequestMethod|properties.requestMethod',
        'AppId|properties.appId',
        'ResponseStatusCode|properties.responseStatusCode',
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
    eventId: 'requestId',
  },
});
