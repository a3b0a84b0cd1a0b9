import { child, children, readDer, readInteger, readText, sequence, integer, type DerElement } from '../lib/der.ts';

/** An answer of a time-stamping authority: the token it granted, or why it did not. */
export type TimestampResponse =
  { readonly token: Uint8Array; readonly refusal: null } | { readonly token: null; readonly refusal: string };

/** RFC 3161 2.4.2, PKIFailureInfo by bit. */
const FAILURES: Readonly<Record<number, string>> = {
  0: 'the hash function is not one it accepts',
  2: 'it does not permit or support this kind of request',
  5: 'the request has the wrong format',
  14: 'its clock is not available',
  15: 'the policy asked for is not one of its own',
  16: 'an extension asked for is not supported',
  17: 'additional information asked for is not available',
  25: 'its system failed',
};

/** Reads a TimeStampResp; null when the bytes are none. */
export function readResponse(der: Uint8Array): TimestampResponse | null {
  try {
    const whole = readDer(der);
    const [statusInfo, token, ...more] = children(whole);
    if (whole.end !== der.length || whole.tag !== 0x30 || more.length > 0) return null;
    const [status, ...details] = children(child(statusInfo));
    // 0 granted, 1 granted with modifications; all others carry no token.
    if (readInteger(child(status)) > 1) return { token: null, refusal: refusalOf(details) };
    return token ? { token: token.raw, refusal: null } : null;
  } catch {
    return null;
  }
}

/**
 * The response as it is kept beside a signature. The status before the token is signed by nobody, so there is one way to
 * write it: granted.
 */
export function writeResponse(token: Uint8Array): Uint8Array {
  return sequence(sequence(integer(0)), token);
}

function refusalOf(details: readonly DerElement[]): string {
  const bits = details.find(({ tag }) => tag === 0x03)?.content.subarray(1) ?? new Uint8Array();
  const reasons = Object.entries(FAILURES).flatMap(([bit, reason]) =>
    ((bits[Number(bit) >> 3] ?? 0) & (0x80 >> (Number(bit) & 7))) === 0 ? [] : [reason],
  );
  const texts = details.filter(({ tag }) => tag === 0x30).flatMap((list) => children(list).map(readText));
  return [...reasons, ...texts.map((text) => `it says “${text.slice(0, 200)}”`)].join('; ') || 'it gives no reason';
}
