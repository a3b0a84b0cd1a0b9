import { iso } from './clock.ts';
import { type GraphLayout, tokenScopes } from './large-layouts.ts';

/** JSON of an object, without its closing brace and with a comma in its place. */
function opened(value: object): string {
  return `${JSON.stringify(value).slice(0, -1)},`;
}

/** What a storage account holds for each hour: one diagnostic record a line, the call under `properties`. */
export const diagnosticRecords: GraphLayout = {
  before: '',
  between: '\r\n',
  after: '\r\n',
  line: (tenantId) => (session) => {
    const { connector, person } = session;
    const token = tokenScopes(session);
    const appOnly = person === undefined;
    const resource = `/TENANTS/${tenantId.toUpperCase()}/PROVIDERS/MICROSOFT.AADIAM`;
    const level = { callerIpAddress: connector.address, level: 'Informational', location: session.region };
    const inSession = {
      apiVersion: 'v1.0',
      signInActivityId: session.signInId,
      tokenIssuedAt: iso(session.issued),
      userAgent: connector.userAgent,
      ipAddress: connector.address,
      identityProvider: 'https://sts.windows.net/',
      clientAuthMethod: appOnly ? 2 : 1,
      C_Idtyp: appOnly ? 'app' : 'user',
      wids: appOnly ? '' : 'b79fbf4d-3ef9-4689-8143-76b194e85509',
      appId: connector.appId,
      userId: person?.id ?? null,
      servicePrincipalId: appOnly ? connector.servicePrincipalId : null,
      scopes: appOnly ? '' : token,
      roles: appOnly ? token : '',
      sessionId: session.sessionId,
      uniqueTokenId: session.tokenId,
      atContentP: '',
      atContentH: '',
    };
    const afterTime =
      `","resourceId":"${resource}","operationName":"Microsoft Graph Activity","operationVersion":"v1.0",` +
      `"category":"MicrosoftGraphActivityLogs","tenantId":"${tenantId}","resultSignature":"`;
    const afterStatus = `",${opened(level).slice(1)}"correlationId":"`;
    const inProperties = `","properties":{${opened(inSession).slice(1)}"timeGenerated":"`;
    return (random, call, { time, requestId, uri, size }) => {
      const at = iso(time);
      const duration = random.between(180_000, 9_800_000);
      return (
        `{"time":"${at}${afterTime}${call.status}","durationMs":"${duration}${afterStatus}${requestId}${inProperties}${at}"` +
        `,"requestId":"${requestId}","operationId":"${requestId}","clientRequestId":"${random.guid()}","requestMethod":"${call.method}"` +
        `,"requestUri":${JSON.stringify(uri)},"responseStatusCode":${call.status},"responseSizeBytes":${size},"durationMs":${duration}}}`
      );
    };
  },
};

/** One document with all records in a list, as an answer of the Graph or Log Analytics API is saved. */
export const oneDocument: GraphLayout = {
  before: '{"@odata.context":"https://graph.microsoft.com/beta/$metadata#activity","value":[\n',
  between: ',\n',
  after: '\n]}\n',
  line: (tenantId) => (session) => {
    const { connector, person } = session;
    const token = tokenScopes(session);
    const appOnly = person === undefined;
    const inSession = opened({
      AadTenantId: tenantId,
      ApiVersion: 'v1.0',
      AppId: connector.appId,
      ClientAuthMethod: appOnly ? 2 : 1,
      IdentityProvider: 'https://sts.windows.net/',
      IPAddress: connector.address,
      Location: session.region,
      Roles: appOnly ? token : '',
      Scopes: appOnly ? '' : token,
      ServicePrincipalId: appOnly ? connector.servicePrincipalId : '',
      SessionId: session.sessionId,
      SignInActivityId: session.signInId,
      TokenIssuedAt: iso(session.issued),
      UniqueTokenId: session.tokenId,
      UserAgent: connector.userAgent,
      UserId: person?.id ?? '',
      Wids: appOnly ? '' : 'b79fbf4d-3ef9-4689-8143-76b194e85509',
    }).slice(1);
    return (random, call, { time, requestId, uri, size }) =>
      `{"TimeGenerated":"${iso(time)}",${inSession}"RequestId":"${requestId}","OperationId":"","RequestMethod":"${call.method}"` +
      `,"RequestUri":${JSON.stringify(uri)},"ResponseStatusCode":${call.status},"ResponseSizeBytes":${size}` +
      `,"DurationMs":${random.between(180_000, 9_800_000)},"Type":"MicrosoftGraphActivityLogs"}`;
  },
};
