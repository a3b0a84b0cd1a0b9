import { clearValues, slotCount, values, writeRow } from './slots';
import { consumed, DONE, FULL, ODD, reason, ROW_HEAD, rowCount, setConsumed, setReason, setRowCount } from './result';

const QUOTE: u8 = 0x22;
const LINE_FEED: u8 = 0x0a;
const RETURN: u8 = 0x0d;

/** Slot of each column, -1 where the importer reads none; columns behind the last are not read. */
export const columnSlots: usize = memory.data(4096, 4);
export const MOST_COLUMNS: i32 = 1024;

/**
 * Splits the plain rows of CSV text: quotes only around whole cells, no line end in a cell, no byte order mark, more than
 * one cell. Each row is written to the table as start, length and number of cells, then its slots. Stops before a row
 * that is not plain (ODD), that does not end (DONE), or when a table is full (FULL).
 */
export function scanCsv(input: usize, length: u32, delimiter: u8, columns: i32, rows: usize, most: i32): void {
  const end = input + length;
  const stride = ROW_HEAD + <usize>slotCount * 8;
  const quotes = i8x16.splat(QUOTE);
  const delimiters = i8x16.splat(delimiter);
  const feeds = i8x16.splat(LINE_FEED);
  let count: i32 = 0;
  let row = input;
  let cell = input;
  let column: i32 = 0;
  let inQuotes = false;
  // Position up to which marks were dealt with already.
  let passed = input;
  // Just behind the closing quote of a cell; 0 when the cell is not quoted.
  let closed: usize = 0;
  setReason(DONE);
  clearValues();
  for (let block = input; block < end; block += 16) {
    const bytes = v128.load(block);
    const marks = v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, delimiters)), i8x16.eq(bytes, feeds));
    let mask: i32 = i8x16.bitmask(marks);
    while (mask != 0) {
      const at = block + ctz(mask);
      mask &= mask - 1;
      if (at >= end) break;
      if (at < passed) continue;
      const byte = load<u8>(at);
      if (byte == QUOTE) {
        if (inQuotes) {
          // The byte behind the end of the input is never a mark.
          const next = at + 1 < end ? load<u8>(at + 1) : 0;
          if (next == QUOTE) passed = at + 2;
          else {
            inQuotes = false;
            closed = at + 1;
          }
        } else if (at == cell && closed == 0) inQuotes = true;
        else {
          setReason(ODD);
          break;
        }
        continue;
      }
      if (inQuotes) {
        if (byte == delimiter) continue;
        setReason(ODD);
        break;
      }
      let stop = at;
      const isEnd = byte == LINE_FEED;
      if (isEnd && at > row && load<u8>(at - 1) == RETURN && at - 1 >= cell) stop = at - 1;
      let from = cell;
      if (closed != 0) {
        if (closed != stop) {
          setReason(ODD);
          break;
        }
        from = cell + 1;
        stop -= 1;
      }
      if (column < columns) {
        const slot = load<i32>(columnSlots + <usize>column * 4);
        if (slot >= 0) {
          store<u32>(values + <usize>slot * 8, <u32>from);
          store<u32>(values + <usize>slot * 8, <u32>(stop - from), 4);
        }
      }
      column += 1;
      cell = at + 1;
      closed = 0;
      if (!isEnd) continue;
      if (column < 2 || (load<u8>(row) == 0xef && load<u8>(row + 1) == 0xbb)) {
        setReason(ODD);
        break;
      }
      const out = rows + <usize>count * stride;
      if (!writeRow(out + ROW_HEAD)) {
        setReason(FULL);
        break;
      }
      store<u32>(out, <u32>row);
      store<u32>(out, <u32>(at - row), 4);
      store<i32>(out, column, 8);
      count += 1;
      row = at + 1;
      column = 0;
      clearValues();
      if (count == most) break;
    }
    if (reason != DONE || count == most) break;
  }
  setRowCount(count);
  setConsumed(<u32>(row - input));
}
