import { readFileSync, writeFileSync } from 'node:fs';
import { type BrowserWindow, type Rectangle, screen } from 'electron';
import { z } from 'zod';
import type { Log } from './log.ts';

const windowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400),
  height: z.int().min(300),
  isMaximized: z.boolean(),
});
type WindowState = z.output<typeof windowState>;

/** Where the window was when it was last closed; null when that is unknown or on a display that is gone. */
export function readWindowState(file: string): WindowState | null {
  try {
    const state = windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
    return isVisible(state) ? state : null;
  } catch {
    return null; // first start, or a file nobody can read: the default place does
  }
}

/** Writes the window's place down when it closes. */
export function rememberWindowState(window: BrowserWindow, file: string, log: Log): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch (error) {
      log.warn({ err: error }, 'the place of the window could not be saved');
    }
  });
}

function isVisible(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  const overlapX = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const overlapY = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
  return overlapX >= 200 && overlapY >= 100;
}
