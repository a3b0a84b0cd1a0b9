/** A rectangle on the displays, in device-independent pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState extends Place {
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
}

/**
 * A state as it was written down; null when it is none that a window can have. Throws for text that is not JSON. Checked by hand:
 * nothing else that is read before the window is there needs a schema.
 */
export function parseWindowState(text: string): WindowState | null {
  const found: unknown = JSON.parse(text);
  if (typeof found !== 'object' || found === null) return null;
  const { x, y, width, height, isMaximized, isFullScreen } = found as Partial<Record<keyof WindowState, unknown>>;
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height) || width < 400 || height < 300) return null;
  return { x, y, width, height, isMaximized: isMaximized === true, isFullScreen: isFullScreen === true };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** The smallest window in which every screen can be worked on; smaller displays than this are not expected. */
export const LEAST = { width: 800, height: 520 };

/** Whether enough of a window lies on the work area to take hold of it. */
export function isWithinReach(window: Place, area: Place): boolean {
  const overlapX = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const overlapY = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  // Its upper edge is what it is moved by.
  return overlapX >= 200 && overlapY >= 100 && window.y >= area.y - 8;
}

/** The same window, no larger than the work area and wholly on it. */
export function fitInto(window: Place, area: Place): Place {
  const width = Math.min(window.width, area.width);
  const height = Math.min(window.height, area.height);
  return {
    x: Math.min(Math.max(window.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(window.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}
