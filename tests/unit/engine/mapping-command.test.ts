import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { createProfileStore } from '../../../electron/engine/import/profiles.ts';
import { caseFacts } from './case-facts.ts';
import { startEngine } from './engine-case.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-mapping-'));
  const times = ['10/2/2026 04:15', '3/4/2026 10:00'];
  const rows = times.map((time, index) => `App ${index},ann@firm.example,mail:read,${time}`);
  writeFileSync(join(folder, 'watch.csv'), ['App,Who,Scopes,Granted', ...rows, ''].join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const mapping = {
  target: 'grants',
  platform: 'other',
  fields: { connectorName: 'App', principal: 'Who', scopes: 'Scopes', grantedAt: 'Granted' },
} as const;

/** A profile as the app exports it. */
function exportProfile(name: string): { path: string; sha256: string } {
  const store = createProfileStore(join(folder, 'profiles'));
  const { sha256 } = store.save({
    name,
    mapping,
    columns: ['app', 'granted', 'scopes', 'who'],
    zone: 'Europe/Berlin',
    dayOrder: 'day-first',
    system: 'Watch tool',
    author: 'Rita Reviewer',
    createdAt: '2026-10-01T06:00:00.000Z',
  });
  const path = join(folder, `${name}.json`);
  store.exportTo(sha256, path);
  return { path, sha256 };
}

async function importBy(
  name: string,
  mappingFile: string,
  ...more: string[]
): Promise<{ code: number; workspace: string }> {
  const workspace = join(folder, `${name}.countersign`);
  const silent = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const argv = ['--workspace', workspace, '--as-of', '2026-10-01T06:00:00Z', '--mapping', mappingFile, ...more];
  try {
    return {
      code: (await commands.get('import')?.run(['--whole', ...argv, join(folder, 'watch.csv')])) ?? -1,
      workspace,
    };
  } finally {
    silent.mockRestore();
  }
}

/** The one import of a case, and when its grants were given. */
async function contentOf(workspace: string): Promise<{ summary: unknown; granted: unknown[] }> {
  const started = startEngine();
  try {
    const token = started.files.register(workspace);
    await started.engine.handlers['workspace.open']({ token }, {});
    const [summary] = await started.engine.handlers['imports.list']({}, {});
    const grants = z
      .array(z.object({ granted_at: z.string() }))
      .parse(caseFacts(started.engine.context.open().db)['grants']);
    return { summary, granted: grants.map((grant) => grant.granted_at).toSorted((a, b) => (a < b ? -1 : 1)) };
  } finally {
    await started.dispose();
  }
}

test('an exported profile gives mapping, zone, order of day and month, system, and its digest', async () => {
  const { path, sha256 } = exportProfile('first');
  const { code, workspace } = await importBy('by-profile', path);
  expect(code).toBe(0);
  const { summary, granted } = await contentOf(workspace);
  expect(summary).toMatchObject({
    profile: sha256,
    zone: 'Europe/Berlin',
    dayOrder: 'day-first',
    system: 'Watch tool',
    accepted: 2,
  });
  expect(granted).toEqual(['2026-02-10T03:15:00.000Z', '2026-04-03T08:00:00.000Z']);
});

test('what is stated on the command line goes before what the profile says', async () => {
  const { path } = exportProfile('second');
  const { workspace } = await importBy('stated', path, '--zone', 'UTC', '--day-order', 'month-first', '--system', 'S');
  const { summary, granted } = await contentOf(workspace);
  expect(summary).toMatchObject({ zone: 'UTC', dayOrder: 'month-first', system: 'S' });
  expect(granted).toEqual(['2026-03-04T10:00:00.000Z', '2026-10-02T04:15:00.000Z']);
});

test('a plain mapping has no digest', async () => {
  const path = join(folder, 'plain.json');
  writeFileSync(path, JSON.stringify(mapping));
  const { code, workspace } = await importBy('plain', path, '--zone', 'UTC', '--day-order', 'day-first');
  expect(code).toBe(0);
  expect((await contentOf(workspace)).summary).toMatchObject({ profile: null, accepted: 2 });
});

test('a profile that was changed by hand is refused, and so is what is neither', async () => {
  const { path } = exportProfile('third');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"Who"', '"App"'));
  await expect(importBy('changed', path)).rejects.toThrow(/changed after it was saved: its digest does not fit/);
  writeFileSync(path, '{"target":"grants"}');
  await expect(importBy('neither', path)).rejects.toThrow(/is not a mapping/);
});
