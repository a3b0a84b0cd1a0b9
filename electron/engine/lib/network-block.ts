import { addressNumber } from './address-number.ts';

/** The network an address belongs to, for telling places apart: the /24 of an IPv4 address, the /48 of an IPv6 address; else null. */
export function networkBlock(text: string): string | null {
  const address = addressNumber(text);
  if (address === null) return null;
  const { version, value } = address;
  return version === 4
    ? `${[24n, 16n, 8n].map((shift) => (value >> shift) & 0xffn).join('.')}.0/24`
    : `${[112n, 96n, 80n].map((shift) => ((value >> shift) & 0xffffn).toString(16)).join(':')}::/48`;
}
