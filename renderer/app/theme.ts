import type { AppSettings } from '../../shared/domain/app-settings.ts';
import { changeSettings, useSettings } from './settings.ts';

export type Theme = AppSettings['theme'];

/** Shows the page in a theme and remembers it; `system` follows the operating system. */
export function setTheme(theme: Theme): void {
  changeSettings({ theme });
}

/** The chosen theme, live. */
export function useTheme(): Theme {
  return useSettings().theme;
}

/** Whether the page is dark right now, whatever chose it. */
export function isDark(theme: Theme): boolean {
  return theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
}
