const HYPERLINK = /^=HYPERLINK\(\s*"(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)$/i;

/** What a cell shows: the label of a `=HYPERLINK("address","label")` formula, any other text as it is. */
export function cellLabel(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('=')) return trimmed;
  return HYPERLINK.exec(trimmed)?.[1]?.replaceAll('""', '"').trim() ?? trimmed;
}
