import { iso, logAnalyticsTime, MINUTE } from './clock.ts';
import { csvCell, csvLine } from './csv.ts';
import type { GraphCall } from './entra-connectors.ts';
import { GRAPH_ACTIVITY_HEADER, type GraphSession } from './graph-activity.ts';
import type { Random } from './random.ts';

/** What differs from one call of a session to the next. */
export interface CallCells {
  readonly time: number;
  readonly requestId: string;
  readonly uri: string;
  readonly size: number;
}

/** One call of a session without its line end; what the session repeats in every line is joined once. */
export type SessionLine = (random: Random, call: GraphCall, cells: CallCells) => string;

/** How the lines of a large log are written, and what stands before, between and behind them. */
export interface GraphLayout {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly line: (tenantId: string) => (session: GraphSession) => SessionLine;
}

/** What every row of a CSV file is closed with. */
function csvFile(header: readonly string[]): Omit<GraphLayout, 'line'> {
  return { before: `${csvLine(header)}\r\n`, between: '\r\n', after: '\r\n' };
}

/** The portal's export: every column, times in its own form. */
export const wholeExport: GraphLayout = {
  ...csvFile(GRAPH_ACTIVITY_HEADER),
  line: (tenantId) => {
    const timeCell = createPortalTime();
    return (session) => {
      const { connector, person } = session;
      const token = tokenScopes(session);
      const appOnly = person === undefined;
      const beforeRequestId = `,${tenantId},v1.0,${connector.appId},${appOnly ? '2' : '1'},`;
      const beforeOperation = `,https://sts.windows.net/,${connector.address},${session.region},,`;
      const afterStatus = [
        appOnly ? token : '',
        appOnly ? '' : token,
        appOnly ? connector.servicePrincipalId : '',
        session.sessionId,
        session.signInId,
        csvCell(logAnalyticsTime(session.issued)),
        session.tokenId,
        csvCell(connector.userAgent),
        person?.id ?? '',
        appOnly ? '' : 'b79fbf4d-3ef9-4689-8143-76b194e85509',
      ].join(',');
      return (random, call, { time, requestId, uri, size }) =>
        timeCell(time) +
        beforeRequestId +
        random.guid() +
        ',,' +
        random.between(180_000, 9_800_000) +
        beforeOperation +
        `${requestId},${call.method},${csvCell(uri)},${size},${call.status},` +
        afterStatus;
    };
  },
};

/** The permissions a token carried, cut as `substring(Scopes, 0, 32)` cuts them: the whole list is repeated endlessly. */
const KEPT_SCOPES = 32;

/** What an analyst's `project` leaves: twenty columns, ISO times, about 340 bytes a row. */
export const projected: GraphLayout = {
  ...csvFile([
    'TimeGenerated',
    'ApiVersion',
    'AppId',
    'ServicePrincipalId',
    'UserId',
    'SignInActivityId',
    'ClientAuthMethod',
    'IPAddress',
    'Location',
    'DeviceId',
    'OperationId',
    'RequestId',
    'RequestMethod',
    'RequestUri',
    'ResponseStatusCode',
    'ResponseSizeBytes',
    'DurationMs',
    'Scopes',
    'Roles',
    'UserAgent',
  ]),
  line: () => (session) => {
    const { connector, person } = session;
    const token = tokenScopes(session).slice(0, KEPT_SCOPES).trimEnd();
    const appOnly = person === undefined;
    const beforeRequest = `,${[
      'v1.0',
      connector.appId,
      appOnly ? connector.servicePrincipalId : '',
      person?.id ?? '',
      session.signInId,
      appOnly ? '2' : '1',
      connector.address,
      session.region,
      '',
      '',
    ].join(',')},`;
    const afterDuration = `,${[appOnly ? '' : token, appOnly ? token : '', csvCell(connector.userAgent)].join(',')}`;
    return (random, call, { time, requestId, uri, size }) =>
      iso(time) +
      beforeRequest +
      `${requestId},${call.method},${csvCell(uri)},${call.status},${size},${random.between(180_000, 9_800_000)}` +
      afterDuration;
  },
};

export function tokenScopes({ connector }: GraphSession): string {
  return connector.scopes.filter((scope) => scope !== 'offline_access').join(' ');
}

/** The quoted `TimeGenerated [UTC]` cell of ever-later times; what a minute shares is made once. */
function createPortalTime(): (time: number) => string {
  let minute = -1;
  let head = '';
  let tail = '';
  return (time) => {
    const current = Math.floor(time / MINUTE);
    if (current !== minute) {
      minute = current;
      const text = logAnalyticsTime(current * MINUTE);
      head = `"${text.slice(0, -9)}`;
      tail = `${text.slice(-3)}"`;
    }
    const millisecond = time - current * MINUTE;
    return head + (millisecond / 1000).toFixed(3).padStart(6, '0') + tail;
  };
}
