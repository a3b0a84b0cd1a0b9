import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { ShellBridge } from '../../shared/contract/shell.ts';

const bridge: ShellBridge = {
  call: (method, params) => ipcRenderer.invoke('shell:call', method, params),
  connectEngine: (nonce) => ipcRenderer.send('engine:connect', nonce),
  // A File that the page made up has no path; the page never sees a path either way.
  tokensForDrop: (files) =>
    ipcRenderer.invoke(
      'shell:drop',
      files.filter((file) => file instanceof File).map((file) => webUtils.getPathForFile(file)),
    ),
  onMenu(handler) {
    const listener = (_event: unknown, command: unknown) => handler(String(command));
    ipcRenderer.on('menu', listener);
    return () => void ipcRenderer.off('menu', listener);
  },
};

ipcRenderer.on('engine:port', (event, nonce: unknown) => {
  window.postMessage(nonce, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('shell', bridge);
