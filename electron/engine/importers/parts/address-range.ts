/**
 * A network address or range in one spelling: `192.0.2.0/24`, `192.0.2.7`, `192.0.2.1-192.0.2.9`, `2001:db8::/32`; a
 * full prefix length is left out. null for anything else.
 */
export function addressRange(text: string): string | null {
  const plain = text.trim().toLowerCase();
  if (plain === '' || plain.length > 100) return null;
  const [first = '', last, ...more] = plain.split(/\s*[-–]\s*/);
  if (last !== undefined) {
    const isRange = more.length === 0 && isIP(first) !== 0 && isIP(first) === isIP(last);
    return isRange ? (first === last ? first : `${first}-${last}`) : null;
  }
  const [address = '', length, ...rest] = plain.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  if (length === undefined) return address;
  const most = version === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(length) || Number(length) > most) return null;
  return Number(length) === most ? address : `${address}/${Number(length)}`;
}

/** 4 or 6; 0 for anything else. */
function isIP(text: string): 0 | 4 | 6 {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text)) return 4;
  if (!/^[0-9a-f:.]{2,45}$/.test(text) || !text.includes(':') || text.includes(':::')) return 0;
  const halves = text.split('::');
  if (halves.length > 2) return 0;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const tail = groups.at(-1) ?? '';
  const isMapped = tail.includes('.') && isIP(tail) === 4;
  const plain = isMapped ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return 0;
  const count = plain.length + (isMapped ? 2 : 0);
  return (halves.length === 2 ? count < 8 : count === 8) ? 6 : 0;
}
