import { showToast } from './toast-queue.ts';
import { callShell } from '../engine/shell.ts';

/** Puts text on the clipboard and says so; `what` names it at the start of a sentence. */
export async function copyToClipboard(text: string, what: string): Promise<void> {
  try {
    await callShell('shell.copyText', { text });
    showToast({ tone: 'good', text: `${what} copied` });
  } catch {
    showToast({ tone: 'bad', text: `${what} could not be copied. Select the text and copy it by hand.` });
  }
}
