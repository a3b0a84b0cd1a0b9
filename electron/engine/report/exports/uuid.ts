import { createHash } from 'node:crypto';

/** Of this program: a name space of its own, drawn once. */
const NAMESPACE = '6f1ad1d9-6c3f-4a39-9f55-2b1c7f2f9f5e';

/** The UUID of version 5 (RFC 9562) that these parts name: the same parts, the same UUID, everywhere. */
export function nameUuid(...parts: readonly string[]): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(JSON.stringify(parts))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
