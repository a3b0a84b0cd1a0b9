import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/contract/shell.ts';
import { fullScreenKey, MENU_KEYS } from '../../shared/domain/menu-keys.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Name of the program, which macOS gives its first menu. */
  readonly name: string;
  readonly hasDeveloperTools: boolean;
  /** Called with the command of an item that the page answers. */
  readonly send: (command: MenuCommand) => void;
}

type Item = MenuItemConstructorOptions;

/** The menu as each system expects it: Settings, About and Quit stand in the menu of the program on macOS, elsewhere under File and Help. */
export function menuTemplate({ platform, name, hasDeveloperTools, send }: MenuOptions): Item[] {
  const isMac = platform === 'darwin';
  const keys: Partial<Record<MenuCommand, { readonly key: string }>> = MENU_KEYS;
  const item = (label: string, command: MenuCommand): Item => {
    const accelerator = keys[command]?.key;
    return { id: command, label, ...(accelerator === undefined ? {} : { accelerator }), click: () => send(command) };
  };
  const line: Item = { type: 'separator' };
  const settings = item('Se&ttings…', 'app.settings');
  const about = item(`&About ${name}`, 'help.about');
  // The key of "+" is that of "=" on many keyboards.
  const plusWithoutShift: Item = {
    ...item('Zoom in', 'zoom.in'),
    id: 'zoom.in.2',
    accelerator: 'CmdOrCtrl+=',
    visible: false,
  };
  const macMenu: Item = {
    label: name,
    submenu: [
      about,
      line,
      settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
  return [
    ...(isMac ? [macMenu] : []),
    {
      label: '&File',
      submenu: [
        item('&New case…', 'case.new'),
        item('&Open case…', 'case.open'),
        item('Open the &sample case', 'case.sample'),
        item('&Close case', 'case.close'),
        item('&Lock case', 'case.lock'),
        line,
        item('&Verify a bundle…', 'bundle.verify'),
        line,
        ...(isMac
          ? [{ role: 'close' } satisfies Item]
          : [settings, line, { role: 'quit', label: 'E&xit' } satisfies Item]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete' },
        line,
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        line,
        {
          label: '&Theme',
          submenu: [
            item('As the &system', 'theme.system'),
            item('&Light', 'theme.light'),
            item('&Dark', 'theme.dark'),
            line,
            item('&High contrast on or off', 'theme.contrast'),
          ],
        },
        line,
        item('&Actual size', 'zoom.reset'),
        item('Zoom &in', 'zoom.in'),
        plusWithoutShift,
        item('Zoom &out', 'zoom.out'),
        line,
        { role: 'togglefullscreen', accelerator: fullScreenKey(isMac) },
        ...(hasDeveloperTools ? [line, { role: 'toggleDevTools' } satisfies Item] : []),
      ],
    },
    isMac
      ? { role: 'windowMenu' }
      : // Without Ctrl+W: one slip of the finger must not end the program.
        { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close', accelerator: 'Alt+F4' }] },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        item('&Help for this screen', 'help.contents'),
        item('&Keyboard shortcuts', 'help.keys'),
        line,
        item('&Save diagnostic file…', 'help.diagnostics'),
        ...(isMac ? [] : [line, about]),
      ],
    },
  ];
}
