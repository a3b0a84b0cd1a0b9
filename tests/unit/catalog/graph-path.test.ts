import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scopeFile } from '../../../electron/engine/catalog/schema.ts';
import { CATALOG_FOLDER, catalog, platform } from './fixtures.ts';

function key(method: string, uri: string): string {
  return catalog().matchGraph(method, uri).key;
}

test.each([
  ['https://graph.microsoft.com/v1.0/users/alex/messages', 'host'],
  ['https://graph.microsoft.us/beta/users/alex/messages', 'sovereign cloud, beta'],
  ['graph.microsoft.com/v1.0/users/alex/messages', 'host without scheme'],
  ['/v1.0/users/alex/messages/', 'slash at the end'],
  ['//v1.0//users//alex//messages', 'empty segments'],
  ['/users/alex/messages', 'no version'],
  ['users/alex/messages', 'no slash'],
  ['/v1.0/USERS/alex/Messages', 'upper case'],
  ['/v1.0/users/alex/messages?$filter=from/emailAddress/address eq %27a@b.c%27#x', 'query and fragment'],
  ["/v1.0/users('alex')/messages", 'key in brackets'],
  ['/v1.0/users(%27al%2Fex%27)/messages', 'encoded key with a slash'],
  ["/v1.0/users('o''neil (HR)')/messages", 'quotes and brackets inside a key'],
  ['/v1.0/myorganization/users/alex/messages', 'old prefix'],
  ['/v1.0/users/al%2Fex/messages', 'encoded slash inside an id'],
  ['/v1.0/users/%E0%A4%A/messages', 'broken encoding'],
  ['/v1.0/users/a%20b%C3%A9@example.com/messages', 'encoded id'],
])('%s (%s)', (uri) => {
  expect(catalog().matchGraph('GET', uri)).toMatchObject({ key: 'GET /users/{}/messages', quality: 'exact' });
});

test.each([
  ['GET', '/v1.0/me/messages', 'GET /me/messages', 'exact'],
  ['GET', '/v1.0/users/me/messages', 'GET /me/messages', 'exact'],
  ['HEAD', '/v1.0/me/messages', 'GET /me/messages', 'exact'],
  ['get', '/v1.0/me/messages', 'GET /me/messages', 'exact'],
  ['GET', '/v1.0/users/delta', 'GET /users/delta', 'exact'],
  ['GET', '/v1.0/users/delta()', 'GET /users/delta', 'folded'],
  ['GET', '/v1.0/users/microsoft.graph.delta()', 'GET /users/delta', 'folded'],
  ['GET', '/v1.0/drives/b!x/root:/HR/2026/pay (1).xlsx:/children', 'GET /drives/{}/root:/{}:/children', 'exact'],
  ['GET', '/v1.0/drives/b!x/root:/HR/pay.xlsx:/content', 'GET /drives/{}/items/{}/content', 'folded'],
  ['GET', '/v1.0/drives/b!x/root:/HR/pay.xlsx:', 'GET /drives/{}/root:/{}', 'exact'],
  ['PUT', '/v1.0/drives/b!x/items/01A:/new.txt:/content', 'PUT /drives/{}/items/{}:/{}:/content', 'exact'],
  ['GET', '/v1.0/drives/b!x/root/children', 'GET /drives/{}/items/{}/children', 'folded'],
  ['GET', '/v1.0/sites/s1/drives/d1/items/i1/content', 'GET /drives/{}/items/{}/content', 'folded'],
  ['GET', '/v1.0/groups/g1/drives/d1/root/delta', 'GET /drives/{}/root/delta', 'folded'],
  ['GET', '/v1.0/sites/contoso.sharepoint.com:/sites/hr', 'GET /sites/{}:/{}', 'exact'],
  ['GET', '/v1.0/sites/contoso.sharepoint.com:/sites/hr:/drive', 'GET /sites/{}/drive', 'exact'],
  ['GET', '/v1.0/users/7/messages/$count', 'GET /users/{}/messages', 'folded'],
  ['GET', "/v1.0/servicePrincipals(appId='c0ffee')/owners", 'GET /serviceprincipals()/owners', 'exact'],
  ['GET', '/v1.0/groups/7/members/microsoft.graph.user/$count', 'GET /groups/{}/members', 'folded'],
  ['GET', '/v1.0/teams/t1/channels/19:abc@thread.tacv2/messages', 'GET /teams/{}/channels/{}/messages', 'exact'],
] as const)('%s %s is %s (%s)', (method, uri, expected, quality) => {
  expect(catalog().matchGraph(method, uri)).toMatchObject({ key: expected, quality });
});

test('the short way for usual addresses gives what the long way gives', () => {
  for (const rest of [
    '',
    'me',
    'ME/Messages',
    'users/7/messages/',
    'users//7',
    'myorganization/users/7',
    'users/a:b/messages',
    'users/7/$value',
  ]) {
    const usual = catalog().matchGraph('GET', `https://graph.microsoft.com/v1.0/${rest}`);
    expect(catalog().matchGraph('GET', `https://graph.microsoft.us/beta/${rest}`)).toEqual(usual);
  }
});

test('a static segment wins over an id, but does not hide it', () => {
  expect(key('GET', '/v1.0/users/delta')).toBe('GET /users/delta');
  expect(key('GET', '/v1.0/users/delta/messages')).toBe('GET /users/{}/messages');
});

