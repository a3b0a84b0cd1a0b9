import { createCsvSplitter } from './csv-rows.ts';
import { cutOffSentence, isCutRow } from './cut-off.ts';
import { NO_HEADER } from './first-row.ts';
import { headerNames, looksLikeData } from './header.ts';
import type { SourceEnds } from './inspect.ts';
import type { CsvHead, NothingHead } from './types.ts';

type Layout = Omit<CsvHead, 'encoding'> | Omit<NothingHead, 'encoding'>;
type Delimiter = CsvHead['delimiter'];

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];
const SNIFF_LENGTH = 64 * 1024;
const SNIFF_ROWS = 50;
const SAMPLE_ROWS = 200;

/** Learns the layout of a CSV file from its first part, or says that the text is no table. */
export function inspectCsv({ text, isWhole, size }: SourceEnds): Layout {
  const lineEnd = lineEndOf(text);
  const prelude = readPrelude(text, lineEnd);
  const sniffText = text.slice(0, SNIFF_LENGTH);
  const isAllText = isWhole && sniffText.length === text.length;
  const delimiter = prelude.delimiter ?? sniffDelimiter(sniffText, lineEnd, prelude.lines, isAllText);
  if (delimiter === null) {
    const start = text.trim().slice(0, 60).replace(/\s+/g, ' ');
    return {
      kind: 'nothing',
      why: 'text',
      warnings: [],
      truncation: [],
      sentence: `The file is text without a table or records (it begins “${start}”). Choose an export in CSV or JSON.`,
    };
  }

  const { rows, lines, problems } = createCsvSplitter({ delimiter, lineEnd }).push(text, isWhole);
  const firstIndex = lines.findIndex((line) => line > prelude.lines);
  const first = rows[firstIndex] ?? [];
  const hasHeader = !looksLikeData(first);
  const header = hasHeader ? headerNames(first) : first.map((_, index) => `column ${index + 1}`);
  const start = hasHeader ? firstIndex + 1 : firstIndex;
  const warnings: string[] = [];
  if (!hasHeader) warnings.push(NO_HEADER);
  if (hasHeader && start >= rows.length && isWhole && problems.length === 0) {
    warnings.push('The file has column names but no rows. Make sure that the export was meant to be empty.');
  }
  const sample = rows.slice(start, start + SAMPLE_ROWS);
  const last = rows.at(-1) ?? [];
  const isOpen = isWhole && !/[\r\n]$/.test(text);
  const isCut =
    isOpen &&
    ((problems.at(-1)?.line ?? 0) > (lines.at(-1) ?? 0) || isCutRow(last, header.length, sample.slice(0, -1)));
  const truncation = isCut ? [cutOffSentence(size)] : [];
  return {
    kind: 'csv',
    delimiter,
    header,
    headerLine: lines[firstIndex] ?? 1,
    lineEnd,
    hasHeader,
    sample,
    warnings: [...warnings, ...truncation],
    truncation,
  };
}

/** `\n` also stands for CRLF; text inside quotes does not count. */
function lineEndOf(text: string): CsvHead['lineEnd'] {
  if (!text.includes('\r')) return '\n';
  const bare = text.slice(0, SNIFF_LENGTH * 4).replace(/"[^"]*"/g, '');
  const hasLoneReturn = /\r(?!\n|$)/.test(bare);
  if (!hasLoneReturn) return bare.includes('\n') || !bare.includes('\r') ? '\n' : '\r';
  return bare.includes('\n') ? 'mixed' : '\r';
}

/** Excel's `sep=;`, PowerShell's `#TYPE …`, and blank lines before the header. */
function readPrelude(
  text: string,
  lineEnd: CsvHead['lineEnd'],
): { readonly lines: number; readonly delimiter: Delimiter | null } {
  const splitAt = lineEnd === '\r' ? '\r' : lineEnd === 'mixed' ? /\r\n?|\n/ : '\n';
  let delimiter: Delimiter | null = null;
  let count = 0;
  for (const line of text.slice(0, 4096).split(splitAt)) {
    const plain = line.replace(/\r$/, '');
    const separator = /^"?sep=(.)"?$/i.exec(plain)?.[1];
    if (separator !== undefined) delimiter = DELIMITERS.find((known) => known === separator) ?? delimiter;
    else if (!plain.startsWith('#TYPE ') && plain.trim() !== '') break;
    count += 1;
  }
  return { lines: count, delimiter };
}

/** The delimiter under which most rows have the same number of cells; null when no line is divided by any. */
function sniffDelimiter(
  text: string,
  lineEnd: CsvHead['lineEnd'],
  preludeLines: number,
  isLast: boolean,
): Delimiter | null {
  let best: Delimiter | null = null;
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const parsed = createCsvSplitter({ delimiter, lineEnd }).push(text, isLast);
    const rows = parsed.rows.filter((_, index) => (parsed.lines[index] ?? 0) > preludeLines).slice(0, SNIFF_ROWS);
    const columns = rows[0]?.length ?? 0;
    if (columns < 2) continue;
    const same = rows.filter((row) => row.length === columns).length;
    // Agreement among rows counts first, the number of columns second.
    const score = same / rows.length + Math.min(columns, 50) / 100;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best ?? (isSingleColumn(text) ? ',' : null);
}

/** A list of ids or addresses, one a line. */
function isSingleColumn(text: string): boolean {
  const lines = text
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, SNIFF_ROWS);
  return lines.length > 1 && lines.every((line) => /^(?:"[^"]{1,320}"|[^\s"<>{}[\]]{1,320})$/.test(line.trim()));
}
