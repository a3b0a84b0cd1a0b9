import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';

const PAGE = 4096;
const RESERVED = 80;

/**
 * Decrypts a database in the format of SQLCipher 4 by its published design, without any SQLite: key by PBKDF2-HMAC-SHA512 in
 * 256,000 rounds, each page checked by HMAC-SHA512 over its content, its vector and its number, then AES-256-CBC. Gives a
 * plain database; throws when a page is not what was written.
 */
export function decryptSqlcipher(bytes: Buffer, passphrase: string): Buffer {
  const salt = bytes.subarray(0, 16);
  const key = pbkdf2Sync(passphrase, salt, 256_000, 32, 'sha512');
  const macSalt = Buffer.from(salt.map((byte) => byte ^ 0x3a));
  const macKey = pbkdf2Sync(key, macSalt, 2, 32, 'sha512');
  const plain = Buffer.alloc(bytes.length);
  for (let number = 1; number * PAGE <= bytes.length; number += 1) {
    const page = bytes.subarray((number - 1) * PAGE, number * PAGE);
    const start = number === 1 ? 16 : 0;
    const vector = page.subarray(PAGE - RESERVED, PAGE - RESERVED + 16);
    const count = Buffer.alloc(4);
    count.writeUInt32LE(number);
    const mac = createHmac('sha512', macKey)
      .update(page.subarray(start, PAGE - RESERVED + 16))
      .update(count)
      .digest();
    if (!mac.equals(page.subarray(PAGE - RESERVED + 16))) throw new Error(`page ${number} is not what was written`);
    const cipher = createDecipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
    const content = Buffer.concat([cipher.update(page.subarray(start, PAGE - RESERVED)), cipher.final()]);
    content.copy(plain, (number - 1) * PAGE + start);
  }
  plain.write('SQLite format 3\0', 0, 'latin1');
  return plain;
}
