import { z } from 'zod';
import { knownKey } from './keys.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

/** The least and the most that the page is enlarged to, in percent. */
export const ZOOM_LEAST = 50;
export const ZOOM_MOST = 300;

/** How one reviewer wants the program to look and to behave. */
export const appSettings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** System: high only where the operating system asks for it. */
  contrast: z.enum(['system', 'high']),
  /** Percent of the usual size. */
  zoom: z.int().min(ZOOM_LEAST).max(ZOOM_MOST),
  /** System: none where the operating system asks for less. */
  motion: z.enum(['system', 'none']),
  /** Whether single letters, digits and signs are shortcuts. */
  singleKeys: z.boolean(),
});
export type AppSettings = z.output<typeof appSettings>;

export const USUAL_SETTINGS: AppSettings = {
  theme: 'system',
  contrast: 'system',
  zoom: 100,
  motion: 'system',
  singleKeys: true,
};

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
