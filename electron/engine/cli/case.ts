import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withEnding } from '../cases/case-files.ts';
import { openArchive } from '../cases/archive-read.ts';
import type { WrittenArchive } from '../cases/archive-write.ts';
import type { Engine } from '../engine.ts';
import { acceptRecovery, archive, backUp, reopen, retain } from '../handlers/case-archives.ts';
import {
  checkCase,
  duplicate,
  move,
  recover,
  remove,
  restore,
  withBackupEnding,
  withRecordEnding,
} from '../handlers/case-life.ts';
import { inspectBackup, keepingOf } from '../handlers/case-views.ts';
import { detailsOf } from '../cases/details.ts';
import { AppError } from '../lib/errors.ts';
import { actAs } from './act-as.ts';
import { type Command, openToRead, openWorkspace, passphraseIn, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, chooseKey, KEY_USAGE, namesKey } from './key-choice.ts';

const option = { type: 'string' } as const;
const OPTIONS = {
  ...CASE_OPTIONS,
  out: option,
  name: option,
  reason: option,
  until: option,
  record: option,
  replace: { type: 'boolean' },
  check: { type: 'boolean' },
  sign: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
}

/** One sub-command: what it answers is printed, as JSON or in the words beside it. */
type Part = (engine: Engine, values: Values, file: string | undefined) => Promise<readonly [unknown, string, number?]>;

const PARTS: Readonly<Record<string, Part>> = {
  info: async (engine, values) => {
    await openToRead(engine, required(values.workspace, 'workspace'), values['case-passphrase-file']);
    const keeping = keepingOf(engine.context);
    const { lastBackup, retention, archived } = keeping;
    return [
      keeping,
      [
        `${detailsOf(engine.context.open().db).name} (${keeping.fileName} in ${keeping.location})`,
        `${keeping.copies.count} kept copies in “${keeping.copies.folder}”`,
        lastBackup === null
          ? 'No backup was made yet.'
          : `Last backup ${lastBackup.at}: ${lastBackup.file}, ${lastBackup.changedSince} acts since`,
        retention === null
          ? 'Nothing is stated about how long it is kept.'
          : `To be kept until ${retention.until}: ${retention.reason}`,
        archived === null ? 'In work.' : `Archived on ${archived.at}: ${archived.reason}`,
      ].join('\n'),
    ];
  },
  copy: async (engine, values) => {
    const seal = await openToAct(engine, values);
    const details = detailsOf(engine.context.open().db);
    const target = withEnding(place(values));
    await duplicate(engine.context, target, { ...details, name: values.name ?? `${details.name} (duplicate)` }, {});
    await seal();
    return [{ path: target }, `Duplicated to ${target}. It is a case of its own.`];
  },
  move: async (engine, values) => {
    await openToAct(engine, values);
    const target = withEnding(place(values));
    await move(engine.context, target, {});
    return [{ path: target }, `Moved to ${target}.`];
  },
  backup: async (engine, values) => {
    await openNamed(engine, values);
    return told(await backUp(engine.context, withBackupEnding(place(values)), {}));
  },
  archive: async (engine, values) => {
    await openToAct(engine, values);
    return told(await archive(engine.context, withBackupEnding(place(values)), required(values.reason, 'reason'), {}));
  },
  unarchive: async (engine, values) => {
    await openNamed(engine, values);
    reopen(engine.context, required(values.reason, 'reason'));
    return [keepingOf(engine.context), 'The case can be worked on again.'];
  },
  restore: async (engine, values, file) => {
    const backup = resolve(required(file, 'a backup'));
    if (values.check === true) {
      const opened = await openArchive(backup);
      try {
        await opened.verify();
      } finally {
        await opened.close();
      }
      return [
        { ...(await inspectBackup(backup)), ok: true },
        'The backup is whole: every member is what its manifest says.',
      ];
    }
    const target = withEnding(place(values));
    const { path, aside } = await restore(
      engine.context,
      { archive: backup, target, replace: values.replace === true },
      {},
    );
    return [
      { path, aside },
      `Restored to ${path}.${aside === null ? '' : ` The case that was there is now ${aside}.`}`,
    ];
  },
  retain: async (engine, values) => {
    const seal = await openToAct(engine, values);
    const until = required(values.until, 'until');
    if (until !== 'none' && !/^\d{4}-\d{2}-\d{2}$/.test(until))
      throw new AppError('invalid-request', '--until takes a day as 2033-12-31, or none. Nothing was recorded.');
    retain(engine.context, until === 'none' ? null : until, required(values.reason, 'reason'));
    await seal();
    return [keepingOf(engine.context), until === 'none' ? 'No date is stated any more.' : `To be kept until ${until}.`];
  },
  delete: async (engine, values) => {
    await openToAct(engine, values);
    const record = withRecordEnding(resolve(required(values.record, 'record')));
    const files = await remove(
      engine.context,
      {
        name: required(values.name, 'name'),
        reason: required(values.reason, 'reason'),
        record,
        key: values.sign === true ? await chooseKey(engine.context, values) : null,
      },
      {},
    );
    return [{ record, files }, `Deleted: ${files} files. The record is ${record}.`];
  },
  recover: async (engine, values, file) => {
    const found = await recover(
      engine.context,
      {
        source: resolve(required(file, 'a damaged case')),
        target: withEnding(place(values)),
        passphrase: passphraseIn(values['case-passphrase-file']),
      },
      {},
    );
    return [found, `${found.account}\nThe new case is ${found.path}.`, found.journal.isWhole ? 0 : 1];
  },
  'accept-recovery': async (engine, values) => {
    const seal = await openToAct(engine, values);
    acceptRecovery(engine.context, required(values.reason, 'reason'));
    await seal();
    return [keepingOf(engine.context), 'Accepted.'];
  },
  check: async (engine, values) => {
    await openNamed(engine, values);
    const found = await checkCase(engine.context, {});
    const { problems, copies, entries } = found;
    return [
      found,
      problems.length === 0
        ? `Nothing is wrong: ${entries} acts in the journal, ${copies} kept copies.`
        : problems.join('\n'),
      problems.length === 0 ? 0 : 1,
    ];
  },
};

