import { readFileSync, writeFileSync } from 'node:fs';
import { app, type BrowserWindow, dialog, type FileFilter } from 'electron';
import { z } from 'zod';

export type OpenPurpose =
  | 'exports'
  | 'folder'
  | 'case'
  | 'backup'
  | 'bundle'
  | 'key'
  | 'profile'
  | 'catalog'
  | 'policy'
  | 'packet'
  | 'answers'
  | 'timestamp'
  | 'certificate'
  | 'signature'
  | 'hand-off'
  | 'card-library';
export type SavePurpose =
  | 'case'
  | 'backup'
  | 'deletion'
  | 'bundle'
  | 'key'
  | 'rows'
  | 'profile'
  | 'policy'
  | 'tickets'
  | 'ticket-table'
  | 'packet'
  | 'page'
  | 'timestamp-request'
  | 'request'
  | 'diagnostics';

const ANY: FileFilter = { name: 'All files', extensions: ['*'] };
const CASE: FileFilter = { name: 'Countersign case', extensions: ['countersign'] };
const BACKUP: FileFilter = { name: 'Backup or archive of a case', extensions: ['countersign-backup'] };
const DELETION: FileFilter = { name: 'Record of a deletion', extensions: ['json'] };
const BUNDLE: FileFilter = { name: 'Evidence bundle', extensions: ['zip'] };
const KEY: FileFilter = { name: 'Signing key', extensions: ['pem'] };
const ROWS: FileFilter = { name: 'CSV', extensions: ['csv'] };
const MARKDOWN: FileFilter = { name: 'Markdown', extensions: ['md'] };
const CATALOG: FileFilter = { name: 'Catalog or vendor file', extensions: ['json'] };
const PROFILE: FileFilter = { name: 'Mapping profile', extensions: ['json'] };
const POLICY: FileFilter = { name: 'Policy', extensions: ['json'] };
const PACKET: FileFilter = { name: 'Countersign packet', extensions: ['cspacket'] };
const PAGE: FileFilter = { name: 'Page', extensions: ['html'] };
const CERTIFICATE: FileFilter = { name: 'Certificate', extensions: ['pem', 'crt', 'cer', 'der', 'p7b', 'p7c'] };
const REQUEST: FileFilter = { name: 'Certificate request', extensions: ['csr'] };
const LIBRARY: FileFilter = { name: 'Card library', extensions: ['so', 'dll', 'dylib'] };
const ANSWERS: FileFilter = { name: 'Answers of an owner', extensions: ['json'] };
const TIMESTAMP: FileFilter = { name: 'Time-stamp answer', extensions: ['tsr'] };
const TIMESTAMP_REQUEST: FileFilter = { name: 'Time-stamp request', extensions: ['tsq'] };
const ARCHIVE: FileFilter = { name: 'Zip archive', extensions: ['zip'] };
const EXPORTS: FileFilter = {
  name: 'Exports',
  extensions: ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'txt', 'log', 'zip', 'gz'],
};

interface OpenDialog {
  readonly title: string;
  readonly filters: FileFilter[];
  readonly isMultiple: boolean;
  /** Set for folders: no system but macOS lets one dialog choose files and folders. */
  readonly isFolder?: true;
}

const OPEN: Readonly<Record<OpenPurpose, OpenDialog>> = {
  exports: { title: 'Add export files', filters: [EXPORTS, ANY], isMultiple: true },
  folder: { title: 'Add folders of exports', filters: [], isMultiple: true, isFolder: true },
  case: { title: 'Open case', filters: [CASE, ANY], isMultiple: false },
  backup: { title: 'Choose a backup or archive', filters: [BACKUP, ANY], isMultiple: false },
  bundle: { title: 'Choose an evidence bundle', filters: [BUNDLE, ANY], isMultiple: false },
  profile: { title: 'Choose a mapping profile', filters: [PROFILE, ANY], isMultiple: false },
  catalog: { title: 'Choose a catalog or vendor file', filters: [CATALOG, ANY], isMultiple: false },
  policy: { title: 'Choose a policy', filters: [POLICY, ANY], isMultiple: false },
  packet: { title: 'Choose a packet', filters: [PACKET, ANY], isMultiple: false },
  answers: { title: 'Choose the answers of an owner', filters: [ANSWERS, ANY], isMultiple: false },
  timestamp: { title: 'Choose the answer of the authority', filters: [TIMESTAMP, ANY], isMultiple: false },
  certificate: { title: 'Choose a certificate', filters: [CERTIFICATE, ANY], isMultiple: false },
  signature: {
    title: 'Choose the signature',
    filters: [{ name: 'Signature', extensions: ['sig'] }, ANY],
    isMultiple: false,
  },
  'hand-off': { title: 'Choose a folder for what is to be signed', filters: [], isMultiple: false, isFolder: true },
  'card-library': { title: 'Choose the PKCS#11 library of the card', filters: [LIBRARY, ANY], isMultiple: false },
  key: {
    title: 'Choose a signing key',
    filters: [{ ...KEY, extensions: ['pem', 'p12', 'pfx', 'key', 'crt', 'cer'] }, ANY],
    isMultiple: false,
  },
};
const SAVE: Readonly<Record<SavePurpose, { title: string; filter: FileFilter }>> = {
  case: { title: 'Save the new case as', filter: CASE },
  backup: { title: 'Save the whole case as', filter: BACKUP },
  deletion: { title: 'Save the record of the deletion as', filter: DELETION },
  bundle: { title: 'Save the evidence bundle as', filter: BUNDLE },
  key: { title: 'Save the signing key as', filter: KEY },
  rows: { title: 'Save the records as', filter: ROWS },
  profile: { title: 'Save the mapping profile as', filter: PROFILE },
  policy: { title: 'Save the policy as', filter: POLICY },
  tickets: { title: 'Save what is to be done as', filter: MARKDOWN },
  'ticket-table': { title: 'Save the tickets as', filter: ROWS },
  packet: { title: 'Save the packet as', filter: PACKET },
  'timestamp-request': { title: 'Save the time-stamp request as', filter: TIMESTAMP_REQUEST },
  page: { title: 'Save the page with the questions as', filter: PAGE },
  request: { title: 'Save the request as', filter: REQUEST },
  diagnostics: { title: 'Save the diagnostic file as', filter: ARCHIVE },
};

