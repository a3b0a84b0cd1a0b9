// Request addresses, folded before they are numbered: without query, every GUID the same one.

const QUESTION: u8 = 0x3f;
const FRAGMENT: u8 = 0x23;
const PERCENT: u8 = 0x25;
const HYPHEN: u8 = 0x2d;
const GUID_BYTES: u32 = 36;
const MOST_BYTES: u32 = 16384;

const folded: usize = memory.data(16400, 16);
export let foldedLength: u32 = 0;

/**
 * The address up to its query, with GUIDs folded as `foldGuids` of the catalog folds them; where it lies is returned, its
 * length is in `foldedLength`. Longer ones than the buffer are returned as they are.
 */
export function foldAddress(from: usize, length: u32): usize {
  let end: u32 = 0;
  let hasPercent = false;
  let hasHyphen = false;
  while (end < length) {
    const byte = load<u8>(from + end);
    if (byte == QUESTION || byte == FRAGMENT) break;
    if (byte == PERCENT) hasPercent = true;
    else if (byte == HYPHEN) hasHyphen = true;
    end += 1;
  }
  foldedLength = end;
  if (hasPercent || !hasHyphen || end < GUID_BYTES || end > MOST_BYTES) return from;
  memory.copy(folded, from, end);
  let taken: u32 = 0;
  let at: u32 = 8;
  while (at + (GUID_BYTES - 8) <= end) {
    if (load<u8>(folded + at) != HYPHEN) {
      at += 1;
      continue;
    }
    const start = at - 8;
    if (start >= taken && isGuidAt(folded + start)) {
      memory.fill(folded + start, 0x30, 8);
      memory.fill(folded + start + 9, 0x30, 4);
      memory.fill(folded + start + 14, 0x30, 4);
      memory.fill(folded + start + 19, 0x30, 4);
      memory.fill(folded + start + 24, 0x30, 12);
      taken = start + GUID_BYTES;
      at = taken + 8;
    } else at += 1;
  }
  return folded;
}

function isGuidAt(at: usize): bool {
  for (let index: u32 = 0; index < GUID_BYTES; index += 1) {
    const byte = load<u8>(at + index);
    if (index == 8 || index == 13 || index == 18 || index == 23) {
      if (byte != HYPHEN) return false;
    } else {
      const letter = byte | 0x20;
      if (!((byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66))) return false;
    }
  }
  return true;
}
