import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { loadKits } from '../../../electron/engine/collect/load.ts';
import { identifyFile } from '../../../electron/engine/import/inspect-file.ts';
import { importFiles, newCase, RESOURCES, startEngine } from '../engine/engine-case.ts';

const FOLDER = join(RESOURCES, 'collect');
const texts = new Map(loadKits(FOLDER).map((kit) => [kit.id, kit.text]));

test('the engine lists the kits and hands one out, without a case', async () => {
  const started = startEngine();
  try {
    const list = await started.engine.handlers['collect.list']({}, {});
    expect(list.map((entry) => entry.id)).toEqual([...texts.keys()]);
    const kit = await started.engine.handlers['collect.kit']({ id: 'usage.rollup' }, {});
    expect(kit.text).toBe(texts.get('usage.rollup'));
    const unknown = (async () => started.engine.handlers['collect.kit']({ id: '../secrets' }, {}))();
    await expect(unknown).rejects.toThrow('There is no collection kit “../secrets”.');
  } finally {
    await started.dispose();
  }
});

test('the command line lists and prints the same', async () => {
  expect((await run()).out).toContain('entra.grants\n  Microsoft Entra: Grants, service principals');
  expect(JSON.parse((await run('--json')).out)).toHaveLength(texts.size);
  const { code, out } = await run('okta.system-log');
  expect(code).toBe(0);
  expect(out).toBe(texts.get('okta.system-log'));
  expect(out).toContain(readFileSync(join(FOLDER, 'okta-system-log.md'), 'utf8').split('---\n')[2]?.trim());
  await expect(run('nothing')).rejects.toThrow('There is no kit “nothing”.');
});

async function run(...argv: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    return { code: (await commands.get('collect')?.run(argv)) ?? -1, out };
  } finally {
    write.mockRestore();
  }
}

const csvOf = (id: string): string[] =>
  loadKits(FOLDER)
    .filter((kit) => kit.id === id)
    .flatMap((kit) =>
      kit.blocks.flatMap((block) => (block.kind === 'code' && block.language === 'csv' ? [block.text] : [])),
    );

test.each([
  [
    'registers',
    [
      ['register.people', 2],
      ['register.owners', 2],
      ['register.vendors', 2],
      ['register.environments', 2],
      ['register.approvals', 1],
      ['register.prior-decisions', 1],
      ['register.roles', 2],
      ['register.applications', 1],
      ['register.egress', 2],
      ['register.token-policies', 2],
    ],
  ],
  ['usage.rollup', [['usage.rollup', 2]]],
] as const)('the files shown in %s are recognized and accepted as they stand', async (id, expected) => {
  const started = await newCase();
  try {
    const files = csvOf(id).map((text, index) => join(started.folder, `${index}.csv`));
    csvOf(id).forEach((text, index) => writeFileSync(files[index] ?? '', `${text}\n`));
    const found = await Promise.all(files.map(async (file) => (await identifyFile(file)).format?.id ?? null));
    expect(found).toEqual(expected.map(([format]) => format));
    const { imports, failures } = await importFiles(
      started,
      files.map((path, index) => ({ path, format: found[index] ?? '', tenant: 'example.com' })),
    );
    expect(failures).toEqual([]);
    expect(imports.map(({ accepted, rejected }) => [accepted, rejected])).toEqual(
      expected.map(([, records]) => [records, 0]),
    );
  } finally {
    await started.dispose();
  }
});
