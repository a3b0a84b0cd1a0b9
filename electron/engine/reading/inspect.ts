import { AppError } from '../lib/errors.ts';
import { detectEncoding } from './encoding.ts';
import { fileError } from './file-error.ts';
import { inspectCsv } from './inspect-csv.ts';
import { inspectJson } from './inspect-json.ts';
import { notText, notTable } from './inspect-nothing.ts';
import { damageWarnings } from './damage.ts';
import { type ByteSource, openSource } from './sealed/source.ts';
import { chunkDecoder } from './source-bytes.ts';
import type { NothingHead, SourceHead } from './types.ts';

const HEAD_BYTES = 1024 * 1024;
const TAIL_BYTES = 64 * 1024;

/**
 * Learns from its first MiB (and its last 64 KiB) what a file is, how it is encoded and laid out, and what is wrong with
 * it as a whole. A file that cannot be imported is an answer, not an error. Throws AppError `not-found`, `io` or
 * `invalid-request` (a folder).
 */
export async function inspectSource(path: string): Promise<SourceHead> {
  const { head, tail, size } = await readEnds(path);
  if (size === 0)
    return nothing('empty', 'The file is empty. An empty file is not evidence of zero grants; export it again.');
  const container = notText(head);
  if (container !== null) return nothing(container.why, container.sentence);

  const { encoding, warnings } = detectEncoding(head);
  const isWhole = head.length === size;
  const bytes = chunkDecoder(encoding)(head, isWhole);
  const text = bytes.toString('utf8');
  const strange = notTable(text);
  if (strange !== null) return { kind: 'nothing', encoding, warnings, truncation: [], ...strange };

  const source = {
    text,
    bytes,
    isWhole,
    tail: isWhole ? null : chunkDecoder(encoding)(evenTail(tail, size), true),
    size,
  };
  const found = inspectJson(source) ?? inspectCsv(source);
  return { ...found, encoding, warnings: [...warnings, ...found.warnings, ...damageWarnings(text, found.kind)] };
}

/** The start of a file, decoded, and its end when that lies beyond the start. */
export interface SourceEnds {
  readonly text: string;
  readonly bytes: Buffer;
  readonly isWhole: boolean;
  readonly tail: Buffer | null;
  readonly size: number;
}

function nothing(why: NothingHead['why'], sentence: string): NothingHead {
  return { kind: 'nothing', why, sentence, encoding: 'utf-8', warnings: [], truncation: [] };
}

/** UTF-16 must be cut at an even offset of the file. */
function evenTail(tail: Buffer, size: number): Buffer {
  return (size - tail.length) % 2 === 0 ? tail : tail.subarray(1);
}

async function readEnds(path: string): Promise<{ head: Buffer; tail: Buffer; size: number }> {
  try {
    const handle = await openSource(path);
    try {
      const stat = await handle.stat();
      if (!stat.isFile())
        throw new AppError('invalid-request', `“${path}” is not a file. Choose the exported files themselves.`);
      const head = await readFully(handle, 0, Math.min(HEAD_BYTES, stat.size));
      const tailStart = Math.max(head.length, stat.size - TAIL_BYTES);
      const tail = await readFully(handle, tailStart, stat.size - tailStart);
      return { head, tail, size: stat.size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function readFully(handle: ByteSource, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
