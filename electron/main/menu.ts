import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../shared/contract/shell.ts';

/** Sets the application menu. What concerns the page is sent to it as a command. */
export function setMenu(mainWindow: () => BrowserWindow | null): void {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => mainWindow()?.webContents.send('menu', command),
  });
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        item('&New case…', 'case.new', 'CmdOrCtrl+N'),
        item('&Open case…', 'case.open', 'CmdOrCtrl+O'),
        item('Open the &sample case', 'case.sample'),
        item('&Close case', 'case.close'),
        item('&Lock case', 'case.lock', 'CmdOrCtrl+Shift+L'),
        { type: 'separator' },
        item('&Verify a bundle…', 'bundle.verify'),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        {
          label: '&Theme',
          submenu: [item('As the &system', 'theme.system'), item('&Light', 'theme.light'), item('&Dark', 'theme.dark')],
        },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ type: 'separator' as const }, { role: 'toggleDevTools' as const }]),
      ],
    },
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    {
      role: 'help',
      submenu: [item('&Keyboard shortcuts', 'help.keys'), item('&About Countersign', 'help.about')],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
