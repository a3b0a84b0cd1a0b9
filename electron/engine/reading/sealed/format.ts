import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/**
 * A sealed file: the mark, a random salt, then the content in pieces of 64 KiB, each by itself encrypted and authenticated
 * with AES-256-GCM (NIST SP 800-38D). Its nonce is the number of the piece and whether it is the last one: the STREAM
 * construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015), as the age format has it with another cipher, which the
 * cryptography of Electron lacks. Pieces that were changed, exchanged, left out or cut off are noticed. The key of a file
 * is HKDF-SHA256 (RFC 5869) of the key of its folder and the salt, so no two files share one.
 */
export const MARK = Buffer.from('countersign-s01\n', 'latin1');
export const SALT_BYTES = 16;
export const HEADER_BYTES = MARK.length + SALT_BYTES;
export const PIECE_BYTES = 64 * 1024;
export const TAG_BYTES = 16;
export const KEY_BYTES = 32;
const FILE_KEY = 'countersign sealed file';
const NAME_KEY = 'countersign sealed name';

/** The key of one file. */
export function fileKey(folderKey: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', folderKey, salt, FILE_KEY, KEY_BYTES));
}

/** How a file with this digest is called in a sealed folder: the name tells nobody which content it is. */
export function sealedName(folderKey: Uint8Array, sha256: string): string {
  const key = Buffer.from(hkdfSync('sha256', folderKey, Buffer.alloc(0), NAME_KEY, KEY_BYTES));
  return createHmac('sha256', key).update(sha256).digest('hex');
}

/** Size of the sealed file of so many bytes. */
export function sealedSize(bytes: number): number {
  return HEADER_BYTES + bytes + Math.max(1, Math.ceil(bytes / PIECE_BYTES)) * TAG_BYTES;
}

/** Bytes in a sealed file of this size. */
export function contentSize(size: number): number {
  const body = Math.max(0, size - HEADER_BYTES);
  return Math.max(0, body - Math.ceil(body / (PIECE_BYTES + TAG_BYTES)) * TAG_BYTES);
}

export function sealPiece(key: Uint8Array, index: number, isLast: boolean, content: Uint8Array): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast), { authTagLength: TAG_BYTES });
  const sealed = cipher.update(content);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/** The content of a piece; null when it is not what was sealed. */
export function openPiece(key: Uint8Array, index: number, isLast: boolean, piece: Buffer): Buffer | null {
  if (piece.length < TAG_BYTES) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, isLast), { authTagLength: TAG_BYTES });
  cipher.setAuthTag(piece.subarray(piece.length - TAG_BYTES));
  const content = cipher.update(piece.subarray(0, piece.length - TAG_BYTES));
  try {
    cipher.final();
    return content;
  } catch {
    return null;
  }
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}
