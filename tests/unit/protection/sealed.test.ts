import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetFolder, sealFolder } from '../../../electron/engine/reading/sealed/folders.ts';
import { contentSize, PIECE_BYTES, sealedSize } from '../../../electron/engine/reading/sealed/format.ts';
import { openSource, sourceSize } from '../../../electron/engine/reading/sealed/source.ts';
import { createTarget } from '../../../electron/engine/reading/sealed/target.ts';
import { testFolder } from '../reading/files.ts';
import { createRandom } from '../../generator/random.ts';

const folder = testFolder();
const KEY = Buffer.alloc(32, 5);
const SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 3 * PIECE_BYTES + 77];
const SEALED_PIECE = PIECE_BYTES + 16;
beforeAll(() => sealFolder(folder.path, KEY));
afterAll(() => forgetFolder(folder.path));

let number = 0;
async function sealed(content: Buffer, writes: readonly number[] = [content.length]): Promise<string> {
  const path = join(folder.path, `sealed-${(number += 1)}`);
  const target = await createTarget(path);
  let at = 0;
  for (const length of writes) {
    await target.write(content.subarray(at, at + length));
    at += length;
  }
  await target.finish();
  await target.sync();
  await target.close();
  return path;
}

async function readAll(path: string, block = 50_000): Promise<Buffer> {
  const source = await openSource(path);
  const parts: Buffer[] = [];
  try {
    for (let at = 0; ;) {
      const buffer = Buffer.alloc(block);
      const { bytesRead } = await source.read(buffer, 0, block, at);
      if (bytesRead === 0) return Buffer.concat(parts);
      parts.push(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await source.close();
  }
}

describe('a sealed file', () => {
  test.each(SIZES)('of %i bytes is read back, from any place', async (size) => {
    const content = randomBytes(size);
    const path = await sealed(content, [Math.floor(size / 3), size - Math.floor(size / 3)]);
    expect(readFileSync(path).length).toBe(sealedSize(size));
    expect(contentSize(sealedSize(size))).toBe(size);
    expect(sourceSize(path)).toBe(size);
    expect((await readAll(path)).equals(content)).toBe(true);
    const random = createRandom(7, `reads ${size}`);
    const source = await openSource(path);
    for (let turn = 0; turn < 40; turn += 1) {
      const position = random.below(size + 10);
      const length = random.between(1, 2 * PIECE_BYTES);
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await source.read(buffer, 0, length, position);
      expect(buffer.subarray(0, bytesRead).equals(content.subarray(position, position + length))).toBe(true);
    }
    await source.close();
  });

  test('is the same to read while it grows, as far as it has come', async () => {
    const content = randomBytes(5 * PIECE_BYTES + 3);
    const path = join(folder.path, 'growing');
    const target = await createTarget(path);
    const source = await openSource(path);
    for (let at = 0; at < content.length; at += 70_000) {
      await target.write(content.subarray(at, at + 70_000));
      const buffer = Buffer.alloc(target.readable);
      if (buffer.length === 0) continue;
      expect(await source.read(buffer, 0, buffer.length, 0)).toEqual({ bytesRead: buffer.length });
      expect(buffer.equals(content.subarray(0, buffer.length))).toBe(true);
    }
    await target.finish();
    await target.close();
    await source.close();
    expect((await readAll(path)).equals(content)).toBe(true);
  });

  test('two files of the same content have nothing in common', async () => {
    const content = Buffer.alloc(1000, 'the same');
    const [a, b] = [readFileSync(await sealed(content)), readFileSync(await sealed(content))];
    expect(a.subarray(0, 16).equals(b.subarray(0, 16))).toBe(true);
    expect(a.subarray(16, 32).equals(b.subarray(16, 32))).toBe(false);
    expect(a.subarray(32, 96).equals(b.subarray(32, 96))).toBe(false);
  });

  test.each([0, 20, 32, 32 + SEALED_PIECE + 5, 32 + 2 * SEALED_PIECE + 40])(
    'with a changed byte at %i is refused',
    async (at) => {
      const path = await sealed(randomBytes(2 * PIECE_BYTES + 100));
      const bytes = readFileSync(path);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(path, bytes);
      await expect(readAll(path)).rejects.toMatchObject({ code: 'corrupt-input' });
    },
  );

  test('cut at the end of a piece, or anywhere, is refused', async () => {
    for (const rest of [32, 33, 32 + SEALED_PIECE, 32 + 2 * SEALED_PIECE, 32 + 2 * SEALED_PIECE + 30]) {
      const path = await sealed(randomBytes(2 * PIECE_BYTES + 100));
      truncateSync(path, rest);
      await expect(readAll(path, PIECE_BYTES), String(rest)).rejects.toMatchObject({ code: 'corrupt-input' });
    }
  });

  test('with exchanged pieces is refused', async () => {
    const path = await sealed(randomBytes(3 * PIECE_BYTES));
    const bytes = readFileSync(path);
    const handle = openSync(path, 'r+');
    writeSync(handle, bytes, 32, SEALED_PIECE, 32 + SEALED_PIECE);
    writeSync(handle, bytes, 32 + SEALED_PIECE, SEALED_PIECE, 32);
    closeSync(handle);
    await expect(readAll(path)).rejects.toMatchObject({ code: 'corrupt-input' });
  });

  test('is refused with another key, and so is a file in clear', async () => {
    const path = await sealed(randomBytes(100));
    sealFolder(folder.path, Buffer.alloc(32, 6));
    try {
      await expect(readAll(path)).rejects.toMatchObject({ code: 'corrupt-input' });
      writeFileSync(path, 'in clear, long enough to have a header');
      await expect(readAll(path)).rejects.toMatchObject({ code: 'corrupt-input' });
    } finally {
      sealFolder(folder.path, KEY);
    }
  });

  const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
  test.skipIf(!hasPython).each(SIZES)(
    'of %i bytes is opened by another program that follows its description',
    async (size) => {
      const content = randomBytes(size);
      const path = await sealed(content);
      const result = spawnSync('python3', ['-c', OPEN_SEALED, path, KEY.toString('hex')], { maxBuffer: 1 << 24 });
      expect(result.stderr.toString()).toBe('');
      expect(result.stdout.equals(content)).toBe(true);
      rmSync(path);
    },
  );
});

/** The format as the help describes it, read with Python's cryptography. */
const OPEN_SEALED = `
import sys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
data, key = open(sys.argv[1], 'rb').read(), bytes.fromhex(sys.argv[2])
assert data[:16] == b'countersign-s01\\n'
file_key = HKDF(hashes.SHA256(), 32, data[16:32], b'countersign sealed file').derive(key)
pieces = [data[at:at + 65552] for at in range(32, len(data), 65552)]
for number, piece in enumerate(pieces):
    nonce = number.to_bytes(11, 'big') + bytes([number == len(pieces) - 1])
    sys.stdout.buffer.write(AESGCM(file_key).decrypt(nonce, piece, None))
`;
