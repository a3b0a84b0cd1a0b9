import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, Menu, session } from 'electron';
import type { MenuCommand } from '../../shared/contract/shell.ts';
import { startEngineProcess } from './engine-process.ts';
import { prepareHeadless, runHeadless, startCommandProcess } from './headless.ts';
import { headlessCall } from './headless-call.ts';
import { headlessPrint, headlessPrintRequest, prepareHeadlessPrint } from './headless-print.ts';
import { createLog, type Log } from './log.ts';
import { setMenu } from './menu.ts';
import { collectOpenedFiles, type OpenedFiles } from './opened-files.ts';
import type { OpenedFile } from './opened-file.ts';
import { createPrinter, type Printer } from './printer.ts';
import { registerScheme, serveApp } from './protocol.ts';
import { guardEverything, hardenProcess } from './security.ts';
import { handleShell } from './shell-handlers.ts';
import { openMainWindow } from './window.ts';

const built = resolve(import.meta.dirname, '..');
const preload = join(built, 'preload', 'index.cjs');
const cardPath = join(built, 'engine', 'card-process.js');
/** Where the person is. Asked now: with its graphics in this process, Chromium steps into its own folder for a moment later on. */
const workingFolder = process.cwd();

/**
 * Starts what was asked for: the app, a command, or the printing of a report. Answers the exit code to come where Electron need
 * not become ready at all, else null. `code`: what this process was read from, for its log.
 */
export function runProgram(code: object): Promise<number> | null {
  const call = headlessCall(process.argv);
  const printRequest = headlessPrintRequest();
  if (call?.isLauncher === true) return startCommandProcess(call);
  if (call !== null) {
    prepareHeadless();
    start(code, (printer, log) => {
      servePages();
      handleShell({ engine: null, printer, log });
      const commandPath = join(built, 'engine', 'cli.js');
      const print = printer.print;
      void runHeadless(call, { commandPath, cardPath, workingFolder, log, print }).then((exit) => app.exit(exit));
    });
  } else if (printRequest !== null) {
    prepareHeadlessPrint(printRequest);
    start(code, (printer, log) => {
      servePages();
      handleShell({ engine: null, printer, log });
      void headlessPrint(printRequest, printer).then((exit) => app.exit(exit));
    });
  } else {
    useDataFolder(process.env['COUNTERSIGN_DATA']);
    const opened = collectOpenedFiles();
    if (opened === null) app.quit();
    else start(code, (printer, log) => openDesktop(opened, printer, log));
  }
  return null;
}

/** The order matters: switches, scheme and guards before ready; pages only after the guards stand. */
function start(code: object, whenReady: (printer: Printer, log: Log) => void): void {
  hardenProcess();
  registerScheme();
  // Else Electron makes a menu of its own first.
  Menu.setApplicationMenu(null);
  const log = createLog(app.getPath('userData'));
  guardEverything(log);
  const { electron } = process.versions;
  log.info({ version: app.getVersion(), electron, platform: process.platform, compiled: code }, 'started');
  const printer = createPrinter(preload, log);
  void app.whenReady().then(() => whenReady(printer, log));
}

function servePages(): void {
  serveApp(session.defaultSession, join(built, 'renderer'));
}

function openDesktop(opened: OpenedFiles, printer: Printer, log: Log): void {
  const dataFolder = app.getPath('userData');
  const first = opened.look();
  const named = first?.kind === 'case' ? first.path : null;
  const engine = startEngineProcess({
    enginePath: join(built, 'engine', 'host.js'),
    cardPath,
    dataFolder,
    resourcesFolder: app.isPackaged ? join(process.resourcesPath, 'resources') : join(built, '..', 'resources'),
    checkResults: !app.isPackaged,
    open: named,
    log,
    print: (document) => printer.print(document),
  });
  // The process of the engine comes up meanwhile.
  servePages();
  handleShell({ engine, printer, log, takeOpened });
  let window: BrowserWindow | null = openMainWindow({ preload, dataFolder, engine, opening: named, log });
  window.on('closed', () => (window = null));
  setMenu(() => window);
  opened.listen((hasFile) => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    if (hasFile) window?.webContents.send('menu', 'file.opened' satisfies MenuCommand);
  });
  /** What the person opened, unless the engine has opened it already: it does so while the page is still being read. */
  async function takeOpened(): Promise<OpenedFile | null> {
    const taken = opened.take();
    const isOpen = taken !== null && taken === first && named !== null && named === (await engine.openedAtStart);
    return isOpen ? null : taken;
  }
  app.on('window-all-closed', () => app.quit());
  let isEngineStopped = false;
  app.on('will-quit', (event) => {
    if (isEngineStopped) return;
    event.preventDefault();
    void engine.stop().then(() => {
      isEngineStopped = true;
      app.quit();
    });
  });
}

/** Keeps everything of this run in a folder of the caller's choice. */
function useDataFolder(folder: string | undefined): void {
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', resolve(folder));
}
