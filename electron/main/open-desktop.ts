import { app, type BrowserWindow, session } from 'electron';
import type { MenuCommand } from '../../shared/contract/shell.ts';
import type { Log } from '../common/log.ts';
import type { EngineProcess } from './engine-process.ts';
import type { OpenedFile } from './opened-file.ts';
import type { OpenedFiles } from './opened-files.ts';
import type { Printer } from './printer.ts';
import { serveApp } from './protocol.ts';
import { openMainWindow } from './window.ts';

export interface DesktopOptions {
  readonly opened: OpenedFiles;
  /** What the person opened with this start. */
  readonly first: OpenedFile | null;
  /** The path of the case among that, which the engine is opening meanwhile. */
  readonly named: string | null;
  readonly engine: EngineProcess;
  /** The folder of the built pages. */
  readonly pages: string;
  readonly preload: string;
  readonly dataFolder: string;
  readonly log: Log;
}

/** Opens the window of the app, and sees to it that the app ends in order. Answers what prints reports. */
export async function openDesktop(options: DesktopOptions): Promise<Printer> {
  const { opened, first, named, engine, pages, preload, dataFolder, log } = options;
  serveApp(session.defaultSession, pages);
  const main = openMainWindow({ preload, dataFolder, opening: named, log });
  let window: BrowserWindow | null = main;
  main.on('closed', () => (window = null));
  opened.listen((hasFile) => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    if (hasFile) window?.webContents.send('menu', 'file.opened' satisfies MenuCommand);
  });
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

  // Before anything of the page can reach this process: nothing is awaited but reading these files, which is done at once.
  const { askLeave, askQuit, createPrinter, handleShell, setMenu } = await import('./pages.ts');
  const printer = createPrinter(preload, log);
  handleShell({ engine, printer, log, takeOpened });
  setMenu(() => window);
  main.on('close', (event) => {
    const work = engine.busyWith();
    if (work !== null && !askQuit(main, work)) event.preventDefault();
  });
  main.webContents.on('will-prevent-unload', (event) => {
    if (askLeave(main)) event.preventDefault();
  });
  return printer;

  /** What the person opened, unless the engine has opened it already: it does so while the page is still being read. */
  async function takeOpened(): Promise<OpenedFile | null> {
    const taken = opened.take();
    const isOpen = taken !== null && taken === first && named !== null && named === (await engine.openedAtStart);
    return isOpen ? null : taken;
  }
}
