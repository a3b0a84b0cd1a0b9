import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LEAST_PASSPHRASE, MOST_PASSPHRASE, newPassphrase } from '../../../shared/contract/protection.ts';
import { copyHeld } from '../cases/held-copy.ts';
import { createEngine, type Engine } from '../engine.ts';
import { createCase, openCase } from '../handlers/workspace.ts';
import { AppError } from '../lib/errors.ts';
import { createFileRegistry } from '../lib/files.ts';
import { silentLog } from '../../common/log.ts';
import { mainProcess } from '../main-process.ts';
import { createSystemScratch, removeScratch } from '../reading/containers/scratch.ts';
import { readPassphrase } from './passphrase-file.ts';
import { printWithElectron } from './print-with-electron.ts';
import { waitForSignature } from './wait-for-signature.ts';

export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Answers the exit code. */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** The folder with `resources/` and `package.json`: two levels above the built file. */
export function projectRoot(): string {
  return resolve(dirname(fileURLToPath(import.meta.url)), locate(dirname(fileURLToPath(import.meta.url))));
}

/** Built chunks lie one or two folders below `out/`. */
function locate(from: string): string {
  for (const up of ['../..', '../../..', '../../../..'])
    if (existsSync(resolve(from, up, 'resources', 'catalog'))) return up;
  throw new AppError('io', 'The resources folder of Countersign was not found beside its program.');
}

/** Runs something with an engine whose data folder is thrown away afterwards: the command line leaves no traces. */
export async function withEngine<T>(
  work: (run: Engine) => Promise<T>,
  onEvent: (event: string, payload: unknown) => void = () => {},
): Promise<T> {
  const dataFolder = await createSystemScratch();
  const engine = createEngine({
    dataFolder,
    resourcesFolder: join(projectRoot(), 'resources'),
    files: createFileRegistry(),
    log: silentLog(),
    now: Date.now,
    print: (document) => mainProcess()?.print(document) ?? printWithElectron(projectRoot(), document),
    emit: onEvent,
    deliver: waitForSignature,
    ...(process.env['COUNTERSIGN_SQLITE_BINDING'] === undefined || Number(process.versions.napi) >= 10
      ? {}
      : { sqliteBinding: process.env['COUNTERSIGN_SQLITE_BINDING'] }),
  });
  try {
    return await work(engine);
  } finally {
    await engine.close();
    await removeScratch(dataFolder);
  }
}

/**
 * Opens the case; makes it when asked to and it is not there, protected when there is a passphrase. Throws
 * `invalid-request` for a protected case without its passphrase.
 */
export async function openWorkspace(
  engine: Engine,
  path: string,
  create: boolean,
  passphraseFile: string | undefined,
): Promise<void> {
  await openOrMake(engine, path, create, passphraseIn(passphraseFile));
}

async function openOrMake(
  engine: Engine,
  path: string,
  create: boolean,
  passphrase: string | undefined,
): Promise<void> {
  const full = resolve(path);
  if (existsSync(full)) await openNamed(engine, full, passphrase);
  else if (create && passphrase !== undefined && !newPassphrase.safeParse(passphrase).success)
    throw new AppError(
      'invalid-request',
      `The passphrase of a new case has ${LEAST_PASSPHRASE} to ${MOST_PASSPHRASE} characters. Nothing was made.`,
    );
  else if (create)
    createCase(
      engine.context,
      full,
      {
        name: basename(full).replace(/\.[^.]*$/, ''),
        client: '',
        engagement: '',
        periodFrom: null,
        periodTo: null,
        reviewer: '',
      },
      false,
      passphrase,
    );
  else throw new AppError('not-found', `${path} is not there.`);
}

/**
 * Opens a case that is only read. When another program has it open, it is read as it is at this moment, from a copy that is
 * thrown away; standard error says so.
 */
export async function openToRead(engine: Engine, path: string, passphraseFile: string | undefined): Promise<void> {
  // Once: standard input can be read a single time.
  const passphrase = passphraseIn(passphraseFile);
  try {
    await openOrMake(engine, path, false, passphrase);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'conflict') throw cause;
    const copy = join(engine.context.dataFolder, 'held', basename(path));
    mkdirSync(dirname(copy), { recursive: true });
    await copyHeld(resolve(path), copy);
    await openNamed(engine, copy, passphrase);
    process.stderr.write(
      `${basename(path)} is open in another program. What follows is the case as it is at this moment; nothing in it was changed.\n`,
    );
  }
}

/** The passphrase of a case, from the file that was named for it. */
export function passphraseIn(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readPassphrase(file);
}

async function openNamed(engine: Engine, path: string, passphrase: string | undefined): Promise<void> {
  try {
    await openCase(engine.context, path, passphrase);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'wrong-passphrase') throw cause;
    const advice = passphrase === undefined ? ' Name a file that holds it with --case-passphrase-file.' : '';
    throw new AppError('invalid-request', `${cause.message}${advice}`, { cause });
  }
}

/** One JSON document, and nothing else, on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A JSON list written row by row, so that a million rows need no memory. */
export async function printJsonList(rows: Iterable<unknown>): Promise<void> {
  let text = '[';
  let isFirst = true;
  for (const row of rows) {
    text += `${isFirst ? '\n' : ',\n'}${JSON.stringify(row)}`;
    isFirst = false;
    if (text.length < 1 << 16) continue;
    // A closed pipe never drains: its reader has seen enough.
    if (!process.stdout.write(text)) await once(process.stdout, 'drain').catch(() => undefined);
    if (!process.stdout.writable) return;
    text = '';
  }
  process.stdout.write(`${text}\n]\n`);
}

/** The value of an option that must be given. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new AppError('invalid-request', `--${name} is missing.`);
  return value;
}
