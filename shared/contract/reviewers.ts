import { z } from 'zod';
import { type AppSettings, CONTRASTS, MOTIONS, THEMES, ZOOM_LEAST, ZOOM_MOST } from '../domain/app-settings.ts';
import { knownKey } from './known-key.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

export { type AppSettings, USUAL_SETTINGS } from '../domain/app-settings.ts';

/** How one reviewer wants the program to look and to behave. */
export const appSettings = z.object({
  theme: z.enum(THEMES),
  contrast: z.enum(CONTRASTS),
  zoom: z.int().min(ZOOM_LEAST).max(ZOOM_MOST),
  motion: z.enum(MOTIONS),
  singleKeys: z.boolean(),
}) satisfies z.ZodType<AppSettings>;

const reviewer = z.object({
  id: z.string(),
  /** Empty for the first one until somebody names it. */
  name: z.string(),
  isCurrent: z.boolean(),
  keys: z.int(),
  cases: z.int(),
});
export type ReviewerView = z.output<typeof reviewer>;
const reviewers = z.array(reviewer);

const name = typedText.min(1).max(120);
const id = z.string().max(64);

/**
 * Several reviewers on one computer. A profile holds the lists of keys and cases and the settings of one of them. It is order,
 * not protection: whoever uses this account of the operating system reaches all of them.
 */
export const reviewersContract = {
  'reviewers.list': { params: z.object({}), result: reviewers },
  /** Makes a profile and goes on with it. Closes the open case. */
  'reviewers.create': { params: z.object({ name }), result: reviewers },
  /** Goes on with another profile. Closes the open case. */
  'reviewers.choose': { params: z.object({ id }), result: reviewers },
  'reviewers.rename': { params: z.object({ id, name }), result: reviewers },
  /** What removing a profile takes away: entries of its lists. No case file is touched. */
  'reviewers.contents': {
    params: z.object({ id }),
    result: z.object({ keys: z.array(knownKey), cases: z.array(z.string()), libraries: z.array(z.string()) }),
  },
  /** Removes a profile that is not in use. `deleteKeys`: tokens of its key files to be deleted from the disk as well. */
  'reviewers.remove': { params: z.object({ id, deleteKeys: z.array(z.string()) }), result: reviewers },
  /** The settings of the profile in use; null before anything was saved. */
  'settings.get': { params: z.object({}), result: appSettings.nullable() },
  'settings.save': { params: z.object({ settings: appSettings }), result: appSettings },
} satisfies Contract;
