// How a scan ended; the caller reads these after it.

/** Everything that is complete was read. */
export const DONE: i32 = 0;
/** What follows is for the thorough reader. */
export const ODD: i32 = 1;
/** A table of texts is full: clear it and go on. */
export const FULL: i32 = 2;
/** A key was met for the first time; see keyAt. */
export const NEW_KEY: i32 = 3;

/** Bytes before the slots of a row: start, length, and cells (CSV) or line ends before it (JSON). */
export const ROW_HEAD: usize = 12;

export let reason: i32 = 0;
export let rowCount: i32 = 0;
export let consumed: u32 = 0;

export function setReason(value: i32): void {
  reason = value;
}
export function setRowCount(value: i32): void {
  rowCount = value;
}
export function setConsumed(value: u32): void {
  consumed = value;
}
