import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { once } from 'node:events';
import { openDisplay } from '../../electron/runtime/display.mjs';
import { projectRoot } from '../../electron/runtime/paths.mjs';
import { resolveRuntime } from '../../electron/runtime/runtime.mjs';
import { loadEngine } from './load-engine.ts';
import { median, type Measurement } from './measure.ts';

const MOST_RATIO = 1.5;
const UNCOUNTED = 3;

export interface StartCase {
  readonly folder: string;
  readonly rounds: number;
  readonly say: (message: string) => void;
}

/**
 * From the start of the program to an inventory that can be used, of the sample case named on the command line and left on that
 * screen, against the start of an empty window of the same Electron; by turns, and each against the one before it, so that both
 * meet the same machine. The first starts are not counted: after them Chromium has kept the compiled code of the page.
 */
export async function measureStart({ folder, rounds, say }: StartCase): Promise<Measurement[]> {
  const data = (name: string): string => join(folder, 'start', name);
  say('start: importing the sample case');
  const path = await makeSampleCase(data('app'));
  const display = await openDisplay();
  const taken: Record<'empty' | 'app', number[]> = { empty: [], app: [] };
  try {
    for (let round = 1 - UNCOUNTED; round <= rounds; round += 1) {
      say(round > 0 ? `start: round ${round} of ${rounds}` : 'start: not counted');
      const empty = await start('empty-app', [`--user-data-dir=${data('empty')}`], display.env);
      const app = await start('start-app', [path], { ...display.env, COUNTERSIGN_DATA: data('app') });
      if (round <= 0) continue;
      taken.empty.push(empty);
      taken.app.push(app);
    }
  } finally {
    display.close();
  }
  const ratios = taken.app.map((app, round) => app / (taken.empty[round] ?? Number.NaN));
  return [
    { name: 'start: an empty window', value: median(taken.empty), unit: 'ms', limit: null },
    { name: 'start: inventory of the sample case', value: median(taken.app), unit: 'ms', limit: null },
    { name: 'start: inventory against empty window', value: median(ratios), unit: 'x', limit: MOST_RATIO },
  ];
}

/** The sample case among the recent cases of a data folder; answers its path. */
async function makeSampleCase(dataFolder: string): Promise<string> {
  const { createEngine, createFileRegistry, silentLog } = await loadEngine();
  const engine = createEngine({
    dataFolder,
    resourcesFolder: join(projectRoot, 'resources'),
    files: createFileRegistry(),
    log: silentLog(),
    now: Date.now,
    print: null,
    emit: () => {},
  });
  await engine.handlers['workspace.openSample']({}, {});
  const { path } = engine.context.open();
  await engine.close();
  return path;
}

/** Milliseconds from the start of a program of this folder to what it says. */
async function start(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const runtime = resolveRuntime();
  const started = performance.now();
  const child = spawn(runtime.electronPath, [...runtime.args, join(import.meta.dirname, program), ...args], {
    env: { ...process.env, ...runtime.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said = Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])]);
  const [text] = (await said) as [unknown]; // what Node's events carry
  const milliseconds = performance.now() - started;
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (!String(text).startsWith('usable')) throw new Error(`${program} ended without being usable`);
  return milliseconds;
}
