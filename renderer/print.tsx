import './app/no-eval.ts';
import '@fontsource/inter/400.css';
import '@fontsource/inter/600.css';
import '@fontsource/inter/700.css';
import '@fontsource/jetbrains-mono/400.css';
import './print.css';
import { createRoot } from 'react-dom/client';
import { ReportPaper } from './blocks/ReportPaper.tsx';
import { callShell } from './engine/shell.ts';

/** The page of the hidden print window: shows one report and tells the main process when it is laid out. */
async function print(printId: string): Promise<void> {
  const report = await callShell('shell.printDocument', { printId });
  const root = document.getElementById('root');
  if (root === null) throw new Error('The print page has no place for the report.');
  document.title = report.title;
  document.documentElement.lang = report.language;
  createRoot(root, { onUncaughtError: (error) => fail(printId, error) }).render(<ReportPaper document={report} />);
  await nextFrame();
  // Each of them, and not only those that are under way: on a slow computer a face that nobody has asked for yet counts as
  // ready, and the page would be printed in a font of the system. One that cannot be read fails the print.
  await Promise.all([...document.fonts].map((face) => face.load()));
  await document.fonts.ready;
  await nextFrame();
  await nextFrame();
  await callShell('shell.printReady', { printId });
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function fail(printId: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  void callShell('shell.printFailed', { printId, message: `The report could not be laid out: ${message}` });
}

const printId = new URLSearchParams(window.location.search).get('id') ?? '';
print(printId).catch((error: unknown) => fail(printId, error));
