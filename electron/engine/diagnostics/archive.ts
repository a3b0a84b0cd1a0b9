import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { arch, cpus, freemem, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { ScreenFacts } from '../../../shared/contract/diagnostics.ts';
import { engineContract } from '../../../shared/contract/engine.ts';
import { shellContract } from '../../../shared/contract/shell.ts';
import { PROGRAM } from '../report/version.ts';
import { caseCounts } from './counts.ts';
import { type KnownNames, redactLine } from './redact-log.ts';

/** Lines of one log that go along at most, the last ones. */
const MOST_LINES = 5000;
/** Bytes of one log that are looked at, from its end. */
const MOST_BYTES = 4 * 1024 ** 2;
const LOGS = ['main', 'engine'].flatMap((name) => ['', '.1', '.2', '.3'].map((run) => `${name}${run}.log`));

export interface DiagnosticsInput {
  readonly dataFolder: string;
  readonly now: number;
  /** Answers the version of SQLite. */
  readonly sqliteVersion: string;
  /** Null on the command line, where there is no screen. */
  readonly screen: ScreenFacts | null;
  /** The open case, when its counts are to go along. */
  readonly counted: Database.Database | null;
}

/** The files of a diagnostic archive, by name: all of them text that a person can read before it leaves the computer. */
export function diagnosticFiles(input: DiagnosticsInput): ReadonlyMap<string, string> {
  const known = knownNames();
  const logs = LOGS.flatMap((name) => {
    const path = join(input.dataFolder, 'logs', name);
    return existsSync(path) ? [[`logs/${name.replace('.log', '.txt')}`, redactLog(path, known)] as const] : [];
  });
  return new Map([
    ['README.txt', readme(input, logs.length)],
    ['versions.txt', lines(versions(input))],
    ...(input.screen === null ? [] : [['screen.txt', lines(Object.entries(input.screen))] as const]),
    ...(input.counted === null ? [] : [['case-counts.txt', lines(caseCounts(input.counted))] as const]),
    ...logs,
  ]);
}

function versions({ now, sqliteVersion }: DiagnosticsInput): [string, string | number][] {
  return [
    ['made', new Date(now).toISOString()],
    ['app', PROGRAM.version],
    ['electron', process.versions['electron'] ?? 'none'],
    ['chromium', process.versions['chrome'] ?? 'none'],
    ['node', process.versions.node],
    ['v8', process.versions.v8],
    ['sqlite', sqliteVersion],
    ['system', `${platform()} ${arch()}`],
    // Whoever builds their own kernel may have put a name behind the number.
    ['system-release', /^\d+(?:\.\d+)*/.exec(release())?.[0] ?? 'other'],
    ['distribution', distribution()],
    ['processors', cpus().length],
    ['memory-mib', Math.round(totalmem() / 1024 ** 2)],
    ['memory-free-mib', Math.round(freemem() / 1024 ** 2)],
    ['locale', Intl.DateTimeFormat().resolvedOptions().locale],
  ];
}

/** Linux distribution and its version, where both are of the usual form. */
function distribution(): string {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const field = (name: string) => new RegExp(`^${name}="?([a-z]{2,20}|[0-9.]{1,10})"?$`, 'm').exec(text)?.[1];
  return [field('ID'), field('VERSION_ID')].filter((part) => part !== undefined).join(' ') || 'none';
}

function readme({ counted, screen }: DiagnosticsInput, logs: number): string {
  return `Countersign diagnostic file

What is in it
- versions.txt: versions of the app and of what it runs on, the system, memory, and the language of the formats.
${screen === null ? '' : '- screen.txt: size and scale of the window, theme, contrast and motion settings.\n'}${
    counted === null ? '' : '- case-counts.txt: how much the open case holds, in numbers only.\n'
  }- logs/: ${logs === 0 ? 'no log was found' : `${logs} logs of this app`}, made anew from a list of what may be said: time, level, known messages, numbers,
  kinds of errors and where in the program they arose.

What was left out
- Every message, field or line that is not on that list. Each is counted, none is shown.
- Names of people, computers, files, folders and cases; addresses; what a case holds; keys and passphrases; the text of errors.
- The list of recent cases and everything else in the folder of the app.

Read all of it before you pass it on. Nothing is sent by the app.
`;
}

function redactLog(path: string, known: KnownNames): string {
  const { size } = statSync(path);
  const text = readFileSync(path).subarray(-MOST_BYTES).toString('utf8');
  const all = text.split('\n').filter((one) => one.trim() !== '');
  const shown = (size > MOST_BYTES ? all.slice(1) : all).slice(-MOST_LINES);
  const cut = shown.length < all.length || size > MOST_BYTES ? '[earlier lines were left out]\n' : '';
  return `${cut}${shown.map((one) => redactLine(one, known)).join('\n')}\n`;
}

/** The program's own names: methods of its contracts, and the scripts it consists of. */
function knownNames(): KnownNames {
  const here = import.meta.dirname;
  const scripts = [here, join(here, '..'), join(here, '..', '..', 'main')].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder) : [],
  );
  return {
    methods: new Set([...Object.keys(engineContract), ...Object.keys(shellContract)]),
    scripts: new Set(scripts.filter((name) => /\.(?:[cm]?js|ts)$/.test(name))),
  };
}

function lines(rows: readonly (readonly [string, unknown])[]): string {
  return rows.map(([name, value]) => `${name}: ${String(value)}\n`).join('');
}
