import { statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  ipcMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  shell,
  type WebContents,
} from 'electron';
import { z } from 'zod';
import type { Handlers } from '../../shared/contract/rpc.ts';
import { type PickedFile, shellContract, type ShellContract, type ShellReply } from '../../shared/contract/shell.ts';
import { readBuildInfo } from './build-info.ts';
import { askLibrary, askOpen, askSave } from './dialogs.ts';
import { droppedFiles } from './dropped-files.ts';
import type { EngineProcess } from './engine-process.ts';
import type { Log } from '../common/log.ts';
import { isOurs } from './origin.ts';
import type { OpenedFile } from './opened-file.ts';
import type { Printer } from './printer.ts';
import { ShellError } from './shell-error.ts';

interface ShellContext {
  readonly contents: WebContents;
  readonly window: BrowserWindow;
}
type PrintMethod = 'shell.printDocument' | 'shell.printReady' | 'shell.printFailed';

interface ShellDependencies {
  /** Null when the app only prints. */
  readonly engine: EngineProcess | null;
  readonly printer: Printer;
  readonly log: Log;
  /** Gives away the file that was opened from outside; null when there is none. */
  readonly takeOpened?: () => Promise<OpenedFile | null>;
}

/** Answers the three messages a page can send to main. Each is refused unless one of our own windows' main frame sent it. */
export function handleShell({ engine, printer, log, takeOpened }: ShellDependencies): void {
  const handlers: Handlers<ShellContract, ShellContext> = {
    'shell.pickFiles': async ({ purpose }, { window }) => {
      const paths = await askOpen(window, purpose);
      if (purpose !== 'card-library') return picked(paths);
      const [library] = paths;
      return library !== undefined && (await askLibrary(window, library)) ? picked([library], true) : [];
    },
    'shell.pickSave': async ({ purpose, suggestedName }, { window }) => {
      const path = await askSave(window, purpose, suggestedName);
      return path === null ? null : ((await picked([path]))[0] ?? null);
    },
    'shell.openedFile': async () => {
      const opened = (await takeOpened?.()) ?? null;
      if (opened === null || opened.kind === 'refused') return opened;
      const [file] = await picked([opened.path]);
      return file === undefined ? null : { kind: opened.kind, file };
    },
    'shell.reveal': async ({ token }) => {
      const path = await needEngine().pathOf(token);
      if (path === null)
        throw new ShellError('not-found', 'This file is no longer known to Countersign. Choose it again.');
      shell.showItemInFolder(path);
      return {};
    },
    'shell.about': () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      build: readBuildInfo(),
    }),
    'shell.zoom': ({ percent }, { contents }) => {
      contents.setZoomFactor(percent / 100);
      return {};
    },
    'shell.copyText': async ({ text }) => {
      await clipboard.writeText(text);
      return {};
    },
    'shell.printDocument': ({ printId }, { contents }) => printer.documentFor(contents, printId),
    'shell.printReady': ({ printId }, { contents }) => {
      printer.ready(contents, printId);
      return {};
    },
    'shell.printFailed': ({ printId, message }, { contents }) => {
      printer.failed(contents, printId, message);
      return {};
    },
  };

  ipcMain.handle('shell:call', (event, method: unknown, params: unknown) =>
    reply(() => run(contextOf(event), String(method), params)),
  );
  ipcMain.handle('shell:drop', (event, paths: unknown) =>
    reply(() => {
      refuseInPrintWindow(contextOf(event));
      return picked(droppedFiles(z.array(z.string()).parse(paths)));
    }),
  );
  ipcMain.on('engine:connect', (event, nonce: unknown) => {
    try {
      const context = contextOf(event);
      refuseInPrintWindow(context);
      needEngine().connect(context.contents, z.uuid().parse(nonce));
    } catch (error) {
      log.warn({ err: error }, 'a request for an engine port was refused');
    }
  });

  async function run(context: ShellContext, method: string, params: unknown): Promise<unknown> {
    if (!isMethod(method))
      throw new ShellError('invalid-request', `There is no method named "${method.slice(0, 80)}".`);
    if (!isPrintMethod(method)) refuseInPrintWindow(context);
    const checked = shellContract[method].params.safeParse(params);
    if (!checked.success) throw new ShellError('invalid-request', `The request "${method}" is not valid.`);
    // The schema has just produced this handler's parameter type, which TypeScript cannot follow through a union of methods.
    const handler = handlers[method] as (params: unknown, context: ShellContext) => unknown;
    return handler(checked.data, context);
  }

  async function picked(paths: readonly string[], isLibrary = false): Promise<PickedFile[]> {
    const tokens = paths.length === 0 ? [] : await needEngine().register(paths, isLibrary);
    return paths.map((path, index) => ({
      token: tokens[index] ?? '',
      name: basename(path),
      bytes: sizeOf(path),
    }));
  }

  function needEngine(): EngineProcess {
    if (engine === null) throw new ShellError('invalid-request', 'There is no engine here.');
    return engine;
  }

  function refuseInPrintWindow({ contents }: ShellContext): void {
    if (printer.owns(contents)) throw new ShellError('invalid-request', 'A print window may not ask for this.');
  }

  async function reply(work: () => unknown): Promise<ShellReply> {
    try {
      return { ok: true, result: await work() };
    } catch (error) {
      if (error instanceof ShellError) return { ok: false, error: { code: error.code, message: error.message } };
      log.error({ err: error }, 'a request of the page failed unexpectedly');
      const message =
        'Something went wrong inside Countersign; the log has the details. What was saved is safe. Try again.';
      return { ok: false, error: { code: 'internal', message } };
    }
  }
}

/** The sender, when it is the main frame of one of our windows and shows one of our pages. */
function contextOf({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): ShellContext {
  const window = BrowserWindow.fromWebContents(sender);
  if (window === null || senderFrame === null || senderFrame !== sender.mainFrame || !isOurs(senderFrame.url)) {
    throw new ShellError('invalid-request', 'This page may not ask for anything.');
  }
  return { contents: sender, window };
}

function isMethod(method: string): method is keyof ShellContract {
  return Object.hasOwn(shellContract, method);
}

function isPrintMethod(method: keyof ShellContract): method is PrintMethod {
  return method === 'shell.printDocument' || method === 'shell.printReady' || method === 'shell.printFailed';
}

/** 0 for a folder and for what is not there yet. */
function sizeOf(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry?.isFile() === true ? entry.size : 0;
}
