import { clearTable, createTable, intern } from './intern';
import { foldAddress, foldedLength } from './address';

// The values of one record: each slot is a field of the importer. What a slot gives to the row table:
/** Place and length of the value in the input. */
export const SPAN: i32 = 0;
/** The number of the value in the slot's table. */
export const NUMBER: i32 = 1;
/** The same for a request address without its query and ids. */
export const ADDRESS: i32 = 2;

// Room for 200 slots.
export const modes: usize = memory.data(800, 4);
export const tables: usize = memory.data(800, 4);
/** Place and length of each slot's value in the record being read. */
export const values: usize = memory.data(1600, 8);
/** The rank of the name under which the value was found; -1 = not found. */
export const ranks: usize = memory.data(800, 4);
export let slotCount: i32 = 0;
/** The table that was full when scanning stopped. */
export let fullSlot: i32 = -1;

export function addSlot(mode: i32): i32 {
  const slot = slotCount;
  store<i32>(modes + <usize>slot * 4, mode);
  store<u32>(tables + <usize>slot * 4, mode == SPAN ? 0 : <u32>createTable());
  slotCount += 1;
  return slot;
}

export function tableOf(slot: i32): usize {
  return load<u32>(tables + <usize>slot * 4);
}

export function clearSlot(slot: i32): void {
  clearTable(tableOf(slot));
}

export function clearValues(): void {
  for (let slot: i32 = 0; slot < slotCount; slot += 1) {
    store<u32>(values + <usize>slot * 8, 0, 4);
    store<i32>(ranks + <usize>slot * 4, -1);
  }
}

/** Writes the values of the record to a row; false when a table is full, which `fullSlot` names. */
export function writeRow(row: usize): bool {
  for (let slot: i32 = 0; slot < slotCount; slot += 1) {
    const value = values + <usize>slot * 8;
    const from = <usize>load<u32>(value);
    const length = load<u32>(value, 4);
    const mode = load<i32>(modes + <usize>slot * 4);
    const cell = row + <usize>slot * 8;
    if (mode == SPAN) {
      store<u32>(cell, <u32>from);
      store<u32>(cell, length, 4);
      continue;
    }
    let id: i32;
    if (mode == ADDRESS && length > 0) {
      const folded = foldAddress(from, length);
      id = intern(tableOf(slot), folded, foldedLength);
    } else id = intern(tableOf(slot), from, length);
    if (id < 0) {
      fullSlot = slot;
      return false;
    }
    store<i32>(cell, id);
    store<u32>(cell, length, 4);
  }
  return true;
}
