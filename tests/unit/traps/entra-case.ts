import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { inspectFile } from '../../../electron/engine/import/inspect-file.ts';
import type { ImportPlan } from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { caseFacts } from '../engine/case-facts.ts';
import { type EngineCase, importFiles, newCase } from '../engine/engine-case.ts';

export const APP = '0a0a0a0a-0000-4000-8000-000000000001';
export const CLIENT = '11111111-1111-4111-8111-111111111111';
export const OTHER_APP = '0a0a0a0a-0000-4000-8000-000000000002';
export const OTHER_CLIENT = '22222222-2222-4222-8222-222222222222';
export const GRAPH = '99999999-9999-4999-8999-999999999999';
export const GRAPH_APP = '00000003-0000-0000-c000-000000000000';
export const EXCHANGE = '88888888-8888-4888-8888-888888888888';
export const ANN = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const BEN = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';

let started: EngineCase;

/** Gives every test of the file an empty case of its own; call once at the top. */
export function useCase(): void {
  beforeEach(async () => {
    started = await newCase();
  });
  afterEach(async () => {
    await started.dispose();
  });
}

/** Writes a file into the folder of the case, objects as JSON. */
export function put(name: string, content: string | object): string {
  const path = join(started.folder, name);
  const isWritten = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(path, isWritten ? content : JSON.stringify(content));
  return path;
}

/** CSV with every cell quoted; a cell that a line does not have is blank. */
export function csv(columns: readonly string[], ...lines: readonly Readonly<Record<string, string>>[]): string {
  const row = (cells: readonly string[]): string =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
  return row(columns) + lines.map((line) => row(columns.map((name) => line[name] ?? ''))).join('');
}

/** What the import desk says about a file. */
export function inspect(path: string): Promise<ImportPlan> {
  return inspectFile(started.engine.context, path, 'token');
}

/** Imports one file and makes sure that nothing failed and that its account closes. */
export async function importOne(path: string, format: string): Promise<ImportSummary> {
  const { imports, failures } = await importFiles(started, [{ path, format }]);
  expect(failures).toEqual([]);
  const [one] = imports;
  if (one === undefined) throw new Error('nothing was imported');
  expect(one.closes).toBe(true);
  return one;
}

/** The canonical facts of the case. */
export function facts(): Record<string, unknown[]> {
  return caseFacts(started.engine.context.open().db);
}

/** The case file. */
export function theCase(): ReturnType<EngineCase['engine']['context']['open']>['db'] {
  return started.engine.context.open().db;
}

/** Rows of the case file. */
export function rows(sql: string): unknown[] {
  return started.engine.context.open().db.prepare(sql).all();
}

/** A delegated grant of Graph, for everyone unless said otherwise. */
export function grant(more: object): object {
  return { id: 'g', clientId: CLIENT, consentType: 'AllPrincipals', principalId: null, resourceId: GRAPH, ...more };
}

/** A changed property of a directory activity. */
export function change(displayName: string, newValue: string | null, oldValue: string | null = null): object {
  return { displayName, newValue, oldValue };
}

/** A directory activity of Graph. */
export function activity(activityDisplayName: string, targetResources: readonly object[], more: object = {}): object {
  return {
    id: `Directory_${activityDisplayName}`,
    activityDateTime: '2026-09-01T10:00:00Z',
    activityDisplayName,
    result: 'success',
    correlationId: 'c1',
    initiatedBy: { user: { id: ANN, userPrincipalName: 'ann@firm.example', ipAddress: '192.0.2.1' } },
    targetResources,
    ...more,
  };
}

/** Targets of "Add delegated permission grant": resource first, then the client. */
export function delegatedGrant(scope: string | null, before: string | null = null): readonly object[] {
  const quoted = (text: string | null): string | null => (text === null ? null : JSON.stringify(text));
  return [
    {
      id: GRAPH,
      displayName: 'Microsoft Graph',
      type: 'ServicePrincipal',
      modifiedProperties: [
        change('DelegatedPermissionGrant.Scope', quoted(scope), quoted(before)),
        change('DelegatedPermissionGrant.ConsentType', '"AllPrincipals"'),
        change('ServicePrincipal.ObjectID', JSON.stringify(CLIENT)),
        change('ServicePrincipal.DisplayName', null),
        change('ServicePrincipal.AppId', null),
        change('TargetId.ServicePrincipalNames', JSON.stringify(`${GRAPH_APP};https://graph.microsoft.com`)),
      ],
    },
    { id: CLIENT, displayName: null, type: 'ServicePrincipal', modifiedProperties: [] },
  ];
}

/** A record of the unified audit log. */
export function unified(Operation: string, more: object = {}): object {
  return {
    CreationTime: '2026-09-02T08:00:00',
    Id: `ual-${Operation}`,
    Operation,
    OrganizationId: 'f0000000-0000-4000-8000-00000000000f',
    RecordType: 50,
    ResultStatus: 'Succeeded',
    UserKey: 'k',
    UserType: 0,
    Workload: 'Exchange',
    UserId: 'ann@firm.example',
    ...more,
  };
}

/** A service principal of Graph. */
export function servicePrincipal(more: object = {}): object {
  return { id: CLIENT, appId: APP, displayName: 'Fieldnotes', servicePrincipalType: 'Application', ...more };
}

export const FLAT = [
  'PermissionType',
  'AppId',
  'ClientObjectId',
  'AppDisplayName',
  'ResourceObjectId',
  'Permission',
  'ConsentType',
];
export const FLAT_ROW = {
  PermissionType: 'Delegated',
  AppId: APP,
  ClientObjectId: CLIENT,
  AppDisplayName: 'Microsoft Fieldnotes',
  ResourceObjectId: GRAPH,
  Permission: 'User.Read',
  ConsentType: 'AllPrincipals',
};

export const SHARED_ROLE = 'e2a3a72e-5f79-4c64-b1b1-878b674786c9';

/** An app role assignment of Graph. */
export function assignment(more: object): object {
  return {
    id: 'r',
    principalId: CLIENT,
    principalType: 'ServicePrincipal',
    resourceId: GRAPH,
    appRoleId: SHARED_ROLE,
    createdDateTime: '2026-02-03T04:05:06Z',
    ...more,
  };
}

/** The case of the running test. */
export function engineCase(): EngineCase {
  return started;
}
