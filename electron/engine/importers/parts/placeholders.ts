const WORDS: ReadonlySet<string> = new Set([
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'n/a',
  'na',
  'unknown',
  'not set',
  'not available',
  'not applicable',
  'system.object[]',
]);

/**
 * Whether a text stands for "no value": blank, dashes, `null`, `N/A`, an all-zero GUID, or a template that was never
 * filled in or was blanked (`{clientId}`, `$RestApiTenantId$`, `<app id>`, `%APPID%`, `XXXXXXXX`, `****`). No id may be
 * made of it.
 */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  if (trimmed.length > 200) return false;
  return (
    WORDS.has(trimmed.toLowerCase()) ||
    /^[-–—.?*_#]+$/.test(trimmed) ||
    /^(?:\{[^{}]*\}|\{\{[^{}]*\}\}|\$\{?[\w.]+\}?\$?|<[^<>]*>|%[\w.]+%)$/.test(trimmed) ||
    /^[0-]{32,}$/.test(trimmed) ||
    // Ids blanked out letter for letter keep their dashes: `XXXXXXXX-XXXX-…`.
    /^x{3}[x-]*$/i.test(trimmed)
  );
}
