// Texts that repeat, as small numbers: each column of a file has a table of its own. 0 is the empty text.

/** Most texts of one table; a full table is cleared by the caller and starts anew. */
export const MOST_TEXTS: i32 = 32768;
const SLOTS: u32 = 131072;
const ARENA_BYTES: u32 = 4194304;

// A table: count, bytes used, then pointers to its slots (number, hash), the places and lengths of its texts, and the arena.
const COUNT: usize = 0;
const USED: usize = 4;
const SLOT_AT: usize = 8;
const PLACE_AT: usize = 12;
const ARENA_AT: usize = 16;
const TABLE_BYTES: usize = 20;

export function createTable(): usize {
  const table = heap.alloc(TABLE_BYTES);
  store<u32>(table, <u32>heap.alloc(SLOTS * 8), SLOT_AT);
  store<u32>(table, <u32>heap.alloc((MOST_TEXTS + 1) * 8), PLACE_AT);
  store<u32>(table, <u32>heap.alloc(ARENA_BYTES + 16), ARENA_AT);
  // Fresh memory is zero: nothing is cleared, so that tables that are not used take none.
  return table;
}

export function clearTable(table: usize): void {
  store<i32>(table, 0, COUNT);
  store<u32>(table, 0, USED);
  memory.fill(load<u32>(table, SLOT_AT), 0, SLOTS * 8);
}

/** Where the text of a number begins. */
export function textAt(table: usize, id: i32): usize {
  return load<u32>(<usize>load<u32>(table, PLACE_AT) + <usize>id * 8);
}

export function textLength(table: usize, id: i32): u32 {
  return load<u32>(<usize>load<u32>(table, PLACE_AT) + <usize>id * 8, 4);
}

/** The number of a text; -1 when the table is full. */
export function intern(table: usize, from: usize, length: u32): i32 {
  if (length == 0) return 0;
  const hash = hashOf(from, length);
  const slots = <usize>load<u32>(table, SLOT_AT);
  const places = <usize>load<u32>(table, PLACE_AT);
  let slot = hash & (SLOTS - 1);
  while (true) {
    const entry = slots + <usize>slot * 8;
    const id = load<i32>(entry);
    if (id == 0) break;
    if (load<u32>(entry, 4) == hash) {
      const place = places + <usize>id * 8;
      if (load<u32>(place, 4) == length && isSame(load<u32>(place), from, length)) return id;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
  const count = load<i32>(table, COUNT);
  const used = load<u32>(table, USED);
  if (count >= MOST_TEXTS || used + length > ARENA_BYTES) return -1;
  const id = count + 1;
  const text = <usize>load<u32>(table, ARENA_AT) + used;
  memory.copy(text, from, length);
  store<u32>(places + <usize>id * 8, <u32>text);
  store<u32>(places + <usize>id * 8, length, 4);
  store<i32>(slots + <usize>slot * 8, id);
  store<u32>(slots + <usize>slot * 8, hash, 4);
  store<i32>(table, id, COUNT);
  store<u32>(table, used + length, USED);
  return id;
}

const M1: u64 = 0x9e3779b97f4a7c15;
const M2: u64 = 0xc2b2ae3d27d4eb4f;

/** Eight bytes at a time; the last ones may overlap those before. */
function hashOf(from: usize, length: u32): u32 {
  let hash: u64 = <u64>length * M1;
  if (length >= 8) {
    const last = from + length - 8;
    for (let at = from; at < last; at += 8) {
      hash = (hash ^ load<u64>(at)) * M1;
      hash = rotl<u64>(hash, 29) * M2;
    }
    hash = (hash ^ load<u64>(last)) * M1;
  } else if (length >= 4) {
    hash = (hash ^ (((<u64>load<u32>(from)) << 32) | load<u32>(from + length - 4))) * M1;
  } else {
    hash =
      (hash ^
        (((<u64>load<u8>(from)) << 16) | ((<u64>load<u8>(from + (length >> 1))) << 8) | load<u8>(from + length - 1))) *
      M1;
  }
  hash ^= hash >> 32;
  hash *= M2;
  return <u32>(hash >> 32);
}

export function isSame(one: usize, other: usize, length: u32): bool {
  if (length >= 8) {
    const last = length - 8;
    for (let at: u32 = 0; at < last; at += 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
    return load<u64>(one + last) == load<u64>(other + last);
  }
  for (let at: u32 = 0; at < length; at += 1) if (load<u8>(one + at) != load<u8>(other + at)) return false;
  return true;
}
