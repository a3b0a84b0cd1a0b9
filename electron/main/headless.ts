import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { app, type UtilityProcess, utilityProcess } from 'electron';
import type { CommandToMain, ControlToCommand } from '../../shared/contract/control.ts';
import { childEnvironment, type EngineServices, serveEngine } from './engine-services.ts';
import { HEADLESS, type HeadlessCall } from './headless-call.ts';
import { collectResult } from './result-file.ts';
import { sqliteBinding } from './sqlite-binding.ts';

/** Signals that end a command, with the exit code of a shell. */
const INTERRUPTED = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;
/** Of standard input: a passphrase. */
const MOST_INPUT_BYTES = 1 << 20;

/**
 * Chromium has read its switches, chosen a display and a data folder before this program runs; without a display it may then
 * crash. So the app starts itself once more: with no display and a data folder that is thrown away, so that a running app is not
 * disturbed, and with the command behind `--`, where Chromium reads no switches. Answers the exit code.
 */
export async function startCommandProcess({ before, argv, resultFile }: HeadlessCall): Promise<number> {
  app.dock?.hide();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-headless-'));
  const platform = process.platform === 'linux' ? ['--ozone-platform=headless'] : [];
  const switches = [...platform, '--disable-gpu', '--in-process-gpu', '--log-level=3', `--user-data-dir=${folder}`];
  const result = resultFile === null ? [] : ['--result-file', resultFile];
  const args = [...switches, ...before, HEADLESS.worker, ...result, '--', ...argv];
  try {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    for (const [signal] of INTERRUPTED) process.on(signal, () => child.kill(signal));
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 3));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Before ready. */
export function prepareHeadless(): void {
  app.disableHardwareAcceleration();
  app.dock?.hide();
  // A window in which a report was printed is no reason to end.
  app.on('window-all-closed', () => undefined);
}

export interface HeadlessOptions extends EngineServices {
  /** The program of the command line. */
  readonly commandPath: string;
  /** What relative names mean in the command. */
  readonly workingFolder: string;
}

/** Runs the command in a process of the engine, with this process's standard output. Answers the exit code. */
export async function runHeadless(call: HeadlessCall, options: HeadlessOptions): Promise<number> {
  if (call.problem !== null) {
    process.stderr.write(`${call.problem}\n`);
    return 2;
  }
  const { argv } = call;
  const input = argv.some((argument) => /^(--[\w-]+=)?(-|\/dev\/stdin)$/.test(argument)) ? await readInput() : null;
  const child = utilityProcess.fork(options.commandPath, [], {
    serviceName: 'Countersign command',
    cwd: options.workingFolder,
    stdio: ['ignore', ...(call.resultFile === null ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const))],
    env: { ...childEnvironment(), ...bindingOf(), ...temporaryFolder() },
  });
  const serve = serveEngine(child, options);
  const ended = Promise.withResolvers<number>();
  let finished: number | null = null;
  const output = kept(child.stdout, child);
  const errors = kept(child.stderr, child);
  child.on('message', (message: CommandToMain) => {
    if (message.kind !== 'finished') return serve(message);
    finished = message.exitCode;
    void Promise.all([output.isEnded, errors.isEnded]).then(() => child.kill());
  });
  child.once('exit', (code) => {
    if (finished === null) process.stderr.write(`The command ended unexpectedly (${code}). What was saved is safe.\n`);
    ended.resolve(finished ?? 3);
  });
  for (const [signal, code] of INTERRUPTED)
    process.on(signal, () => {
      finished = code;
      child.kill();
    });
  child.postMessage({ kind: 'command', argv, input } satisfies ControlToCommand);
  if (call.resultFile === null) return ended.promise;
  return collectResult(resolve(options.workingFolder, call.resultFile), output.text, errors.text, ended.promise);
}

/** A stream of a child that is whole when the child has ended: Electron then takes all listeners off its own. */
function kept(
  stream: NodeJS.ReadableStream | null,
  child: UtilityProcess,
): { text: PassThrough; isEnded: Promise<void> } {
  const text = new PassThrough();
  const ended = Promise.withResolvers<void>();
  const end = (): void => {
    text.end();
    ended.resolve();
  };
  stream?.on('data', (chunk: Buffer) => {
    if (text.write(chunk)) return;
    stream.pause();
    text.once('drain', () => stream.resume());
  });
  stream?.once('end', end);
  child.once('exit', end);
  if (stream === null) end();
  return { text, isEnded: ended.promise };
}

async function readInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > MOST_INPUT_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function bindingOf(): Record<string, string> {
  const binding = sqliteBinding();
  return binding === null ? {} : { COUNTERSIGN_SQLITE_BINDING: binding };
}

/** What a command leaves behind when it is interrupted goes away with this run's data folder. */
function temporaryFolder(): Record<string, string> {
  const folder = join(app.getPath('userData'), 'temporary');
  mkdirSync(folder, { recursive: true });
  return { TMPDIR: folder, TEMP: folder, TMP: folder };
}
