import { z } from 'zod';
import type { Contract } from './rpc.ts';

const pickedFile = z.object({ token: z.string(), name: z.string(), bytes: z.int() });

/** What the page may ask of the main process: dialogs and facts about the app. Paths never cross; tokens do. */
export const shellContract = {
  'shell.pickFiles': {
    params: z.object({ purpose: z.enum(['exports', 'case', 'bundle', 'key']) }),
    result: z.array(pickedFile),
  },
  'shell.pickSave': {
    params: z.object({ purpose: z.enum(['case', 'bundle', 'key']), suggestedName: z.string().max(200) }),
    result: pickedFile.nullable(),
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
    }),
  },
  'shell.copyText': { params: z.object({ text: z.string().max(100_000) }), result: z.object({}) },
  /** Called by the hidden print window when the report is laid out. */
  'shell.printReady': { params: z.object({ printId: z.string() }), result: z.object({}) },
} satisfies Contract;
export type ShellContract = typeof shellContract;

/** What preload puts on `window.shell`. Nothing else is exposed. */
export interface ShellBridge {
  call(method: string, params: unknown): Promise<unknown>;
  /** Asks for a fresh engine port; it arrives as a window message whose data is the nonce. */
  connectEngine(nonce: string): void;
  /** Registers dropped files with main; answers their tokens. */
  tokensForDrop(files: readonly object[]): Promise<unknown>;
  onMenu(handler: (command: string) => void): () => void;
}
