import { session } from 'electron';
import type { Printer } from './printer.ts';
import { serveApp } from './protocol.ts';
import { handleShell, type ShellDependencies } from './shell-handlers.ts';

export { createPrinter } from './printer.ts';

export interface PageOptions extends ShellDependencies {
  readonly printer: Printer;
  /** The folder of the built pages. */
  readonly pages: string;
}

/** From now on pages can be opened, and are answered. */
export function servePages({ pages, ...dependencies }: PageOptions): void {
  serveApp(session.defaultSession, pages);
  handleShell(dependencies);
}
