import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { reportDocument } from '../../shared/contract/report-document.ts';
import type { Printer } from './printer.ts';

const printRequest = z.object({ documentFile: z.string(), pdfFile: z.string() });

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
