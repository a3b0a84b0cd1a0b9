// Reads the selected columns or paths of CSV and JSON text without making a text of every value. Compiled by
// AssemblyScript; `node electron/engine/reading/scanner/build.mjs` makes ../scanner-wasm.ts of it.
export { MOST_TEXTS, textAt, textLength } from './intern';
export { addKey } from './keys';
export { addSlot, clearSlot, fullSlot, tableOf } from './slots';
export { columnSlots, scanCsv } from './csv';
export { keyAt, keyLength, keyObject, lineEnds, scanJson } from './json';
export { consumed, reason, rowCount } from './result';

/** Memory for the input or the rows; given back with the instance. */
export function reserve(bytes: u32): usize {
  return heap.alloc(bytes);
}