test('a write never falls back to a bare collection or object above it', () => {
  for (const uri of ['/v1.0/users/7/notAnAction', '/v1.0/groups/7/notAnAction', '/v1.0/applications/7/notAnAction']) {
    const match = catalog().matchGraph('POST', uri);
    expect(match.quality).toBe('none');
    expect(match.verb).toBe('unknown');
    expect(platform('entra').coveringScopes('application', match)).toEqual([]);
  }
  expect(catalog().matchGraph('GET', '/v1.0/users/7/notACollection').quality).toBe('none');
});

test.each([
  ['/v1.0/users/alice@example.com/unheardOf/bob', 'GET /users/{}/unheardof/{}'],
  ['/v1.0/users/6e7b768e-07e2-4810-8459-485f84f8f204/unheardOf/123', 'GET /users/{}/unheardof/{}'],
  ['/v1.0/unheardOf/alice/bob/carol', 'GET /unheardof/{}/{}/{}'],
  ['/v1.0/unheardOf/AAMkAGI2TAAA=/messages', 'GET /unheardof/{}/messages'],
  ['/v1.0/alice@example.com', 'GET /{}'],
  ['/v1.0/reports/unheardOf(period=%27D7%27,user=%27alice%27)', 'GET /reports/{}'],
  ['/v1.0/security/secretName', 'GET /security/{}'],
  ['', 'GET /'],
])('nothing personal is kept of an unknown path: %s', (uri, expected) => {
  expect(catalog().matchGraph('GET', uri)).toMatchObject({ key: expected, quality: 'none', setIndex: null });
});

test('no id, address, query or name of a file ever survives into a key', () => {
  const secrets = [
    'alice.smith@example.com',
    '6e7b768e-07e2-4810-8459-485f84f8f204',
    'AAMkAGI2THVSAAA=',
    'b!Zx9_q-1',
    'payroll.xlsx',
    '4711',
  ];
  const shapes = [
    (id: string) => `/v1.0/users/${id}/messages/${id}?$search="${id}"`,
    (id: string) => `/v1.0/users('${id}')/mailFolders/${id}/messages/${id}/attachments/${id}/$value`,
    (id: string) => `/v1.0/drives/${id}/root:/a/${id}:/content`,
    (id: string) => `/v1.0/drives/${id}/items/${id}:/${id}:/unheardOf`,
    (id: string) => `/v1.0/sites/${id}:/sites/${id}:/lists/${id}/items/${id}/unheardOf/${id}`,
    (id: string) => `/v1.0/unheardOf/${id}/deeper/${id}`,
    (id: string) => `/v1.0/unheardOf(name='${id}')/${id}`,
    (id: string) => `/beta/${id}/${id}`,
    (id: string) => `/beta/security/${id}/${id}/${id}`,
  ];
  for (const secret of secrets) {
    for (const shape of shapes) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        expect(key(method, shape(secret))).not.toContain(secret.toLowerCase());
      }
    }
  }
});

test('matching a key again gives the same key and the same permission set', () => {
  const uris = [
    '/v1.0/me',
    '/v1.0/me/messages',
    '/v1.0/users/1/messages',
    '/v1.0/drives/1/root:/a/b:/content',
    '/v1.0/sites/h:/sites/x:/lists',
    '/v1.0/sites/h:/sites/x',
    '/v1.0/groups/1/members/$count',
    '/v1.0/unheardOf/1/2',
    '/v1.0/me/unheardOf/x',
    '/v1.0/me/mailFolders/1/messages/2/attachments/3/$value',
    "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')",
    "/v1.0/servicePrincipals(appId='1')/owners",
    '/v1.0/$batch',
    '/v1.0/drives/1/items/2:/3:/content',
    `/v1.0/${'deep/'.repeat(40)}`,
  ];
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    for (const uri of uris) {
      const first = catalog().matchGraph(method, uri);
      const [keyMethod = '', keyPath = ''] = first.key.split(' ');
      const again = catalog().matchGraph(keyMethod, keyPath);
      expect(again.key).toBe(first.key);
      expect(again.setIndex).toBe(first.setIndex);
    }
  }
});

test('reading by POST counts as reading', () => {
  expect(catalog().matchGraph('POST', '/v1.0/directoryObjects/getByIds').verb).toBe('read');
  expect(catalog().matchGraph('POST', '/v1.0/me/sendMail').verb).toBe('write');
  expect(catalog().matchGraph('DELETE', '/v1.0/users/7').verb).toBe('write');
});

test('the cache gives back the same result after it was filled many times over', () => {
  const before = catalog().matchGraph('GET', '/v1.0/users/first/messages');
  for (let index = 0; index < 100_000; index++) catalog().matchGraph('GET', `/v1.0/users/${index}/events`);
  expect(catalog().matchGraph('GET', '/v1.0/users/first/messages')).toEqual(before);
});

test('every listed template is found again with its own permissions when ids stand in for {}', () => {
  const file = scopeFile.parse(JSON.parse(readFileSync(join(CATALOG_FOLDER, 'entra-graph.json'), 'utf8')));
  const strangers: string[] = [];
  let count = 0;
  for (const [methods, path, set] of file.ops ?? []) {
    const uri = `https://graph.microsoft.com/beta${path.replaceAll('{}', '7F3a').replaceAll('()', "(a='1/2')")}?$top=5`;
    for (const method of methods.split(',')) {
      count++;
      const match = catalog().matchGraph(method, uri);
      if (match.setIndex !== set || match.key !== `${method} ${path}`)
        strangers.push(`${method} ${path}: ${match.key}`);
    }
  }
  expect(count).toBeGreaterThan(9_000);
  expect(strangers).toEqual([]);
});
