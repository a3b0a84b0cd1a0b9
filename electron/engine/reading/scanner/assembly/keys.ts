import { isSame } from './intern';

// The keys of JSON objects that were met, and what each one leads to. Keys are told apart by the object they stand in: the
// record itself is object 0, others are numbered as keys lead to them.

/** Actions: nothing, a slot and the rank of the name, an inner object, or the thorough reader. */
export const IGNORE: i32 = 0;
export const ENTER: i32 = 0x10000;
export const UNSURE: i32 = -1;

const SLOTS: u32 = 8192;
const MOST_KEYS: i32 = 4000;
const ENTRY: usize = 16;
const ARENA_BYTES: u32 = 262144;

const entries: usize = memory.data(131072, 16);
const arena: usize = memory.data(262144 + 16, 16);
let count: i32 = 0;
let used: u32 = 0;

/** What a key leads to; -2 for one that was not met before. */
export function actionOf(object: i32, from: usize, length: u32): i32 {
  let slot = hashOf(object, from, length);
  while (true) {
    const entry = entries + <usize>slot * ENTRY;
    const key = load<u32>(entry);
    if (key == 0) return -2;
    if (load<u32>(entry, 4) == (((<u32>object) << 24) | length) && isSame(key, from, length))
      return load<i32>(entry, 8);
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** False when there is no room for another key: the file has too many for this way of reading. */
export function addKey(object: i32, from: usize, length: u32, action: i32): bool {
  if (count >= MOST_KEYS || used + length > ARENA_BYTES || length >= 0x1000000 || object > 30) return false;
  const key = arena + used;
  memory.copy(key, from, length);
  used += length;
  count += 1;
  let slot = hashOf(object, from, length);
  while (load<u32>(entries + <usize>slot * ENTRY) != 0) slot = (slot + 1) & (SLOTS - 1);
  const entry = entries + <usize>slot * ENTRY;
  store<u32>(entry, <u32>key);
  store<u32>(entry, ((<u32>object) << 24) | length, 4);
  store<i32>(entry, action, 8);
  return true;
}

function hashOf(object: i32, from: usize, length: u32): u32 {
  let hash: u32;
  if (length >= 4) {
    hash = load<u32>(from) ^ rotl<u32>(load<u32>(from + length - 4), 13);
    if (length >= 12) hash ^= rotl<u32>(load<u32>(from + (length >> 1) - 2), 7);
  } else hash = length == 0 ? 0 : (<u32>load<u8>(from)) | ((<u32>load<u8>(from + length - 1)) << 8);
  hash = (hash + <u32>object * 0x9e3779b1 + length) * 0x85ebca6b;
  return (hash ^ (hash >> 15)) & (SLOTS - 1);
}
