import { detectEncoding } from './encoding.ts';
import { inspectSource } from './inspect.ts';
import { notText } from './inspect-nothing.ts';
import { secretColumns } from './redact-columns.ts';
import { isSecretKey } from './redact-keys.ts';
import { chunkDecoder } from './source-bytes.ts';
import type { CsvHead, Encoding } from './types.ts';

/** What must be known of a file before secrets are taken out of it. */
export interface RedactionPlan {
  readonly encoding: Encoding;
  /** Columns whose cells are secrets; null when the file has none. */
  readonly columns: { readonly head: CsvHead; readonly names: ReadonlyMap<number, string> } | null;
}

const HEADER_LINES = 20;

/**
 * How to take secrets out of a file that begins with these bytes (up to the first MiB); null for one that is no text, such
 * as an archive, which would only be damaged. Reads the file once more only when it seems to have a secret column. Throws
 * AppError as inspectSource.
 */
export async function planRedaction(path: string, start: Buffer): Promise<RedactionPlan | null> {
  if (notText(start) !== null) return null;
  const { encoding } = detectEncoding(start);
  if (!mayHaveSecretColumn(chunkDecoder(encoding)(start, true).toString('utf8'))) return { encoding, columns: null };
  const head = await inspectSource(path);
  const names = head.kind === 'csv' ? secretColumns(head) : new Map<number, string>();
  return { encoding, columns: head.kind === 'csv' && names.size > 0 ? { head, names } : null };
}

/** True when a name of a secret stands alone in one of the first lines. */
function mayHaveSecretColumn(text: string): boolean {
  if (/^[\s\ufeff]*[[{]/.test(text)) return false;
  let from = 0;
  for (let lines = 0; lines < HEADER_LINES && from < text.length;) {
    const end = text.slice(from).search(/[\r\n]/);
    const line = text.slice(from, end < 0 ? text.length : from + end);
    if (line.trim() !== '') lines += 1;
    if (line.split(/[,;\t|"]/).some((cell) => isSecretKey(cell.trim()))) return true;
    from += line.length + 1;
  }
  return false;
}
