import { z } from 'zod';
import type { Contract } from './rpc.ts';

/** A signature that is waited for, as `HandOff` in the engine has it. */
const handOff = z.object({
  /** Of the file with the bytes to be signed. */
  token: z.string(),
  folder: z.string(),
  file: z.string(),
  signatureFile: z.string(),
  commandsFile: z.string(),
  commands: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
  number: z.int(),
  total: z.int(),
  what: z.string(),
  name: z.string(),
});

/** Signatures that are made outside. */
export const handOffContract = {
  /** The signature that is waited for, or null. */
  'handOff.current': { params: z.object({}), result: handOff.nullable() },
  /** Brings the signature back. When it does not fit, the hand-off goes on waiting. */
  'handOff.give': { params: z.object({ token: z.string() }), result: z.object({}) },
  /** Ends the act that waits; nothing of it is kept. */
  'handOff.cancel': { params: z.object({}), result: z.object({}) },
} satisfies Contract;
