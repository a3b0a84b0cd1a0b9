import { useSyncExternalStore } from 'react';
import { type AppSettings, readSettings, THEMES, USUAL_SETTINGS } from '../../shared/domain/app-settings.ts';
import { obeySingleKeys } from '../components/keyboard.ts';
import { callShell } from '../engine/shell.ts';

/** What the page was shown in last, so that its first picture is right before the engine has answered. */
const KEPT = 'countersign.settings';
/** Where the theme lay before there were settings. */
const OLD_THEME = 'countersign.theme';

/** Percentages that zooming goes through. */
export const ZOOM_STEPS = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300] as const;

const moreContrast = matchMedia('(prefers-contrast: more)');
const ownColors = matchMedia('(forced-colors: active)');
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

let current = keptSettings();
let shownZoom: number | null = null;
const listeners = new Set<() => void>();
let save: ((settings: AppSettings) => void) | null = null;

/** Shows the page as it was shown last, and follows what the operating system asks for. Called once, before anything is drawn. */
export function startSettings(): void {
  apply();
  moreContrast.addEventListener('change', apply);
  ownColors.addEventListener('change', apply);
  lessMotion.addEventListener('change', apply);
}

/** Shows the page in the settings of a reviewer. Null: none were saved yet; a theme chosen before there were settings is kept then. */
export function adoptSettings(stored: AppSettings | null): void {
  const old = oldTheme();
  localStorage.removeItem(OLD_THEME);
  set(stored ?? { ...USUAL_SETTINGS, ...old });
  if (stored === null && old.theme !== undefined) save?.(current);
}

/** Changes settings and hands them over to be saved. */
export function changeSettings(part: Partial<AppSettings>): void {
  set({ ...current, ...part });
  save?.(current);
}

/** Who saves settings that were changed. The answer stops it. */
export function onSettingsChange(saver: (settings: AppSettings) => void): () => void {
  save = saver;
  return () => {
    if (save === saver) save = null;
  };
}

/** The settings, live. */
export function useSettings(): AppSettings {
  return useSyncExternalStore(subscribe, () => current);
}

/** One step larger or smaller. */
export function zoomBy(direction: 'in' | 'out'): void {
  const next =
    direction === 'in'
      ? ZOOM_STEPS.find((step) => step > current.zoom)
      : ZOOM_STEPS.findLast((step) => step < current.zoom);
  if (next !== undefined) changeSettings({ zoom: next });
}

/** Turns high contrast on, or back to what the operating system asks for. */
export function toggleContrast(): void {
  changeSettings({ contrast: current.contrast === 'high' ? 'system' : 'high' });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: AppSettings): void {
  current = next;
  localStorage.setItem(KEPT, JSON.stringify(next));
  apply();
  for (const listener of listeners) listener();
}

function apply(): void {
  const { dataset } = document.documentElement;
  const { theme, contrast, motion, zoom, singleKeys } = current;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  if (contrast === 'high' || moreContrast.matches || ownColors.matches) dataset['contrast'] = 'high';
  else delete dataset['contrast'];
  if (motion === 'none' || lessMotion.matches) dataset['motion'] = 'none';
  else delete dataset['motion'];
  if (singleKeys) delete dataset['singleKeys'];
  else dataset['singleKeys'] = 'off';
  obeySingleKeys(singleKeys);
  if (zoom === shownZoom) return;
  shownZoom = zoom;
  // A page that cannot be enlarged is still the page; the next change tries again.
  callShell('shell.zoom', { percent: zoom }).catch(() => (shownZoom = null));
}

function keptSettings(): AppSettings {
  const kept = localStorage.getItem(KEPT);
  if (kept === null) return { ...USUAL_SETTINGS, ...oldTheme() };
  try {
    return readSettings(JSON.parse(kept)) ?? USUAL_SETTINGS;
  } catch {
    return USUAL_SETTINGS; // damaged: the engine has the true ones
  }
}

function oldTheme(): Partial<AppSettings> {
  const kept = localStorage.getItem(OLD_THEME);
  const theme = THEMES.find((one) => one === kept);
  return theme === undefined ? {} : { theme };
}
