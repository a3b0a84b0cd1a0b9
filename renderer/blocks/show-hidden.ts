/** Replaces control, zero-width and bidirectional control characters by marks such as `[U+202E]`. */
export function showHidden(text: string): string {
  return text.replace(
    HIDDEN,
    (found) => `[U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

// Line feed and tab stay; joiners (U+200C, U+200D) stay because scripts and emoji need them.
const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
