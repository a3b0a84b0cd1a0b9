import type { MenuCommand } from './menu-commands.ts';

interface MenuKey {
  /** As Electron writes accelerators. */
  readonly key: string;
  /** For the list of keys. */
  readonly does: string;
}

/** Keys of menu items that the page answers, as accelerators; the menu and the list of keys both come from here. */
export const MENU_KEYS = {
  'case.new': { key: 'CmdOrCtrl+N', does: 'New case' },
  'case.open': { key: 'CmdOrCtrl+O', does: 'Open case' },
  'case.lock': { key: 'CmdOrCtrl+Shift+L', does: 'Lock case' },
  'app.settings': { key: 'CmdOrCtrl+,', does: 'Settings' },
  'zoom.in': { key: 'CmdOrCtrl+Plus', does: 'Zoom in' },
  'zoom.out': { key: 'CmdOrCtrl+-', does: 'Zoom out' },
  'zoom.reset': { key: 'CmdOrCtrl+0', does: 'Actual size' },
  'help.contents': { key: 'F1', does: 'Help for this screen' },
  'help.keys': { key: 'CmdOrCtrl+/', does: 'Keyboard shortcuts' },
} as const satisfies Partial<Record<MenuCommand, MenuKey>>;

/** Full screen, as each system has it. */
export function fullScreenKey(isMac: boolean): string {
  return isMac ? 'Ctrl+Cmd+F' : 'F11';
}
