import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import { expect, test } from './fixtures.ts';
import { airGapped, whyNoAirGap } from './helpers/air-gap.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const reason = whyNoAirGap();

// Started by itself: a test runner's own debugging ports would be among the sockets.
test('the running app has no socket of any network', async ({ folder }) => {
  test.skip(reason !== null, reason ?? '');
  const runtime = resolveRuntime();
  const dataFolder = join(folder, 'data');
  const { command, args } = airGapped(runtime.electronPath, [...runtime.args, projectRoot]);
  const app = spawn(command, args, {
    env: { ...process.env, ...runtime.env, COUNTERSIGN_DATA: dataFolder },
    stdio: 'ignore',
  });
  try {
    await expect.poll(() => processesOf(dataFolder, '--type=renderer').length).toBeGreaterThan(0);
    await expect.poll(() => processesOf(dataFolder, 'node.mojom.NodeService').length).toBeGreaterThan(0);
    // A page process may be replaced while the app starts; one that lives is asked.
    await expect(() => {
      const [page] = processesOf(dataFolder, '--type=renderer');
      // All processes are in one namespace, so that one of them sees the sockets of all.
      expect(sockets(page ?? 0)).toEqual([]);
      expect(readFileSync(`/proc/${page}/net/unix`, 'utf8').trim().split('\n').length).toBeGreaterThan(1);
    }).toPass({ timeout: 20_000 });
  } finally {
    const isGone = new Promise((done) => app.once('exit', done));
    app.kill();
    await isGone;
  }
});

/** The processes of the app on this data folder whose command line contains `mark`. */
function processesOf(dataFolder: string, mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const line = commandLine(pid);
      return line.includes(dataFolder) && line.includes(mark);
    })
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // ended meanwhile
  }
}

/** The network sockets in the namespace of a process, one line each. */
function sockets(pid: number): string[] {
  return ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6', 'packet'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').trim().split('\n').slice(1),
  );
}
