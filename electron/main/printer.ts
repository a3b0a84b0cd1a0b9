import { randomUUID } from 'node:crypto';
import { BrowserWindow, type WebContents } from 'electron';
import type { ReportDocument } from '../../shared/contract/report-document.ts';
import type { Log } from '../common/log.ts';
import { pageAddress } from './origin.ts';
import { securePreferences } from './security.ts';
import { ShellError } from './shell-error.ts';

export interface Printer {
  /**
   * Lays a report out in a hidden window of its own and prints it: tagged and with outline; page numbers come later. Rejects with
   * a `ShellError` that says what failed.
   */
  print(document: ReportDocument): Promise<Uint8Array>;
  /** Whether a page is one of the printer's windows. */
  owns(contents: WebContents): boolean;
  /** The report a print window must show. Throws a `ShellError` when the window has no print of that id. */
  documentFor(contents: WebContents, printId: string): ReportDocument;
  ready(contents: WebContents, printId: string): void;
  failed(contents: WebContents, printId: string, message: string): void;
}

interface Job {
  readonly contents: WebContents;
  readonly document: ReportDocument;
  readonly laidOut: PromiseWithResolvers<void>;
}

const TIMEOUT_MS = 120_000;
const NOTHING_SIGNED = 'Nothing was signed and no file was written. Try again.';

/** A printer without jobs. `preload` is the path of the preload script. */
export function createPrinter(preload: string, log: Log): Printer {
  const jobs = new Map<string, Job>();
  return {
    print,
    owns: (contents) => [...jobs.values()].some((job) => job.contents === contents),
    documentFor: (contents, printId) => jobOf(contents, printId).document,
    ready: (contents, printId) => jobOf(contents, printId).laidOut.resolve(),
    failed: (contents, printId, message) =>
      jobOf(contents, printId).laidOut.reject(new ShellError('io', `${message} ${NOTHING_SIGNED}`)),
  };

  function jobOf(contents: WebContents, printId: string): Job {
    const job = jobs.get(printId);
    if (job === undefined || job.contents !== contents) {
      throw new ShellError('not-found', 'This window has no print under way.');
    }
    return job;
  }

  async function print(document: ReportDocument): Promise<Uint8Array> {
    const printId = randomUUID();
    const window = new BrowserWindow({
      show: false,
      width: 1000,
      height: 1400,
      // Off screen, a window is laid out and painted without a display, so the command line can print too.
      webPreferences: { ...securePreferences(preload), offscreen: true, backgroundThrottling: false },
    });
    const { webContents: contents } = window;
    const laidOut = Promise.withResolvers<void>();
    const fail = (what: string) =>
      laidOut.reject(new ShellError('io', `The report could not be printed: ${what}. ${NOTHING_SIGNED}`));
    const timer = setTimeout(() => fail('its pages were not ready after two minutes'), TIMEOUT_MS);
    contents.on('render-process-gone', (_event, { reason }) => fail(`the print window stopped (${reason})`));
    contents.on('did-fail-load', (_event, code, description) => fail(`its page did not load (${description || code})`));
    contents.on('console-message', (event) => {
      if (event.level === 'error') log.error({ text: event.message.slice(0, 2000) }, 'print window');
    });
    jobs.set(printId, { contents, document, laidOut });
    try {
      window.loadURL(pageAddress('print.html', `?id=${printId}`)).catch(() => fail('its page did not load'));
      await laidOut.promise;
      return await contents.printToPDF({
        printBackground: true,
        preferCSSPageSize: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      });
    } finally {
      clearTimeout(timer);
      jobs.delete(printId);
      window.destroy();
    }
  }
}
