import { z } from 'zod';
import type { Contract } from './rpc.ts';

/** What only the page knows of the screen it is on. */
export const screenFacts = z.object({
  /** Size of the window's inside in CSS pixels. */
  width: z.int().min(0).max(100_000),
  height: z.int().min(0).max(100_000),
  /** Device pixels per CSS pixel: display scale times zoom. */
  scale: z.number().min(0).max(100),
  theme: z.enum(['system', 'light', 'dark']),
  isDark: z.boolean(),
  hasMoreContrast: z.boolean(),
  hasReducedMotion: z.boolean(),
});
export type ScreenFacts = z.output<typeof screenFacts>;

const draft = z.object({
  id: z.string(),
  /** Each file of the archive as it will be saved. */
  files: z.array(z.object({ name: z.string(), text: z.string() })),
});
export type DiagnosticsDraft = z.output<typeof draft>;

export const diagnosticsContract = {
  /** Puts a diagnostic file together, to be read before it is saved. Needs no open case; counts need one. */
  'diagnostics.draft': { params: z.object({ screen: screenFacts, withCounts: z.boolean() }), result: draft },
  /** Saves the draft that was read, byte for byte. Throws `not-found` when another was made since. */
  'diagnostics.save': {
    params: z.object({ id: z.string(), saveToken: z.string() }),
    result: z.object({ file: z.string(), bytes: z.int() }),
  },
} satisfies Contract;
