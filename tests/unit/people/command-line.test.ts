import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { RESOURCES } from '../engine/engine-case.ts';
import { keyOnDisk, PASSPHRASE } from './people-case.ts';

let folder: string;
let workspace: string;
let passphraseFile: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-people-cli-'));
  workspace = join(folder, 'case.countersign');
  passphraseFile = join(folder, 'passphrase');
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`);
  const files = ['entra/oauth2-permission-grants.json', 'entra/service-principals.json'];
  const stated = ['--tenant', 't', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'Erik', '--method', 'by hand'];
  await run('import', '--whole', ...stated, ...files.map((name) => join(RESOURCES, 'sample', name)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(name: string, ...argv: string[]): Promise<unknown> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await commands.get(name)?.run([...argv, '--workspace', workspace, '--json']);
    return JSON.parse(out);
  } finally {
    write.mockRestore();
  }
}

const withKey = (path: string) => ['--key', path, '--passphrase-file', passphraseFile];
const listed = z.array(z.object({ itemId: z.string() }));
const journal = z.array(z.object({ type: z.string(), actor: z.string() }));

test('people are added by certificate, and decide with their keys', async () => {
  expect(await run('people')).toEqual([]);
  const ada = keyOnDisk(folder, 'Ada');
  const ben = keyOnDisk(folder, 'Ben');
  const [item] = listed.parse(await run('query', 'items'));
  const decide = (...by: string[]) =>
    run('decide', '--item', item?.itemId ?? '', '--decision', 'revoke', '--reason', 'Nobody needs it.', ...by);
  await expect(decide(...withKey(ada.path))).rejects.toThrow('no people with keys');

  const first = (...more: string[]) =>
    run(
      'people',
      '--add',
      ada.certificatePath,
      '--roles',
      'preparer, reviewer',
      '--manager',
      'm@x.example',
      '--by',
      'Rita',
      ...more,
    );
  // A certificate whose key nobody has would lock the case.
  await expect(first()).rejects.toThrow('Show that the key of this certificate is at hand');
  await expect(first(...withKey(ben.path))).rejects.toThrow('The key is that of Ben, and the certificate that of Ada');
  expect(await run('people')).toEqual([]);
  await first(...withKey(ada.path));
  await expect(run('people', '--add', ben.certificatePath, '--roles', 'observer', '--by', 'Rita')).rejects.toThrow(
    'nobody is signed in',
  );
  await expect(run('people', '--add', ben.certificatePath, '--roles', 'boss', ...withKey(ada.path))).rejects.toThrow(
    '--roles takes preparer',
  );
  expect(await run('people', '--add', ben.certificatePath, '--roles', 'observer', ...withKey(ada.path))).toMatchObject([
    { name: 'Ada', roles: ['preparer', 'reviewer'], manager: 'm@x.example', id: ada.fingerprint },
    { name: 'Ben', roles: ['observer'], manager: '' },
  ]);

  await expect(decide('--by', 'Rita')).rejects.toThrow('nobody is signed in');
  await expect(decide(...withKey(ben.path))).rejects.toThrow('Ben is no reviewer');
  await expect(run('import', '--whole', join(RESOURCES, 'sample', 'people.csv'), ...withKey(ben.path))).rejects.toThrow(
    'Ben has no role for this',
  );
  expect(await decide(...withKey(ada.path))).toMatchObject({ decision: { decision: 'revoke', by: 'Ada' } });
  expect(
    journal
      .parse(await run('query', 'journal'))
      .slice(0, 2)
      .map(({ type, actor }) => [type, actor]),
  ).toEqual([
    ['checkpoint', 'Ada'],
    ['decision', 'Ada'],
  ]);
});
