import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../unit/exchange/random.ts';

// The log of SQLite (its file format, section 4.1): a header of 32 bytes with the size of a page at byte 8 and two salts at
// 16, then frames: a header of 24 bytes with the size of the database at byte 4 where a transaction ends, and the salts at 8.
const LOG_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Makes of the files of a killed process what a power cut could have left: kill -9 leaves everything that was written, a
 * power cut only what was synced, so somewhere in the last transaction the log ends, or goes on with zeros. Answers false when
 * the log has no two transactions.
 */
export function cutPower(folder: string, random: Random): boolean {
  const path = join(folder, 'case.countersign-wal');
  if (!existsSync(path)) return false;
  const log = readFileSync(path);
  const ends = transactionEnds(log);
  const [before, last] = [ends.at(-2), ends.at(-1)];
  if (before === undefined || last === undefined) return false;
  const at = before + random.below(last - before);
  const kept = log.subarray(0, at);
  writeFileSync(path, random.chance(0.5) ? kept : Buffer.concat([kept, Buffer.alloc(last - at)]));
  return true;
}

/** Where in the log each transaction ends that is part of it; what lies behind is of an earlier use of the file. */
function transactionEnds(log: Buffer): number[] {
  if (log.length < LOG_HEADER) return [];
  const frame = FRAME_HEADER + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  const ends: number[] = [];
  for (let at = LOG_HEADER; at + frame <= log.length; at += frame) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) !== 0) ends.push(at + frame);
  }
  return ends;
}
