import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import type { ControlToEngine, ControlToMain, FileGrant } from '../../shared/contract/control.ts';
import { childEnvironment, type EngineServices, serveEngine } from './engine-services.ts';
import { createRateLimit } from './rate-limit.ts';
import { ShellError } from './shell-error.ts';
import { sqliteBinding } from './sqlite-binding.ts';

export interface EngineProcess {
  /** The case that the first engine opened by itself, once it has; null when there was none or it could not be opened. */
  readonly openedAtStart: Promise<string | null>;
  /** Gives the page a port to the engine, at once or as soon as the engine is back. The newest request counts. */
  connect(contents: WebContents, nonce: string): void;
  /** Tokens for files, or for a library that the person confirmed, known to the engine before the answer. Rejects with a `ShellError` when it stopped. */
  register(paths: readonly string[], isLibrary: boolean): Promise<string[]>;
  /** The path behind a token of main's or the engine's own; null when there is none. */
  pathOf(token: string): Promise<string | null>;
  /** What the engine is busy with, for people; null when nothing would be lost. */
  busyWith(): string | null;
  /** Lets the engine close its files; kills it after 5 s. It is not started again. */
  stop(): Promise<void>;
}

export interface EngineProcessOptions extends EngineServices {
  readonly enginePath: string;
  readonly dataFolder: string;
  readonly resourcesFolder: string;
  /** The case that the person opened with this start, if any. */
  readonly open: string | null;
  readonly checkResults: boolean;
}

const RESTARTS_PER_MINUTE = 3;
const STOP_TIMEOUT_MS = 5000;

/** Starts the engine and keeps it running: after a crash it comes back, at most three times a minute. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { log } = options;
  const tokens = new Map<string, string>();
  const libraries = new Set<string>();
  const questions = new Map<number, PromiseWithResolvers<string | null>>();
  const restarts = createRateLimit(RESTARTS_PER_MINUTE, 60_000);
  let child: UtilityProcess | null = null;
  let waiting: { contents: WebContents; nonce: string } | null = null;
  let busy: string | null = null;
  let isStopping = false;
  let isResumed = false;
  let lastId = 0;
  const openedAtStart = Promise.withResolvers<string | null>();
  start(true, options.open);

  return {
    openedAtStart: openedAtStart.promise,
    connect(contents, nonce) {
      if (child === null) waiting = { contents, nonce };
      else handPort(child, contents, nonce);
    },
    async register(paths, isLibrary) {
      if (isLibrary) for (const path of paths) libraries.add(path);
      const files = paths.map((path) => grantOf(path, tokens.get(path) ?? crypto.randomUUID()));
      for (const { path, token } of files) tokens.set(path, token);
      await ask((id) => ({ kind: 'adopt', id, files }));
      return files.map(({ token }) => token);
    },
    pathOf: (token) => ask((id) => ({ kind: 'resolve', id, token })),
    busyWith: () => busy,
    stop,
  };

  function start(resume: boolean, open: string | null): void {
    isResumed = false;
    const fresh = utilityProcess.fork(options.enginePath, [], {
      serviceName: 'Countersign engine',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: childEnvironment(),
    });
    child = fresh;
    const serve = serveEngine(fresh, options);
    fresh.stdout?.on('data', (text: Buffer) =>
      log.info({ text: text.toString('utf8').slice(0, 4000) }, 'engine output'),
    );
    fresh.stderr?.on('data', (text: Buffer) =>
      log.error({ text: text.toString('utf8').slice(0, 4000) }, 'engine error output'),
    );
    fresh.on('spawn', () => log.info({ pid: fresh.pid }, 'engine process started'));
    fresh.on('message', (message: ControlToMain) => receive(message, serve));
    fresh.on('exit', (code) => lose(fresh, code));
    tell(fresh, {
      kind: 'start',
      dataFolder: options.dataFolder,
      resourcesFolder: options.resourcesFolder,
      sqliteBinding: sqliteBinding(),
      open,
      resume,
      checkResults: options.checkResults,
    });
    // Tokens outlive an engine: the page still holds them.
    const files = [...tokens].map(([path, token]) => grantOf(path, token));
    if (files.length > 0) tell(fresh, { kind: 'adopt', id: ++lastId, files });
    if (waiting !== null) handPort(fresh, waiting.contents, waiting.nonce);
    waiting = null;
  }

  function grantOf(path: string, token: string): FileGrant {
    return { path, token, isLibrary: libraries.has(path) };
  }

  function lose(lost: UtilityProcess, code: number): void {
    if (child !== lost) return;
    child = null;
    busy = null;
    openedAtStart.resolve(null);
    for (const { reject } of questions.values()) reject(engineStopped());
    questions.clear();
    if (isStopping) return;
    const delay = restarts.delay();
    // A case that the engine dies of, at once or again and again, is not opened by itself.
    const mayResume = isResumed && delay === 0;
    log.error({ code, delay }, 'engine process ended unexpectedly');
    setTimeout(() => {
      if (!isStopping) start(mayResume, null);
    }, delay);
  }

  function receive(message: ControlToMain, serve: ReturnType<typeof serveEngine>): void {
    switch (message.kind) {
      case 'adopted':
        answer(message.id, null);
        break;
      case 'resolved':
        answer(message.id, message.path);
        break;
      case 'resumed':
        isResumed = true;
        openedAtStart.resolve(message.path);
        break;
      case 'busy':
        busy = message.label;
        break;
      case 'failed':
        log.error({ message: message.message }, 'engine failed');
        break;
      case 'print':
      case 'card':
      case 'card-done':
        serve(message);
        break;
    }
  }

  function ask(question: (id: number) => ControlToEngine): Promise<string | null> {
    if (child === null) return Promise.reject(engineStopped());
    const id = ++lastId;
    const pending = Promise.withResolvers<string | null>();
    questions.set(id, pending);
    tell(child, question(id));
    return pending.promise;
  }

  function answer(id: number, value: string | null): void {
    questions.get(id)?.resolve(value);
    questions.delete(id);
  }

  function stop(): Promise<void> {
    isStopping = true;
    const last = child;
    if (last === null) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        log.error('engine did not stop in time and was killed');
        last.kill();
      }, STOP_TIMEOUT_MS);
      last.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      tell(last, { kind: 'shutdown' });
    });
  }
}

function tell(child: UtilityProcess, message: ControlToEngine): void {
  child.postMessage(message);
}

function handPort(child: UtilityProcess, contents: WebContents, nonce: string): void {
  if (contents.isDestroyed()) return;
  const { port1, port2 } = new MessageChannelMain();
  child.postMessage({ kind: 'connect' } satisfies ControlToEngine, [port1]);
  contents.postMessage('engine:port', nonce, [port2]);
}

function engineStopped(): ShellError {
  return new ShellError(
    'engine-stopped',
    'The engine of Countersign is being restarted. What was saved is safe. Try again in a moment.',
  );
}
