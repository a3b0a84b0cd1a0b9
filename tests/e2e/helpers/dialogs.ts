import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type DialogName =
  | 'open:exports'
  | 'open:folder'
  | 'open:case'
  | 'open:backup'
  | 'open:bundle'
  | 'open:key'
  | 'open:profile'
  | 'open:catalog'
  | 'open:packet'
  | 'open:answers'
  | 'open:timestamp'
  | 'open:certificate'
  | 'open:signature'
  | 'open:hand-off'
  | 'open:card-library'
  | 'save:case'
  | 'save:backup'
  | 'save:deletion'
  | 'save:bundle'
  | 'save:key'
  | 'save:rows'
  | 'save:profile'
  | 'save:tickets'
  | 'save:ticket-table'
  | 'save:packet'
  | 'save:page'
  | 'save:timestamp-request'
  | 'save:request'
  | 'save:diagnostics'
  | 'confirm:quit'
  | 'confirm:leave'
  | 'confirm:card-library';
type Answer = string | boolean | readonly string[];

/** Answers for the dialogs of the operating system, which no test can reach. One without an answer counts as canceled. */
export interface PreparedDialogs {
  /** For COUNTERSIGN_TEST_DIALOGS. */
  readonly file: string;
  /** The next time this dialog opens, it is answered so. */
  readonly answer: (dialog: DialogName, answer: Answer) => void;
}

/** Prepared answers in a file of `folder`; the app takes each one once. */
export function prepareDialogs(folder: string): PreparedDialogs {
  const file = join(folder, 'dialogs.json');
  writeFileSync(file, '{}');
  return {
    file,
    answer(dialog, answer) {
      const answers = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Answer[]>; // written here and by the app
      writeFileSync(file, JSON.stringify({ ...answers, [dialog]: [...(answers[dialog] ?? []), answer] }));
    },
  };
}
