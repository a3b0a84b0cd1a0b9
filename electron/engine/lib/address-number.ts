import { z } from 'zod';

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();

/** A network address as a number, so that ranges can be compared. */
export interface AddressNumber {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/**
 * The address as a number; a port or a zone behind it is left out, and an IPv4 address in IPv6 spelling is the IPv4 address.
 * null when the text is no address.
 */
export function addressNumber(text: string): AddressNumber | null {
  const bare = text
    .trim()
    .replace(/^\[(.+)\](?::\d+)?$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  if (ipv4.safeParse(bare).success) return { version: 4, value: joined(bare.split('.'), 10, 8n) };
  if (!ipv6.safeParse(bare).success) return null;
  const [head = '', tail] = withoutDots(bare).split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return { version: 6, value: joined([...left, ...Array.from({ length: zeros }, () => '0'), ...right], 16, 16n) };
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

/** `64:ff9b::192.0.2.1` with its last four bytes as two groups. */
function withoutDots(text: string): string {
  return text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}

function joined(groups: readonly string[], base: number, bits: bigint): bigint {
  return groups.reduce((sum, group) => (sum << bits) + BigInt(Number.parseInt(group, base)), 0n);
}

/** First and last address of `192.0.2.0/24`, `192.0.2.7` or `192.0.2.1-192.0.2.9`, as `addressRange` writes them; else null. */
export function rangeBounds(
  range: string,
): { readonly version: 4 | 6; readonly first: bigint; readonly last: bigint } | null {
  const [from = '', to] = range.split('-');
  const [address = '', length] = from.split('/');
  const first = addressNumber(address);
  if (first === null) return null;
  if (to !== undefined) {
    const last = addressNumber(to);
    return last?.version === first.version ? { version: first.version, first: first.value, last: last.value } : null;
  }
  const width = first.version === 4 ? 32 : 128;
  const free = BigInt(width - (length === undefined ? width : Number(length)));
  const start = (first.value >> free) << free;
  return { version: first.version, first: start, last: start + (1n << free) - 1n };
}
