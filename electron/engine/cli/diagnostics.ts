import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sqliteVersion } from '../db/sqlite-version.ts';
import { diagnosticFiles } from '../diagnostics/archive.ts';
import { diagnosticZip } from '../handlers/diagnostics.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { WORKSPACE_OPTIONS } from './key-choice.ts';

export const diagnosticsCommand: Command = {
  usage: 'diagnostics --out FILE.zip [--data FOLDER] [--workspace W] [--json]',
  summary:
    'Saves versions and the logs of the app, made anew from what may be said, for whoever helps. With --workspace also how much the case holds, in numbers.',
  async run(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        out: { type: 'string' },
        data: { type: 'string' },
        ...WORKSPACE_OPTIONS,
        json: { type: 'boolean' },
      },
    });
    const out = resolve(required(values.out, 'out'));
    const files = await withEngine(async (engine) => {
      if (values.workspace !== undefined)
        await openWorkspace(engine, values.workspace, false, values['case-passphrase-file']);
      return diagnosticFiles({
        dataFolder: resolve(values.data ?? appDataFolder()),
        now: Date.now(),
        sqliteVersion: sqliteVersion(engine.context.sqliteBinding),
        screen: null,
        counted: values.workspace === undefined ? null : engine.context.open().db,
      });
    });
    const bytes = diagnosticZip(files);
    saveWhole(out, bytes, 'The diagnostic file', 'Nothing was saved.', 0o600);
    if (values.json) printJson({ out, bytes: bytes.length, files: [...files.keys()] });
    else process.stdout.write(`${out}\n${[...files.keys()].join('\n')}\nRead all of it before you pass it on.\n`);
    return 0;
  },
};

/** Where the app keeps its logs, unless it was told otherwise: the folder Electron gives it on each system. */
function appDataFolder(): string {
  const told = process.env['COUNTERSIGN_DATA'];
  if (told !== undefined && told !== '') return told;
  const home = homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Countersign');
  if (process.platform === 'win32')
    return join(process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Countersign');
  return join(process.env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Countersign');
}