/** Asks for files or folders to read; empty when the person changed their mind. */
export async function askOpen(window: BrowserWindow, purpose: OpenPurpose): Promise<readonly string[]> {
  const prepared = preparedAnswer(`open:${purpose}`);
  if (prepared !== null) return Array.isArray(prepared) ? prepared : [];
  const { title, filters, isMultiple, isFolder } = OPEN[purpose];
  const kind = isFolder === true ? 'openDirectory' : 'openFile';
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters,
    properties: isMultiple ? [kind, 'multiSelections'] : [kind],
  });
  return canceled ? [] : filePaths;
}

/** Asks where to write; null when the person changed their mind. */
export async function askSave(
  window: BrowserWindow,
  purpose: SavePurpose,
  suggestedName: string,
): Promise<string | null> {
  const prepared = preparedAnswer(`save:${purpose}`);
  if (prepared !== null) return typeof prepared === 'string' ? prepared : null;
  const { title, filter } = SAVE[purpose];
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title,
    filters: [filter],
    defaultPath: fileName(suggestedName, filter.extensions[0] ?? ''),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  return canceled ? null : filePath;
}

/** Asks whether to close while work is under way that closing would throw away. */
export function askQuit(window: BrowserWindow, work: string): boolean {
  const prepared = preparedAnswer('confirm:quit');
  if (prepared !== null) return prepared === true;
  const choice = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'Work is still under way',
    detail: `${work}\n\nClosing now stops it. What it has done so far is discarded; everything saved before is safe.`,
    buttons: ['Keep working', 'Stop and close'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return choice === 1;
}

/** Asks whether to leave the page although something typed in it is not saved. */
export function askLeave(window: BrowserWindow): boolean {
  const prepared = preparedAnswer('confirm:leave');
  if (prepared !== null) return prepared === true;
  const choice = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'A change is not saved',
    detail: 'The policy was changed and not saved. Leaving now discards that; everything saved before is safe.',
    buttons: ['Keep editing', 'Discard and leave'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return choice === 1;
}

/** Asks whether a library may be loaded: it is a program, and it sees the PIN. */
export async function askLibrary(window: BrowserWindow, path: string): Promise<boolean> {
  const prepared = preparedAnswer('confirm:card-library');
  if (prepared !== null) return prepared === true;
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'Load this library and let it run?',
    detail: `${path}\n\nA card library is a program: it runs with your rights on this computer and is given the PIN of the card. Load it only when it came with your card or reader, or from your organization.`,
    buttons: ['Do not load', 'Load'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** A name without a folder and without characters that some system refuses. */
function fileName(suggested: string, extension: string): string {
  const name =
    suggested
      .replace(/[/\\:*?"<>|\p{Cc}]/gu, '-')
      .replace(/^\.+/, '')
      .trim() || 'Untitled';
  return name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`;
}

const preparedAnswers = z.record(z.string(), z.array(z.union([z.string(), z.boolean(), z.array(z.string())])));

/**
 * The next answer a test has prepared for a dialog, taken from the file in COUNTERSIGN_TEST_DIALOGS:
 * `{ "open:exports": [["/a.csv", "/b.json"]], "save:case": ["/c.countersign", false], "confirm:quit": [true] }`.
 * Null when the app is not under test; a dialog without a prepared answer then counts as canceled.
 */
function preparedAnswer(dialogName: string): string | boolean | string[] | null {
  const file = process.env['COUNTERSIGN_TEST_DIALOGS'];
  if (app.isPackaged || file === undefined || file === '') return null;
  const answers = preparedAnswers.parse(JSON.parse(readFileSync(file, 'utf8')));
  const [next, ...rest] = answers[dialogName] ?? [];
  writeFileSync(file, JSON.stringify({ ...answers, [dialogName]: rest }));
  return next ?? false;
}
