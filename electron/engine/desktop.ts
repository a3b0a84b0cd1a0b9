import { join } from 'node:path';
import type { ControlToEngine } from '../../shared/contract/control.ts';
import { engineEvents } from '../../shared/contract/events.ts';
import { createEngine } from './engine.ts';
import type { CompiledCode } from './lib/compiled-code.ts';
import { AppError } from './lib/errors.ts';
import { createFileRegistry } from './lib/files.ts';
import { createLog, LOG_BEGINS } from '../common/log.ts';
import { type FromMain, type MainProcess, mainProcess } from './main-process.ts';
import { type MessagePortLike, nodePort } from './rpc/node-port.ts';
import { createEventHub, serve } from './rpc/serve.ts';

/** The `start` message, which main sends first and once. */
type StartMessage = Extract<ControlToEngine, { kind: 'start' }>;

/** Between two looks at the clocks, in milliseconds; acts look at them as well. */
const CLOCK_INTERVAL = 20_000;

/** The engine of the app: waits for what main and the page ask for. `code`: what this process was read from, for its log. */
export function runDesktop(code: CompiledCode): void {
  const main = mainProcess();
  if (main === null) throw new Error('the app starts its engine in a process of its own');
  let host: ReturnType<typeof startHost> | null = null;
  main.onMessage((message, ports) => {
    if (message.kind === 'start') host = startHost(main, message, code);
    else if (host === null) throw new Error('the first message to the engine must be start');
    else host.handle(message, ports);
  });
}

function startHost(parent: MainProcess, start: StartMessage, code: CompiledCode) {
  const log = createLog({ folder: join(start.dataFolder, 'logs'), name: 'engine' });
  const files = createFileRegistry();
  const hub = createEventHub(start.checkResults ? engineEvents : undefined);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const engine = createEngine({
    dataFolder: start.dataFolder,
    resourcesFolder: start.resourcesFolder,
    files,
    log,
    now: Date.now,
    print: (document) => parent.print(document),
    emit(event, payload) {
      hub.emit(event, payload);
      tellMainAboutJobs(parent, event, payload);
    },
    ...(start.sqliteBinding === null ? {} : { sqliteBinding: start.sqliteBinding }),
  });
  log.info({ node: process.version, checkResults: start.checkResults, compiled: code }, 'engine started');
  setTimeout(() => void log.begin(), LOG_BEGINS);
  setInterval(engine.checkClock, CLOCK_INTERVAL).unref();
  const resumed = openFirst().then((path) => parent.tell({ kind: 'resumed', path }));
  return { handle };

  /**
   * The case that the person opened with the app; else the one that was open when the last engine died, so that the page can
   * go on where it was. Pages are connected only after this: they find open what they show first. What cannot be opened is
   * left to the page, which asks for it and shows why.
   */
  async function openFirst(): Promise<string | null> {
    const named = start.open === null ? null : await opened(engine.openPlain(start.open));
    return named ?? (start.resume ? opened(engine.resume()) : null);
  }

  async function opened(opening: Promise<string | null>): Promise<string | null> {
    try {
      return await opening;
    } catch (error) {
      log.error({ err: error }, 'the case to begin with could not be opened');
      return null;
    }
  }

  function handle(message: Exclude<FromMain, { kind: 'start' }>, ports: readonly MessagePortLike[]): void {
    switch (message.kind) {
      case 'connect':
        void resumed.then(() => ports.forEach(connect));
        break;
      case 'adopt':
        for (const { token, path, isLibrary } of message.files) files.adopt(token, path, isLibrary);
        parent.tell({ kind: 'adopted', id: message.id });
        break;
      case 'resolve':
        parent.tell({ kind: 'resolved', id: message.id, path: pathOf(message.token) });
        break;
      case 'shutdown':
        void stop();
        break;
      // Answers to what was asked of main, and what concerns the command line.
      case 'printed':
      case 'print-failed':
      case 'card-port':
      case 'command':
        break;
    }
  }

  function connect(raw: MessagePortLike): void {
    const port = nodePort(raw, 'electron');
    hub.add(port);
    serve(port, engine.find, { log, checkResults: start.checkResults });
  }

  function pathOf(token: string): string | null {
    try {
      return files.resolve(token);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return null;
      throw error;
    }
  }

  async function stop(): Promise<void> {
    await engine.close();
    log.info('engine stopped');
    await log.begin();
    process.exit(0);
  }

  /** State after an unforeseen error cannot be trusted; every commit is on disk, so a fresh process is the safe way on. */
  function fail(error: unknown): void {
    log.fatal({ err: error }, 'engine failed');
    parent.tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    if (log.isBegun()) process.exit(1);
    // In its first second: what failed is written down first.
    void log.begin().finally(() => process.exit(1));
  }
}

function tellMainAboutJobs(parent: MainProcess, event: string, payload: unknown): void {
  if (event === 'job.progress') parent.tell({ kind: 'busy', label: engineEvents['job.progress'].parse(payload).label });
  // Copying or moving a whole case is no job, but is as much lost by quitting.
  if (event === 'case.progress') {
    const { label, total } = engineEvents['case.progress'].parse(payload);
    parent.tell({ kind: 'busy', label: total === 0 ? null : label });
  }
  if (event === 'job.finished') parent.tell({ kind: 'busy', label: null });
}
