import { describe, expect, it } from 'vitest';
import { appSettings } from '../../../../shared/contract/reviewers.ts';
import { readSettings, USUAL_SETTINGS } from '../../../../shared/domain/app-settings.ts';

describe('settings that were kept', () => {
  it.each([
    USUAL_SETTINGS,
    { theme: 'dark', contrast: 'high', zoom: 300, motion: 'none', singleKeys: false },
    { ...USUAL_SETTINGS, zoom: 50, later: 'unknown' },
    { ...USUAL_SETTINGS, zoom: 49 },
    { ...USUAL_SETTINGS, zoom: 301 },
    { ...USUAL_SETTINGS, zoom: 100.5 },
    { ...USUAL_SETTINGS, zoom: '100' },
    { ...USUAL_SETTINGS, theme: 'pink' },
    { ...USUAL_SETTINGS, contrast: 'toString' },
    { ...USUAL_SETTINGS, motion: null },
    { ...USUAL_SETTINGS, singleKeys: 'off' },
    { theme: 'dark' },
    [],
    {},
    null,
    'dark',
    7,
  ])('are read as the contract reads them: %j', (kept) => {
    const parsed = appSettings.safeParse(kept);
    expect(readSettings(kept)).toEqual(parsed.success ? parsed.data : null);
  });
});
