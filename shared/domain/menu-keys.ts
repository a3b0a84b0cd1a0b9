import type { MenuCommand } from '../contract/shell.ts';

/** Keys of menu items that the page answers, as accelerators; the menu and the list of keys both come from here. */
export const MENU_KEYS = {
  'case.new': 'CmdOrCtrl+N',
  'case.open': 'CmdOrCtrl+O',
  'case.lock': 'CmdOrCtrl+Shift+L',
  'app.settings': 'CmdOrCtrl+,',
  'zoom.in': 'CmdOrCtrl+Plus',
  'zoom.out': 'CmdOrCtrl+-',
  'zoom.reset': 'CmdOrCtrl+0',
  'help.contents': 'F1',
  'help.keys': 'CmdOrCtrl+/',
} as const satisfies Partial<Record<MenuCommand, string>>;

/** Full screen, as each system has it. */
export function fullScreenKey(isMac: boolean): string {
  return isMac ? 'Ctrl+Cmd+F' : 'F11';
}
