import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeOptions, projectNode, projectRoot, runtimeFile } from '../../electron/runtime/paths.mjs';
import { createSigningKey } from '../../electron/engine/signing/create-key.ts';
import { verifyBundle } from '../../electron/engine/verify/verify-bundle.ts';
import { decideParams } from '../../shared/contract/review.ts';
import { startEngine } from '../unit/engine/engine-case.ts';
import type { Act } from './act.ts';
import { keepBase } from './base.ts';
import { type Ended, type Kind, killAtMoments, type Moment, MOMENTS, runChild, type Trial } from './moments.ts';
import { filesIn, leftovers, openedAgain } from './opened.ts';

const base = mkdtempSync(join(tmpdir(), 'countersign-kill-base-'));
const secrets = mkdtempSync(join(tmpdir(), 'countersign-kill-key-'));
const PASSPHRASE = 'lantern orchid gravel seventeen';
const cliFile = join(projectRoot, 'out', 'engine', 'cli.js');

beforeAll(async () => {
  const { pem } = createSigningKey({ name: 'Rita Reviewer', passphrase: PASSPHRASE });
  writeFileSync(join(secrets, 'key.pem'), pem);
  writeFileSync(join(secrets, 'passphrase.txt'), PASSPHRASE);
  const started = startEngine();
  const { handlers: call, context } = started.engine;
  await call['workspace.openSample']({}, {});
  const items = context.open().db.prepare<[], string>('SELECT key FROM item ORDER BY key LIMIT 8').pluck().all();
  for (const itemId of items)
    await call['review.decide'](
      decideParams.parse({ itemId, decision: 'escalate', reason: 'Looked at together with its owner.' }),
      {},
    );
  await keepBase(started, base);
});
afterAll(() => {
  for (const folder of [base, secrets]) rmSync(folder, { recursive: true, force: true });
});

test('a report is there whole and recorded, or neither, and nothing half is left of it', async () => {
  const signing = (originals: boolean, redacted: boolean): Kind['variants'][number] => ({
    acts: (folder) => [signOf(join(folder, 'out', 'bundle.zip'), originals, redacted)],
  });
  const printed: Kind['variants'][number] = {
    acts: (folder) => [signOf(join(folder, 'out', 'bundle.zip'), false, false)],
    run: signWithElectron,
  };
  const trials = await killAtMoments(
    {
      name: 'sign',
      base,
      variants: [signing(false, false), signing(false, true), signing(true, false), signing(true, true), printed],
      judge: judgeReport,
    },
    MOMENTS,
  );
  expect(trials).toHaveLength(MOMENTS);
});

function signOf(target: string, originals: boolean, redacted: boolean): Act {
  return { act: 'sign', key: join(secrets, 'key.pem'), passphrase: PASSPHRASE, target, originals, redacted };
}

async function judgeReport({ folder, acts, acknowledged, random }: Trial): Promise<void> {
  const [act] = acts;
  if (act?.act !== 'sign') throw new Error('no report to sign');
  const targets = act.redacted ? [act.target, act.target.replace(/\.zip$/, '-redacted.zip')] : [act.target];
  const { recorded, bound } = await openedAgain(folder, (db) => ({
    recorded: db
      .prepare<[], { bundle: string; redacted: string | null }>(
        `SELECT payload ->> 'bundleSha256' AS bundle, payload ->> 'redactedSha256' AS redacted FROM journal WHERE type = 'report-signed'`,
      )
      .all(),
    bound: db.prepare<[], number>('SELECT count(*) FROM decision WHERE submitted_seq IS NOT NULL').pluck().get(),
  }));
  // What was printed on, and the data of a call that was killed, go with the next call.
  if (readdirSync(join(folder, 'tmp')).length > 0)
    expect(await cli(folder, 'query', 'decisions', '--workspace', join(folder, 'case.countersign'))).toMatchObject({
      code: 0,
    });
  if (acknowledged > 0) expect(recorded).toHaveLength(1);
  expect(
    leftovers(folder, [
      ...filesIn(join(folder, 'case evidence')).map((name) => join('case evidence', name)),
      ...(recorded.length === 0 ? [] : targets.map((path) => join('out', path.slice(folder.length + 5)))),
    ]),
  ).toEqual([]);
  expect(bound === 0).toBe(recorded.length === 0);
  if (recorded.length > 0) {
    expect(targets.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'))).toEqual(
      [recorded[0]?.bundle, recorded[0]?.redacted].slice(0, targets.length),
    );
    for (const path of targets) {
      expect(verifyBundle(readFileSync(path))).toMatchObject({ ok: true });
      expect(await cli(folder, 'verify', path)).toMatchObject({ code: 0 });
    }
  } else for (const path of targets) expect(existsSync(path)).toBe(false);
  // Whatever became of it, the case can be signed.
  if (!random.chance(0.1)) return;
  const again = join(folder, 'out', 'again.zip');
  await runChild(folder, [signOf(again, false, false)], null);
  expect(verifyBundle(readFileSync(again))).toMatchObject({ ok: true });
}

/** The report as the command line signs it: Electron lays it out. Ends only when no process of it is left. */
async function signWithElectron(folder: string, moment: Moment | null): Promise<Ended> {
  const began = performance.now();
  const child = startCli(folder, [
    'report',
    '--workspace',
    join(folder, 'case.countersign'),
    '--key',
    join(secrets, 'key.pem'),
    '--passphrase-file',
    join(secrets, 'passphrase.txt'),
    '--out',
    join(folder, 'out', 'bundle.zip'),
  ]);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  const exit = once(child, 'close');
  if (moment !== null && 'after' in moment) void delay(moment.after).then(() => child.kill('SIGKILL'));
  await exit;
  if (child.signalCode === null && child.exitCode !== 0) throw new Error(`the report failed: ${errors}`);
  // What printed for it does not know that nobody waits any more.
  while (isNamedByProcess(folder)) await delay(50);
  const isKilled = child.signalCode === 'SIGKILL';
  return { acknowledged: isKilled ? 0 : 1, isKilled, milliseconds: performance.now() - began, calls: 0 };
}

async function cli(folder: string, ...args: readonly string[]): Promise<{ readonly code: number | null }> {
  const child = startCli(folder, args);
  await once(child, 'close');
  return { code: child.exitCode };
}

function startCli(folder: string, args: readonly string[]) {
  return spawn(projectNode(), [...nodeOptions, cliFile, ...args], {
    env: { ...process.env, TMPDIR: join(folder, 'tmp'), COUNTERSIGN_RUNTIME: runtimeFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function isNamedByProcess(folder: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(folder);
      } catch {
        return false;
      }
    });
}
