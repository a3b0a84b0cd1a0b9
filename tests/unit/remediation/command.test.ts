import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../electron/engine/cli/commands.ts';
import { RESOURCES } from '../engine/engine-case.ts';

let folder: string;
let workspace: string;
let item: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-remediation-'));
  workspace = join(folder, 'case.countersign');
  const stated = ['--tenant', 't', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'E', '--method', 'M'];
  const grants = join(RESOURCES, 'sample', 'entra/oauth2-permission-grants.json');
  await run('import', '--whole', '--workspace', workspace, ...stated, grants, '--json');
  const queue = z
    .array(z.object({ itemId: z.string() }))
    .parse(JSON.parse(await run('query', 'items', '--workspace', workspace, '--json')));
  item = queue[0]?.itemId ?? '';
  const decision = ['--decision', 'revoke', '--reason', 'Nobody needs it.', '--by', 'Rita'];
  await run('decide', '--workspace', workspace, '--item', item, ...decision);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process; answers everything it wrote to standard output. */
async function run(name: string, ...argv: string[]): Promise<string> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    expect(await commands.get(name)?.run(argv)).toBe(0);
    return out;
  } finally {
    write.mockRestore();
  }
}

const actions = z.array(
  z.object({
    itemId: z.string(),
    state: z.string(),
    claim: z.object({ by: z.string(), reference: z.string() }).nullable(),
  }),
);
const listed = async (): Promise<z.output<typeof actions>> =>
  actions.parse(JSON.parse(await run('remediation', '--workspace', workspace, '--json')));

test('tickets, then a claim, each an act of its own; the claim verifies nothing', async () => {
  expect(await listed()).toEqual([{ itemId: item, state: 'decided', claim: null }]);
  const table = join(folder, 'tickets.csv');
  expect(await run('remediation', '--workspace', workspace, '--tickets', table, '--by', 'Rita')).toContain(item);
  expect(readFileSync(table, 'utf8')).toContain(item);
  expect((await listed())[0]?.state).toBe('exported');
  await run('remediation', '--workspace', workspace, '--claim', item, '--reference', 'CHG-1', '--by', 'Otto');
  expect(await listed()).toEqual([{ itemId: item, state: 'claimed', claim: { by: 'Otto', reference: 'CHG-1' } }]);
  const journal = await run('query', 'journal', '--workspace', workspace, '--json');
  expect(journal).toContain('remedy-export');
  expect(journal).toContain('remedy-claim');
});

test('what makes no sense is refused in a sentence, and leaves no file', async () => {
  const wrong = join(folder, 'tickets.xlsx');
  const refused = (...argv: string[]): Promise<number> | undefined =>
    commands.get('remediation')?.run(['--workspace', workspace, ...argv]);
  await expect(refused('--tickets', wrong)).rejects.toThrow(/ends in \.csv or \.md/);
  expect(existsSync(wrong)).toBe(false);
  await expect(refused('--claim', 'i-nothing', '--reference', 'R', '--by', 'O')).rejects.toThrow(
    /Nothing was recorded/,
  );
  await expect(refused('--claim', item, '--by', 'O')).rejects.toThrow(/--reference is missing/);
});
