import { z } from 'zod';
import { ZOOM_LEAST, ZOOM_MOST } from '../domain/app-settings.ts';
import { reportDocument } from './report-document.ts';
import type { Contract, WireError } from './rpc.ts';

export { MENU_COMMANDS, type MenuCommand } from '../domain/menu-commands.ts';

export const pickedFile = z.object({ token: z.string(), name: z.string(), bytes: z.int() });
/**
 * A file or folder the page may name to the engine by its token. `bytes` is 0 for a file that does not exist yet, and of
 * no meaning for a folder.
 */
export type PickedFile = z.output<typeof pickedFile>;

/** How a package was made, from its `about/build.json`. */
export const buildInfo = z.object({
  version: z.string(),
  commit: z.string().nullable(),
  /** Whether the sources differed from that commit. */
  changed: z.boolean(),
  date: z.string(),
  runtime: z.object({ electron: z.string(), origin: z.enum(['official', 'registry']) }),
});
export type BuildInfo = z.output<typeof buildInfo>;

/** What the page may ask of the main process: dialogs and facts about the app. Paths never cross; tokens do. */
export const shellContract = {
  'shell.pickFiles': {
    params: z.object({
      purpose: z.enum([
        'exports',
        'folder',
        'case',
        'backup',
        'bundle',
        'key',
        'profile',
        'catalog',
        'policy',
        'packet',
        'answers',
        'timestamp',
        'certificate',
        'signature',
        'hand-off',
        'card-library',
      ]),
    }),
    result: z.array(pickedFile),
  },
  'shell.pickSave': {
    params: z.object({
      purpose: z.enum([
        'case',
        'backup',
        'deletion',
        'bundle',
        'key',
        'rows',
        'profile',
        'policy',
        'tickets',
        'ticket-table',
        'packet',
        'page',
        'timestamp-request',
        'request',
        'diagnostics',
      ]),
      suggestedName: z.string().max(200),
    }),
    result: pickedFile.nullable(),
  },
  /**
   * The file that the person opened from outside (by a double click, or on the command line), once; null when there is none.
   * A file that cannot be opened comes as a sentence.
   */
  'shell.openedFile': {
    params: z.object({}),
    result: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.enum(['case', 'bundle']), file: pickedFile }),
        z.object({ kind: z.literal('refused'), message: z.string() }),
      ])
      .nullable(),
  },
  'shell.reveal': { params: z.object({ token: z.string() }), result: z.object({}) },
  'shell.about': {
    params: z.object({}),
    result: z.object({
      version: z.string(),
      electron: z.string(),
      chromium: z.string(),
      node: z.string(),
      platform: z.string(),
      /** What the package says about its making; null where the app runs from its sources. */
      build: buildInfo.nullable(),
    }),
  },
  /** Shows the page at this share of its usual size. */
  'shell.zoom': { params: z.object({ percent: z.int().min(ZOOM_LEAST).max(ZOOM_MOST) }), result: z.object({}) },
  'shell.copyText': { params: z.object({ text: z.string().max(100_000) }), result: z.object({}) },
  /** The document a print window must show; only that window may ask, and only while its print is under way. */
  'shell.printDocument': { params: z.object({ printId: z.string() }), result: reportDocument },
  /** Called by the hidden print window when the report is laid out. */
  'shell.printReady': { params: z.object({ printId: z.string() }), result: z.object({}) },
  /** Called by the hidden print window when it cannot show the report; the message is for people. */
  'shell.printFailed': {
    params: z.object({ printId: z.string(), message: z.string().max(4000) }),
    result: z.object({}),
  },
} satisfies Contract;
export type ShellContract = typeof shellContract;

/** What every call over the bridge resolves to: only plain data survives it, not an error's code. */
export type ShellReply =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: WireError };

/** What preload puts on `window.shell`. Nothing else is exposed. */
export interface ShellBridge {
  /** Resolves to a `ShellReply`. */
  call(method: string, params: unknown): Promise<unknown>;
  /** Asks for a fresh engine port; it arrives as a window message whose data is the nonce. */
  connectEngine(nonce: string): void;
  /** Registers dropped files and folders with main; resolves to a `ShellReply` with their tokens. */
  tokensForDrop(files: readonly object[]): Promise<unknown>;
  onMenu(handler: (command: string) => void): () => void;
}
