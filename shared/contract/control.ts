import type { ReportDocument } from './report-document.ts';

/** A file that main lets the engine touch: the page knows only the token. */
export interface FileGrant {
  readonly token: string;
  readonly path: string;
  /** Whether the person confirmed that the engine may load it as a program library. */
  readonly isLibrary: boolean;
}

/** What main tells the engine process. A `connect` message carries one port. No tenant data goes this way. */
export type ControlToEngine =
  | {
      readonly kind: 'start';
      readonly dataFolder: string;
      readonly resourcesFolder: string;
      /** Path of a native better-sqlite3 binding, when the stock one does not fit this Electron. */
      readonly sqliteBinding: string | null;
      /** A case that the person opened with this start of the app; null when there is none. */
      readonly open: string | null;
      /** Whether to open the case again that an engine before this one left open when it ended unexpectedly. */
      readonly resume: boolean;
      /** Whether results and events are checked against the contract before they are sent. */
      readonly checkResults: boolean;
    }
  | { readonly kind: 'connect' }
  | { readonly kind: 'adopt'; readonly id: number; readonly files: readonly FileGrant[] }
  | { readonly kind: 'resolve'; readonly id: number; readonly token: string }
  | { readonly kind: 'printed'; readonly printId: string; readonly pdf: Uint8Array }
  | { readonly kind: 'print-failed'; readonly printId: string; readonly message: string }
  /** Carries one port, to the process that was asked for by `card`. */
  | { readonly kind: 'card-port'; readonly cardId: string }
  | { readonly kind: 'shutdown' };

/** Asks main to lay a report out and print it. */
export interface PrintOrder {
  readonly kind: 'print';
  readonly printId: string;
  readonly document: ReportDocument;
}

/** Asks main for a process that talks to a card, and says that it may be ended. Order and answer go by its port, past main. */
export type CardOrders =
  { readonly kind: 'card'; readonly cardId: string } | { readonly kind: 'card-done'; readonly cardId: string };

/** What main tells the process that runs one command of the command line; the answers to its wishes besides. */
export type ControlToCommand =
  | {
      readonly kind: 'command';
      /** The arguments, without program and switches of the app. */
      readonly argv: readonly string[];
      /** Standard input, where an argument stands for it. */
      readonly input: Uint8Array | null;
    }
  | Extract<ControlToEngine, { kind: 'printed' | 'print-failed' | 'card-port' }>;

/** What that process tells main: its wishes, and how the command ended. */
export type CommandToMain = PrintOrder | CardOrders | { readonly kind: 'finished'; readonly exitCode: number };

/** What the engine process tells main. */
export type ControlToMain =
  /** The engine stands, with the case open that it was started with, or that was open before, if there was one. */
  | { readonly kind: 'resumed'; readonly path: string | null }
  | { readonly kind: 'adopted'; readonly id: number }
  | { readonly kind: 'resolved'; readonly id: number; readonly path: string | null }
  | PrintOrder
  | CardOrders
  /** A job runs (its label, for people) or none does. */
  | { readonly kind: 'busy'; readonly label: string | null }
  | { readonly kind: 'failed'; readonly message: string };
