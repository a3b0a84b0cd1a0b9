import { app, type BrowserWindow } from 'electron';
import type { MenuCommand } from '../../shared/contract/shell.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Log } from '../common/log.ts';
import { setMenu } from './menu.ts';
import type { OpenedFile } from './opened-file.ts';
import type { OpenedFiles } from './opened-files.ts';
import { servePages } from './pages.ts';
import type { Printer } from './printer.ts';
import { openMainWindow } from './window.ts';

export interface DesktopOptions {
  readonly opened: OpenedFiles;
  /** What the person opened with this start. */
  readonly first: OpenedFile | null;
  /** The path of the case among that, which the engine is opening meanwhile. */
  readonly named: string | null;
  readonly engine: EngineProcess;
  readonly printer: Printer;
  readonly pages: string;
  readonly preload: string;
  readonly dataFolder: string;
  readonly log: Log;
}

/** Opens the window of the app, and sees to it that the app ends in order. */
export function openDesktop(options: DesktopOptions): void {
  const { opened, first, named, engine, printer, pages, preload, dataFolder, log } = options;
  servePages({ pages, engine, printer, log, takeOpened });
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
