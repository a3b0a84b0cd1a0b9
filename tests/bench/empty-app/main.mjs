// The least that Electron can do: a window with an empty page, which says when it is shown, and ends.
import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, width: 1440, height: 900, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => {
    window.show();
    process.stdout.write('usable\n');
    app.exit(0);
  });
  return window.loadURL('data:text/html,<title>Empty</title>');
});
