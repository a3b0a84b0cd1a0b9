import { randomBytes } from 'node:crypto';
import { boolean, integer, nullValue, objectIdentifier, octetString, sequence } from '../lib/der.ts';
import { OID } from '../lib/object-identifiers.ts';

/** Eight random bytes that only an answer to this request can repeat; the first is 1 to 127, so that it is one number. */
export function newNonce(): Uint8Array {
  const nonce = randomBytes(8);
  nonce.writeUInt8((nonce.readUInt8(0) & 0x7f) | 1, 0);
  return nonce;
}

/**
 * A TimeStampReq (RFC 3161 2.4.1), DER: asks for a time stamp of this SHA-256 digest, with the authority's certificate
 * in the answer.
 */
export function timestampRequest(sha256: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = sequence(sequence(objectIdentifier(OID.sha256), nullValue()), octetString(sha256));
  return sequence(integer(1), imprint, integer(nonce), boolean(true));
}
