import { dirname, join } from 'node:path';
import { app } from 'electron';

/** The request file named by `--headless-print`, or null when a person starts the app. */
export function headlessPrintRequest(): string | null {
  const file = app.commandLine.getSwitchValue('headless-print');
  return file === '' ? null : file;
}

/**
 * Before ready: a data folder of its own, so that a running app is not disturbed, and no graphics card. It lies beside the
 * request: whoever asked takes both away when nothing writes there any more.
 */
export function prepareHeadlessPrint(requestFile: string): void {
  app.setPath('userData', join(dirname(requestFile), 'electron'));
  app.disableHardwareAcceleration();
  app.dock?.hide();
}
