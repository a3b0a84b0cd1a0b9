import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { reportDocument } from '../../shared/contract/report-document.ts';
import type { Printer } from './printer.ts';

const printRequest = z.object({ documentFile: z.string(), pdfFile: z.string() });

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

/** Prints the document of a request file to its PDF file, without a window. Answers the exit code. */
export async function headlessPrint(requestFile: string, printer: Printer): Promise<number> {
  try {
    const { documentFile, pdfFile } = printRequest.parse(JSON.parse(readFileSync(requestFile, 'utf8')));
    const document = reportDocument.parse(JSON.parse(readFileSync(documentFile, 'utf8')));
    writeFileSync(pdfFile, await printer.print(document));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
