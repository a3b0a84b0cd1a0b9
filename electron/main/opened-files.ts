import { app } from 'electron';
import { filesOf, judgeFiles, type OpenedFile } from './opened-file.ts';

export interface OpenedFiles {
  /** The newest file that was opened from outside, once; null when there is none. */
  take(): OpenedFile | null;
  /** The same, which can still be taken. */
  look(): OpenedFile | null;
  /** Called when the person turns to the app again, with whether there is a file to take. */
  listen(listener: (hasFile: boolean) => void): void;
}

/**
 * Collects what is opened from outside: by the arguments of this start, by a later start, by the Finder. Null when another
 * instance is running: it was handed the files and this one has to end. Must run before the app is ready.
 */
export function collectOpenedFiles(): OpenedFiles | null {
  const files = filesOf(process.argv.slice(app.isPackaged ? 1 : indexAfterApp()), process.cwd());
  // The other instance stands in another folder, and Chromium reorders arguments: absolute paths go there apart. In ASCII,
  // since Electron loses all of it otherwise.
  if (!app.requestSingleInstanceLock({ files: files.map(encodeURIComponent) })) return null;
  let opened = judgeFiles(files);
  let tell = (_hasFile: boolean): void => undefined;
  const put = (later: readonly string[]): void => {
    opened = judgeFiles(later) ?? opened;
    tell(opened !== null);
  };
  app.on('second-instance', (_event, _argv, _folder, data) => {
    void import('./handed-over.ts').then(({ handedOver }) => put(handedOver(data)));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    put([path]);
  });
  return {
    take() {
      const taken = opened;
      opened = null;
      return taken;
    },
    look: () => opened,
    listen: (listener) => (tell = listener),
  };
}

/** Where the arguments of a person begin when Electron is told which app to run. */
function indexAfterApp(): number {
  const app = process.argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
  return app < 0 ? process.argv.length : app + 1;
}
