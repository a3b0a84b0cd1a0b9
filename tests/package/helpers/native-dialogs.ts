import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { PreparedDialogs } from '../../e2e/helpers/dialogs.ts';

/** The titles of all dialogs that ask for a file begin with one of these words. */
const TITLES = '^(Save|Choose|Open|Add) ';

/** Answers the file dialogs of the desktop as a person does, with keys: the packaged app takes no prepared answers. */
export function nativeDialogs(): PreparedDialogs {
  return {
    file: '',
    answer(dialog, answer) {
      const path = Array.isArray(answer) ? answer[0] : answer;
      if (typeof path !== 'string') throw new Error(`${dialog} is answered by a path`);
      void answerNext(path);
    },
  };
}

/** Waits for the next file dialog, types the path and confirms, until the dialog is gone. */
async function answerNext(path: string): Promise<void> {
  let dialog = visibleDialog();
  while (dialog === undefined) {
    await pause(100);
    dialog = visibleDialog();
  }
  while (visibleDialog() === dialog) {
    // A dialog just shown takes no keys yet.
    await pause(1500);
    xdotool('windowfocus', '--sync', dialog);
    // Replaces the suggested name, or what an earlier turn typed; when opening, the slash of the path opens a field for it.
    xdotool('key', 'ctrl+a');
    xdotool('type', '--delay', '30', path);
    await pause(500);
    xdotool('key', 'Return');
    await pause(1500);
  }
}

function visibleDialog(): string | undefined {
  return xdotool('search', '--onlyvisible', '--name', TITLES).split('\n').find(Boolean);
}

function xdotool(...args: readonly string[]): string {
  return spawnSync('xdotool', args, { encoding: 'utf8' }).stdout;
}
