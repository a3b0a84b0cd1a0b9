/** One CSV line without its line end: RFC 4180 quoting, doubled quotes. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

/** A whole CSV file: header, rows, and a line end after every line. */
export function csvText(header: readonly string[], rows: readonly (readonly string[])[], lineEnd = '\n'): string {
  return [header, ...rows].map((row) => csvLine(row) + lineEnd).join('');
}

/** One CSV cell, quoted only when its text needs it. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
