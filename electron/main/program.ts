import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, Menu, session } from 'electron';
import type { ReportDocument } from '../../shared/contract/report-document.ts';
import { startEngineProcess } from './engine-process.ts';
import { prepareHeadless, runHeadless, startCommandProcess } from './headless.ts';
import { headlessCall, type HeadlessCall } from './headless-call.ts';
import { headlessPrintRequest, prepareHeadlessPrint } from './headless-print-request.ts';
import { createLog, type EarlyLog, LOG_BEGINS } from '../common/log.ts';
import { collectOpenedFiles, type OpenedFiles } from './opened-files.ts';
import type { Printer } from './printer.ts';
import { registerScheme } from './scheme.ts';
import { guardEverything, hardenProcess } from './security.ts';

const built = resolve(import.meta.dirname, '..');
const preload = join(built, 'preload', 'index.cjs');
const pages = join(built, 'renderer');
const cardPath = join(built, 'engine', 'card-process.js');
/** Where the person is. Asked now: with its graphics in this process, Chromium steps into its own folder for a moment later on. */
const workingFolder = process.cwd();

/**
 * Starts what was asked for: the app, a command, or the printing of a report. Answers the exit code to come where Electron need
 * not become ready at all, else null. `code`: what this process was read from, for its log. What is not needed before Electron is
 * ready is read after that: Electron waits for this file.
 */
export function runProgram(code: object): Promise<number> | null {
  const call = headlessCall(process.argv);
  const printRequest = headlessPrintRequest();
  if (call?.isLauncher === true) return startCommandProcess(call);
  if (call !== null) {
    prepareHeadless();
    start(code, (log) => runCommand(call, log));
  } else if (printRequest !== null) {
    prepareHeadlessPrint(printRequest);
    start(code, (log) => printFor(printRequest, log));
  } else {
    useDataFolder(process.env['COUNTERSIGN_DATA']);
    const opened = collectOpenedFiles();
    if (opened === null) app.quit();
    else start(code, (log) => startDesktop(opened, log));
  }
  return null;
}

/** The order matters: switches, scheme and guards before ready; pages only after the guards stand. */
function start(code: object, whenReady: (log: EarlyLog) => Promise<unknown>): void {
  hardenProcess();
  registerScheme();
  // Else Electron makes a menu of its own first.
  Menu.setApplicationMenu(null);
  const log = createLog({ folder: join(app.getPath('userData'), 'logs'), name: 'main' });
  guardEverything(log);
  const { electron } = process.versions;
  log.info({ version: app.getVersion(), electron, platform: process.platform, compiled: code }, 'started');
  void app.whenReady().then(() => whenReady(log));
}

async function runCommand(call: HeadlessCall, log: EarlyLog): Promise<void> {
  const { print } = await printerAlone(log);
  const commandPath = join(built, 'engine', 'cli.js');
  app.exit(await runHeadless(call, { commandPath, cardPath, workingFolder, log, print }));
}

async function printFor(request: string, log: EarlyLog): Promise<void> {
  const printer = await printerAlone(log);
  const { headlessPrint } = await import('./headless-print.ts');
  app.exit(await headlessPrint(request, printer));
}

/** A printer, and nothing else that pages could ask for. */
async function printerAlone(log: EarlyLog): Promise<Printer> {
  const { serveApp } = await import('./protocol.ts');
  const { createPrinter, handleShell } = await import('./pages.ts');
  await log.begin();
  serveApp(session.defaultSession, pages);
  const printer = createPrinter(preload, log);
  handleShell({ engine: null, printer, log });
  return printer;
}

function startDesktop(opened: OpenedFiles, log: EarlyLog): Promise<Printer> {
  const dataFolder = app.getPath('userData');
  const first = opened.look();
  const named = first?.kind === 'case' ? first.path : null;
  // First of all: its process comes up while this one reads on.
  const engine = startEngineProcess({
    enginePath: join(built, 'engine', 'host.js'),
    cardPath,
    dataFolder,
    resourcesFolder: app.isPackaged ? join(process.resourcesPath, 'resources') : join(built, '..', 'resources'),
    checkResults: !app.isPackaged,
    open: named,
    log,
    print: async (document: ReportDocument) => (await printer).print(document),
  });
  const printer = import('./open-desktop.ts').then(({ openDesktop }) =>
    openDesktop({ opened, first, named, engine, pages, preload, dataFolder, log }),
  );
  setTimeout(() => void log.begin(), LOG_BEGINS);
  app.on('will-quit', () => void log.begin());
  return printer;
}

/** Keeps everything of this run in a folder of the caller's choice. */
function useDataFolder(folder: string | undefined): void {
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', resolve(folder));
}
