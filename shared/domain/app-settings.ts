/** The least and the most that the page is enlarged to, in percent. */
export const ZOOM_LEAST = 50;
export const ZOOM_MOST = 300;

export const THEMES = ['system', 'light', 'dark'] as const;
/** System: high only where the operating system asks for it. */
export const CONTRASTS = ['system', 'high'] as const;
/** System: none where the operating system asks for less. */
export const MOTIONS = ['system', 'none'] as const;

/** How one reviewer wants the program to look and to behave. */
export interface AppSettings {
  theme: (typeof THEMES)[number];
  contrast: (typeof CONTRASTS)[number];
  /** Percent of the usual size. */
  zoom: number;
  motion: (typeof MOTIONS)[number];
  /** Whether single letters, digits and signs are shortcuts. */
  singleKeys: boolean;
}

export const USUAL_SETTINGS: AppSettings = {
  theme: 'system',
  contrast: 'system',
  zoom: 100,
  motion: 'system',
  singleKeys: true,
};

/**
 * Settings that were kept outside of a case, or null when they are none: of a later version, or damaged. What the contract's
 * schema says, without the schema: the page reads this before it shows anything.
 */
export function readSettings(kept: unknown): AppSettings | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const part = (name: keyof AppSettings): unknown => Object.getOwnPropertyDescriptor(kept, name)?.value;
  const theme = THEMES.find((one) => one === part('theme'));
  const contrast = CONTRASTS.find((one) => one === part('contrast'));
  const motion = MOTIONS.find((one) => one === part('motion'));
  const [zoom, singleKeys] = [part('zoom'), part('singleKeys')];
  if (theme === undefined || contrast === undefined || motion === undefined) return null;
  if (typeof zoom !== 'number' || !Number.isInteger(zoom) || zoom < ZOOM_LEAST || zoom > ZOOM_MOST) return null;
  return typeof singleKeys === 'boolean' ? { theme, contrast, zoom, motion, singleKeys } : null;
}
