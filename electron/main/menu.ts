import { app, type BrowserWindow, Menu } from 'electron';
import { menuTemplate } from './menu-template.ts';

/** Sets the application menu. What concerns the page is sent to it as a command. */
export function setMenu(mainWindow: () => BrowserWindow | null): void {
  const template = menuTemplate({
    platform: process.platform,
    name: app.name,
    hasDeveloperTools: !app.isPackaged,
    send: (command) => mainWindow()?.webContents.send('menu', command),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
