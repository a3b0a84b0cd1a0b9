import { basename, join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { MenuCommand } from '../../shared/contract/shell.ts';
import type { Log } from '../common/log.ts';
import { isOurs, pageAddress } from './origin.ts';
import { createRateLimit } from './rate-limit.ts';
import { securePreferences } from './security.ts';
import { attachTextMenu } from './text-menu.ts';
import { LEAST } from './window-place.ts';
import { readWindowState, rememberWindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly dataFolder: string;
  /** The case that the engine is opening meanwhile: the page gets ready for the screen on which it was left. */
  readonly opening: string | null;
  readonly log: Log;
}

/** Opens the main window. It appears when its first picture is ready, where it was last time. */
export function openMainWindow({ preload, dataFolder, opening, log }: WindowOptions): BrowserWindow {
  const stateFile = join(dataFolder, 'window.json');
  const state = readWindowState(stateFile);
  const window = new BrowserWindow({
    title: 'Countersign',
    show: false,
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    ...(state === null
      ? { width: 1440, height: 900 }
      : { x: state.x, y: state.y, width: state.width, height: state.height }),
    // For letters that the program's own fonts lack. Named in the style sheet, it would be looked up for every size of text.
    webPreferences: { ...securePreferences(preload), defaultFontFamily: { standard: systemFont() } },
  });
  if (state?.isMaximized === true) window.maximize();
  if (state?.isFullScreen === true) window.setFullScreen(true);
  rememberWindowState(window, stateFile, log);
  attachTextMenu(window);
  window.once('ready-to-show', () => window.show());
  // Ctrl and the wheel: the page decides, since the size belongs to the settings of the reviewer.
  window.webContents.on('zoom-changed', (_event, direction) => {
    window.webContents.send('menu', (direction === 'in' ? 'zoom.in' : 'zoom.out') satisfies MenuCommand);
  });
  reviveAfterCrash(window, load, log);
  // `about:blank` is the one address a page can go to without asking anybody.
  window.webContents.on('did-navigate', (_event, address) => {
    if (!isOurs(address)) load();
  });
  load();
  return window;

  /** Where the page was, or its start. */
  function load(): void {
    const last = window.webContents.getURL();
    const query = opening === null ? '' : `?${new URLSearchParams({ opening: basename(opening) }).toString()}`;
    window
      .loadURL(isOurs(last) ? last : pageAddress('index.html', query))
      .catch((error: unknown) => log.error({ err: error }, 'the page did not load'));
  }
}

function systemFont(): string {
  if (process.platform === 'win32') return 'Segoe UI';
  return process.platform === 'darwin' ? 'Helvetica Neue' : 'sans-serif';
}

function reviveAfterCrash(window: BrowserWindow, load: () => void, log: Log): void {
  const reloads = createRateLimit(3, 60_000);
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const delay = reloads.delay();
    log.error({ reason, exitCode, delay }, 'the page stopped');
    setTimeout(() => {
      if (!window.isDestroyed()) load();
    }, delay);
  });
}
