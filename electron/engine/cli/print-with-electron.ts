import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ReportDocument } from '../../../shared/contract/report-document.ts';
import { AppError } from '../lib/errors.ts';
import { createSystemScratch, removeScratch } from '../reading/containers/scratch.ts';

const runtimeSchema = z.object({ electronPath: z.string() });

/** Starts Electron without a window to lay the report out; the only command that needs it. */
export async function printWithElectron(
  root: string,
  document: ReportDocument,
): Promise<{ pdf: Uint8Array; pages: number }> {
  const runtimeFile =
    process.env['COUNTERSIGN_RUNTIME'] ?? join(root, 'node_modules', '.cache', 'countersign', 'runtime.json');
  if (!existsSync(runtimeFile))
    throw new AppError(
      'io',
      'Electron, which prints the report, is not set up. Nothing was signed. Run npm start once.',
    );
  const { electronPath } = runtimeSchema.parse(JSON.parse(readFileSync(runtimeFile, 'utf8')));
  const folder = await createSystemScratch();
  try {
    const requestFile = join(folder, 'request.json');
    const pdfFile = join(folder, 'report.pdf');
    const documentFile = join(folder, 'document.json');
    writeFileSync(documentFile, JSON.stringify(document));
    writeFileSync(requestFile, JSON.stringify({ documentFile, pdfFile }));
    await run(electronPath, [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(process.platform === 'linux' ? ['--ozone-platform=headless', '--disable-gpu'] : []),
      root,
      `--headless-print=${requestFile}`,
    ]);
    if (!existsSync(pdfFile))
      throw new AppError('io', 'Electron ended without printing the report. Nothing was signed.');
    const pdf = readFileSync(pdfFile);
    const { PDF } = await import('@libpdf/core');
    return { pdf, pages: (await PDF.load(pdf)).getPageCount() };
  } finally {
    await removeScratch(folder);
  }
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new AppError(
            'io',
            `The report could not be printed (Electron ended with ${code ?? 'a signal'}). Nothing was signed.\n${errors.trim()}`,
          ),
        );
    });
  });
}
