import type { FieldSource } from '../importer.ts';

/**
 * Fields of event log files (`REQUEST_ID`, lower-cased by collectors) and of the same events kept as objects
 * (`RequestIdentifier`). Found by name only: the order of columns changes with every release.
 */
export const ELF_FIELDS = {
  type: { from: ['EVENT_TYPE', 'attributes.type'] },
  timeDerived: { from: ['TIMESTAMP_DERIVED'] },
  time: { from: ['TIMESTAMP', 'EventDate'] },
  requestId: { from: ['REQUEST_ID', 'RequestIdentifier', 'EventIdentifier'] },
  userId: { from: ['USER_ID', 'UserIdentifier'] },
  userIdDerived: { from: ['USER_ID_DERIVED'] },
  userName: { from: ['USER_NAME', 'Username'] },
  loginKey: { from: ['LOGIN_KEY'] },
  sessionKey: { from: ['SESSION_KEY'] },
  appId: { from: ['CONNECTED_APP_ID', 'ConnectedAppIdentifier'] },
  appName: { from: ['CONNECTED_APP_NAME', 'Application'] },
  clientCategory: { from: ['API_CLIENT_CATEGORY'] },
  method: { from: ['HTTP_METHOD', 'METHOD'] },
  uri: { from: ['URI'] },
  family: { from: ['API_FAMILY'] },
  resource: { from: ['API_RESOURCE'] },
  entity: { from: ['ENTITY_NAME', 'ENTITY_TYPE', 'ObjectName', 'QueriedEntities'] },
  queriedEntities: { from: ['QueriedEntities'] },
  methodName: { from: ['METHOD_NAME'] },
  operation: { from: ['OPERATION_TYPE', 'OPERATION'] },
  connection: { from: ['CONNECTION_TYPE'] },
  scopes: { from: ['OAUTH_SCOPES'] },
  statusCode: { from: ['STATUS_CODE'] },
  requestStatus: { from: ['REQUEST_STATUS'] },
  success: { from: ['SUCCESS'] },
  jobStatus: { from: ['JOB_STATUS'] },
  policyOutcome: { from: ['PolicyOutcome'] },
  rowsReturned: { from: ['RowsReturned'] },
  loginStatus: { from: ['LOGIN_STATUS'] },
  loginSubType: { from: ['LOGIN_SUB_TYPE'] },
  responseSize: { from: ['RESPONSE_SIZE'] },
  clientIp: { from: ['CLIENT_IP'] },
  sourceIp: { from: ['SOURCE_IP'] },
  agent: { from: ['USER_AGENT', 'BROWSER_TYPE'] },
} as const satisfies Readonly<Record<string, FieldSource>>;

export type ElfField = keyof typeof ELF_FIELDS;
