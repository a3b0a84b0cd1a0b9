import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { projectNode } from '../../electron/runtime/paths.mjs';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import { expect, test } from './fixtures.ts';
import { cli, json } from './helpers/cli.ts';
import { makePopulation } from './helpers/population.ts';

const cliFile = resolve(import.meta.dirname, '../../out/engine/cli.js');
const KILLS = 8;
const items = z.array(z.object({ itemId: z.string() }));

test('a decision killed at any moment is recorded whole or not at all, and the counts equal a recount', async ({
  folder,
}) => {
  test.setTimeout(600_000);
  const workspace = join(folder, 'case.countersign');
  makePopulation(workspace, folder, 15);
  const queue = items.parse(json(cli('query', 'items', '--workspace', workspace, '--json')));
  const order = (item: string): string[] => [
    'decide',
    '--workspace',
    workspace,
    '--item',
    item,
    '--decision',
    'revoke',
    '--reason',
    'Nobody needs it.',
    '--by',
    'R. Reviewer',
  ];
  const startedAt = performance.now();
  const whole = cli(...order(queue.at(-1)?.itemId ?? ''));
  expect(whole, whole.stderr).toMatchObject({ code: 0 });
  const duration = performance.now() - startedAt;

  let killed = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const child = spawn(projectNode(), [cliFile, ...order(queue[round]?.itemId ?? '')], {
      env: { ...process.env, ...resolveRuntime().env },
      stdio: 'ignore',
    });
    const exit = once(child, 'exit');
    await Promise.race([delay(duration * (0.4 + (0.6 * round) / KILLS)), exit]);
    child.kill('SIGKILL');
    const [, signal] = await exit;
    if (signal === 'SIGKILL') killed += 1;
    expectWhole(workspace, `round ${round}`);
  }
  expect(killed).toBeGreaterThan(KILLS / 3);
  // Whatever became of each, it can be decided again.
  for (const { itemId } of queue.slice(0, 3)) expect(cli(...order(itemId)).code).toBe(0);
  expectWhole(workspace, 'the end');
});

/** Every decision has its journal entry and the other way round; where items stand and how many follows from the decisions. */
function expectWhole(workspace: string, label: string): void {
  const db = new Database(workspace);
  try {
    const all = (sql: string): unknown[] => db.prepare(sql).raw().all();
    expect(all(`SELECT seq FROM decision ORDER BY seq`), label).toEqual(
      all(`SELECT seq FROM journal WHERE type = 'decision' ORDER BY seq`),
    );
    expect(
      all(
        `SELECT in_campaign, reviewer, status, is_high, is_submitted, items FROM review_count WHERE items <> 0 ORDER BY 1, 2, 3, 4, 5`,
      ),
      label,
    ).toEqual(
      all(
        `SELECT in_campaign, coalesce(reviewer, ''), status, tier_rank >= 3, is_submitted, count(*) FROM review_state GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
      ),
    );
    expect(all(`SELECT decision FROM review_state WHERE decision IS NOT NULL ORDER BY 1`), label).toEqual(
      all(`SELECT max(id) FROM decision WHERE undone_seq IS NULL GROUP BY client, tenant, kind ORDER BY 1`),
    );
  } finally {
    db.close();
  }
}