export const caseCommand: Command = {
  usage: `case ${Object.keys(PARTS).join('|')} [FILE] [--workspace W] [--out PLACE] [--reason TEXT] [--name NAME] [--until DATE] [--record FILE] [--replace] [--check] [--sign] [${KEY_USAGE}] [--json]`,
  summary:
    'Keeps whole cases: info, check, copy, move, backup, restore, archive, unarchive, retain, delete with a record, recover. Without --json, in words.',
  async run(argv) {
    const { values, positionals } = parse(argv);
    const [name, file] = positionals;
    const part = Object.hasOwn(PARTS, name ?? '') ? PARTS[name ?? ''] : undefined;
    if (part === undefined)
      throw new AppError('invalid-request', `Say what is to be done with the case: ${Object.keys(PARTS).join(', ')}.`);
    return withEngine(async (engine) => {
      const [answer, words, code = 0] = await part(engine, values, file);
      if (values.json) printJson(answer);
      else process.stdout.write(`${words}\n`);
      return code;
    });
  },
};

function openNamed(engine: Engine, values: Values): Promise<void> {
  return openWorkspace(engine, required(values.workspace, 'workspace'), false, values['case-passphrase-file']);
}

/** Opens the case for an act, by the owner of the key when one is named for that. */
async function openToAct(engine: Engine, values: Values): Promise<() => Promise<void>> {
  await openNamed(engine, values);
  return values.sign === true && !namesKey(values) ? () => Promise.resolve() : actAs(engine, values);
}

function place(values: Values): string {
  return resolve(required(values.out, 'out'));
}

function told(written: WrittenArchive): readonly [unknown, string] {
  const { path, bytes, sha256, manifest } = written;
  return [
    { path, bytes, sha256, journal: manifest.journal, notes: manifest.notes },
    [
      `Written and read back: ${path}`,
      `SHA-256 ${sha256}`,
      `Journal head ${manifest.journal.head}`,
      ...manifest.notes,
    ].join('\n'),
  ];
}
