import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldGuids, foldTokens } from '../../../electron/engine/catalog/graph-fold.ts';
import { scopeFile } from '../../../electron/engine/catalog/schema.ts';
import { createRandom } from '../../generator/random.ts';
import { CATALOG_FOLDER, catalog } from './fixtures.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

test('GUIDs become one, wherever they stand, and nothing else does', () => {
  const same = '00000000-0000-0000-0000-000000000000';
  expect(foldGuids('/users/d905a177-ca15-4a23-b802-e7349d8d9a55/messages')).toBe(`/users/${same}/messages`);
  expect(foldGuids("/users('D905A177-CA15-4A23-B802-E7349D8D9A55')")).toBe(`/users('${same}')`);
  expect(foldGuids('/a/d905a177-ca15-4a23-b802-e7349d8d9a55/e70eef7d-8cab-4c0c-8667-4c80f08c1af4')).toBe(
    `/a/${same}/${same}`,
  );
  for (const address of [
    '/me',
    '/d905a177-ca15-4a23-b802-e7349d8d9a5',
    '/x-y-z-1',
    '/%2d905a177-ca15-4a23-b802-e7349d8d9a55',
  ])
    expect(foldGuids(address)).toBe(address);
});

test('long tokens become one, words and versions stay', () => {
  const word = 'devicemanagementderivedcredentialsettings1';
  const token = `AAMkAD${'x7'.repeat(30)}==`;
  expect(foldTokens(`/me/messages/${token}/attachments`, new Set())).toBe(`/me/messages/${'0'.repeat(40)}/attachments`);
  for (const address of [`/${word}`, `/v${'1'.repeat(41)}/me`, `/me/${'a'.repeat(50)}`, '/me/messages/AAMkAD1'])
    expect(foldTokens(address, new Set([word]))).toBe(address);
});

test('a call with ids matches as it does where nothing is folded', () => {
  const file = scopeFile.parse(JSON.parse(readFileSync(join(CATALOG_FOLDER, 'entra-graph.json'), 'utf8')));
  const random = createRandom(5, 'fold');
  const id = () => (random.chance(0.5) ? random.guid() : random.text(random.between(40, 152), BASE64URL));
  const strangers: string[] = [];
  for (const [methods, path] of file.ops ?? []) {
    const tail = random.chance(0.2) ? `/${id()}` : random.chance(0.2) ? '/unheardOf' : '';
    const filled = path.replaceAll('{}', id).replaceAll('()', "(a='1')") + tail;
    // An encoded letter of the version means the same and keeps an address from being folded.
    for (const method of [methods.split(',')[0] ?? 'GET', 'DELETE']) {
      const folded = catalog().matchGraph(method, `https://graph.microsoft.com/v1.0${filled}`);
      const whole = catalog().matchGraph(method, `https://graph.microsoft.com/%761.0${filled}`);
      if (JSON.stringify(folded) !== JSON.stringify(whole))
        strangers.push(`${method} ${filled}: ${folded.key} ${whole.key}`);
    }
  }
  expect(strangers).toEqual([]);
});
