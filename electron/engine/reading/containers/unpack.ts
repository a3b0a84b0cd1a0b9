import { unlink } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { errorCode } from '../../lib/errors.ts';
import { decode, type PackedData } from './decode.ts';
import { createTarget } from '../sealed/target.ts';
import { HEAD_BYTES } from './kind.ts';
import { sizeText } from './limits.ts';
import { cutOff, damaged, Refusal } from './refusal.ts';
import type { Work } from './work.ts';

export interface Unpacked {
  readonly path: string;
  readonly bytes: number;
  readonly crc: number;
  /** Packed bytes that were used. */
  readonly packed: number;
  /** The first bytes, by which its kind is recognized. */
  readonly head: Buffer;
}

/**
 * Unpacks to a new temporary, one block at a time, and stops at the first byte too many. `checkHead` sees the first bytes
 * as soon as they are there and may throw. Throws a Refusal, or AppError `cancelled`; the temporary is gone then.
 */
export async function unpack(data: PackedData, work: Work, checkHead: (head: Buffer) => void): Promise<Unpacked> {
  const { limits } = work;
  if (data.size !== null) {
    if (data.size > limits.entryBytes) throw tooLarge(limits.entryBytes);
    if (isBomb(data.size, data.length)) throw tooDense();
  }
  await work.needRoom(data.size ?? 0);
  const path = await work.nextPath();
  const target = await createTarget(path);
  try {
    const head: Buffer[] = [];
    let headLength = 0;
    let isHeadChecked = false;
    let bytes = 0;
    let crc = 0;
    const { chunks, packed } = decode(data, work);
    for await (const chunk of chunks) {
      work.throwIfCancelled();
      await work.needRoom(chunk.length);
      work.countBytes(chunk.length);
      if (data.size !== null && bytes + chunk.length > data.size)
        throw damaged(`it unpacks to more than the ${sizeText(data.size)} that the archive states`);
      if (bytes + chunk.length > limits.entryBytes) throw tooLarge(limits.entryBytes);
      if (isBomb(bytes + chunk.length, packed())) throw tooDense();
      if (!isHeadChecked) {
        head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - headLength)));
        headLength = Math.min(headLength + chunk.length, HEAD_BYTES);
        isHeadChecked = headLength === HEAD_BYTES;
        if (isHeadChecked) checkHead(Buffer.concat(head));
      }
      crc = crc32(chunk, crc);
      await target.write(chunk);
      bytes += chunk.length;
    }
    work.throwIfCancelled();
    if (!isHeadChecked) checkHead(Buffer.concat(head));
    if (data.size !== null && bytes < data.size) {
      if (data.packing === 'stored') throw cutOff();
      throw damaged(`it unpacks to ${sizeText(bytes)} where the archive states ${sizeText(data.size)}`);
    }
    await target.finish();
    await target.close();
    return { path, bytes, crc, packed: packed(), head: Buffer.concat(head) };
  } catch (error) {
    await target.close().catch(() => undefined);
    await unlink(path).catch(() => undefined);
    throw refusalOf(error);
  }

  function isBomb(bytes: number, packed: number): boolean {
    return bytes > limits.ratioFrom && bytes > limits.ratio * packed * data.share;
  }

  function tooDense(): Refusal {
    return new Refusal(
      `unpacks to more than ${limits.ratio.toLocaleString('en-US')} times its packed size, as archives do that are made to fill a disk. It was left out. Have it packed again if it is genuine.`,
    );
  }
}

/** Removes an unpacked file that turned out not to be wanted. */
export async function discard({ path }: Pick<Unpacked, 'path'>): Promise<void> {
  await unlink(path).catch(() => undefined);
}

function tooLarge(limit: number): Refusal {
  return new Refusal(
    `unpacks to more than the limit of ${sizeText(limit)} for one file. It was left out. Export it in several parts.`,
  );
}

function refusalOf(error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') return cutOff();
  // zlib's messages are its own fixed words.
  if (code.startsWith('Z_') && error instanceof Error) return damaged(error.message);
  if (code === 'ENOSPC')
    return new Refusal(
      'does not fit on the disk of the temporary files. It was left out. Free space and add it again.',
    );
  return error;
}
