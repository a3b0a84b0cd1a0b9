import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type BrowserWindow, screen } from 'electron';
import type { Log } from '../common/log.ts';
import { fitInto, isWithinReach, parseWindowState, type WindowState } from './window-place.ts';

/** How long a window has to stand still before its place is written down, in milliseconds. */
const STILL_MS = 300;

/** Where the window was last, made to fit the displays there are now; null when that is unknown. */
export function readWindowState(file: string): WindowState | null {
  try {
    const state = parseWindowState(readFileSync(file, 'utf8'));
    return state === null ? null : { ...state, ...fitInto(state, screen.getDisplayMatching(state).workArea) };
  } catch {
    return null; // first start, or a file nobody can read: the default place does
  }
}

/**
 * Writes the window's place down whenever it has come to rest, so that it is known also after the program was killed, and
 * brings the window back when the display it is on goes away or shrinks.
 */
export function rememberWindowState(window: BrowserWindow, file: string, log: Log): void {
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed() || window.isMinimized()) return;
    const state: WindowState = {
      ...window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
    };
    try {
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    } catch (error) {
      log.warn({ err: error }, 'the place of the window could not be saved');
    }
  };
  const saveSoon = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(save, STILL_MS);
  };
  window.on('move', saveSoon);
  window.on('resize', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('enter-full-screen', saveSoon);
  window.on('leave-full-screen', saveSoon);
  window.on('close', save);

  const bringBack = () => {
    if (window.isDestroyed() || window.isMaximized() || window.isFullScreen()) return;
    const bounds = window.getBounds();
    const { workArea } = screen.getDisplayMatching(bounds);
    if (!isWithinReach(bounds, workArea)) window.setBounds(fitInto(bounds, workArea));
  };
  screen.on('display-removed', bringBack);
  screen.on('display-metrics-changed', bringBack);
  window.on('closed', () => {
    screen.off('display-removed', bringBack);
    screen.off('display-metrics-changed', bringBack);
  });
}
