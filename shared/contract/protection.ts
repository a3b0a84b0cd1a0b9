import { z } from 'zod';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

/** Shorter ones are not taken: nothing but their length stands against trying them out. */
export const LEAST_PASSPHRASE = 12;
export const MOST_PASSPHRASE = 1024;
/** What a person types to open a case. It may have any form: one that is too short is simply not the right one. */
export const typedPassphrase = z.string().min(1).max(MOST_PASSPHRASE);
/** What a case is protected with. */
export const newPassphrase = z.string().min(LEAST_PASSPHRASE).max(MOST_PASSPHRASE);

const reason = typedText.max(2000);

export const protectionState = z.object({
  /** Of the open case; null when none is open. */
  isProtected: z.boolean().nullable(),
  /** A protected case that was open and is locked, by its file; null when there is none. */
  locked: z.object({ token: z.string(), name: z.string() }).nullable(),
});
export type ProtectionState = z.output<typeof protectionState>;

export const protectionContract = {
  'protection.state': { params: z.object({}), result: protectionState },
  /** Whether the file opens with a passphrase only, by its first page. It is not opened. */
  'protection.ofFile': {
    params: z.object({ token: z.string() }),
    result: z.object({ isProtected: z.boolean(), name: z.string() }),
  },
  /** Encrypts the open case and its copies of sources. */
  'protection.add': { params: z.object({ passphrase: newPassphrase }), result: protectionState },
  'protection.change': {
    params: z.object({ passphrase: typedPassphrase, newPassphrase }),
    result: protectionState,
  },
  /** Puts everything back in clear. */
  'protection.remove': {
    params: z.object({ passphrase: typedPassphrase, reason: reason.min(1) }),
    result: protectionState,
  },
  /** Closes the open case, if it is protected; it opens again with its passphrase. */
  'protection.lock': { params: z.object({}), result: protectionState },
} satisfies Contract;
