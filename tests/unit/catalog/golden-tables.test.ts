import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalog, CATALOG_FOLDER, platform } from './fixtures.ts';

const table = z.object({
  scopes: z.array(
    z.object({
      id: z.string(),
      inc: z.array(z.int()).optional(),
      d: z.unknown().optional(),
      a: z.unknown().optional(),
    }),
  ),
  sets: z.array(z.array(z.array(z.int()))),
  ops: z.array(z.tuple([z.string(), z.string(), z.int()]).rest(z.string())),
});

/** The scopes that a row of the file allows, with everything above them, worked out here from the file alone. */
function readTable(name: string) {
  const file = table.parse(JSON.parse(readFileSync(join(CATALOG_FOLDER, `${name}.json`), 'utf8')));
  const above = (index: number): number[] => [
    index,
    ...file.scopes.flatMap((scope, upper) => (scope.inc?.includes(index) ? above(upper) : [])),
  ];
  return {
    ops: file.ops,
    allowing(set: number, kind: 'delegated' | 'application'): string[] {
      const row = file.sets[set] ?? [];
      const direct = (kind === 'application' && row.length === 4 ? row[2] : row[0]) ?? [];
      const all = new Set(direct.flatMap(above));
      const rows = [...all].flatMap((index) => file.scopes[index] ?? []);
      return rows
        .filter((row_) => (kind === 'delegated' ? row_.d : row_.a) !== undefined)
        .map(({ id }) => id)
        .toSorted();
    },
  };
}

/** Calls as logs hold them, with the row of the table they must come to. */
const GRAPH: readonly (readonly [string, string])[] = [
  ['GET /v1.0/me', 'GET /users/{}'],
  ['GET /v1.0/me/messages?$top=50', 'GET /users/{}/messages'],
  ['POST /v1.0/me/sendMail', 'POST /users/{}/sendmail'],
  ['PATCH /v1.0/me/messages/AAMkAGI2', 'PATCH /users/{}/messages/{}'],
  ['GET /v1.0/me/calendarView?startDateTime=2026-01-01', 'GET /users/{}/calendarview'],
  ['POST /v1.0/me/events', 'POST /users/{}/events'],
  ['GET /v1.0/me/contacts', 'GET /users/{}/contacts'],
  ['GET /v1.0/me/joinedTeams', 'GET /users/{}/joinedteams'],
  ['GET /v1.0/users/delta?$deltatoken=x', 'GET /users/delta()'],
  ['GET /v1.0/auditLogs/signIns', 'GET /auditlogs/signins'],
  ['GET /v1.0/security/alerts_v2', 'GET /security/alerts_v2'],
  ['GET /v1.0/subscribedSkus', 'GET /subscribedskus'],
  ['GET /v1.0/organization', 'GET /organization'],
  ['POST /v1.0/applications/11/addPassword', 'POST /applications/{}/addpassword'],
  ['GET /v1.0/drives/b!x/items/01AB/content', 'GET /drives/{}/items/{}/content'],
  ['GET /beta/deviceManagement/managedDevices', 'GET /devicemanagement/manageddevices'],
  ['GET /v1.0/users/alex@contoso.com/messages', 'GET /users/{}/messages'],
  ["GET /v1.0/users('alex@contoso.com')/manager", 'GET /users/{}/manager'],
  ['DELETE /v1.0/me/messages/AAMkAGI2', 'DELETE /users/{}/messages/{}'],
  ['GET /v1.0/me/mailFolders', 'GET /users/{}/mailfolders'],
  ['GET /v1.0/groups/7c3/members', 'GET /groups/{}/members'],
  ['GET /v1.0/teams/02bd9fd6-8f93-4758-87c3-1fb73740a315/channels', 'GET /teams/{}/channels'],
  ['GET /v1.0/sites/contoso.sharepoint.com,1f2,3a4/lists/77/items', 'GET /sites/{}/lists/{}/items'],
  ['GET /v1.0/roleManagement/directory/roleAssignments', 'GET /rolemanagement/directory/roleassignments'],
  ['GET /v1.0/communications/callRecords/e523', 'GET /communications/callrecords/{}'],
  ['GET /v1.0/devices', 'GET /devices'],
  ['GET /v1.0/servicePrincipals/44', 'GET /serviceprincipals/{}'],
  ['PATCH /v1.0/applications/11', 'PATCH /applications/{}'],
  ['GET /v1.0/identity/conditionalAccess/policies', 'GET /identity/conditionalaccess/policies'],
  ['GET /v1.0/me/onenote/notebooks', 'GET /users/{}/onenote/notebooks'],
];

test.each(GRAPH)('Graph %s: exactly the scopes of its row', (call, row) => {
  const graph = readTable('entra-graph');
  const [method = '', path = ''] = row.split(' ');
  const variants = [path, path.replace('()', '')];
  const found = graph.ops.find(([methods, listed]) => methods.split(',').includes(method) && variants.includes(listed));
  if (found === undefined) throw new Error(`${row} is not in the table`);
  const [written = '', uri = ''] = call.split(' ');
  const match = catalog().matchGraph(written, uri);
  for (const kind of ['delegated', 'application'] as const)
    expect(platform('entra').coveringScopes(kind, match)).toEqual(graph.allowing(found[2], kind));
});

test('every Google method of the table, as the log names it, allows exactly the scopes of its row', () => {
  const google = readTable('google');
  expect(google.ops.length).toBeGreaterThan(1000);
  // One in seven: the closure is worked out anew for each.
  for (const [, id, set, api] of google.ops.filter((_, index) => index % 7 === 0)) {
    const match = catalog().matchGoogle(api ?? id.split('.')[0] ?? '', id);
    expect(match.key).toBe(id);
    for (const kind of ['delegated', 'application'] as const)
      expect(platform('google').coveringScopes(kind, match)).toEqual(google.allowing(set, kind));
  }
});

test('every Okta call of the table, with ids, allows exactly the scopes of its row', () => {
  const okta = readTable('okta');
  for (const [methods, path, set] of okta.ops) {
    for (const method of methods.split(',')) {
      const match = catalog().matchOkta(method, path.replaceAll('{}', '00u1abcd'));
      expect(match.key).toBe(`${method} ${path}`);
      expect(platform('okta').coveringScopes('application', match)).toEqual(okta.allowing(set, 'application'));
    }
  }
});
